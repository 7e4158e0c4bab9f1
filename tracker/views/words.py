"""Words for what pictures, readings and tables say: days and amounts, as people write them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day(value: date) -> str:
    """`13 Nov 2026`, in whatever language the machine speaks."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def count(amount: int, one: str, many: str | None = None) -> str:
    """`1 project`, `2 projects`."""
    return f"{amount} {one if amount == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; of nothing an empty text."""
    *first, last = parts or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def days(amount: float) -> str:
    """`1 day`, `1.5 days`."""
    return f"{number(amount)} {'day' if amount == 1 else 'days'}"


def apart(days: int) -> str:
    """How far one day is from another: `12 days later`, `1 day earlier`, `the same day`."""
    if days == 0:
        return "the same day"
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def number(value: float | Decimal) -> str:
    """A number without a tail of zeros, thousands apart."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(",", "\u202f")


def with_unit(value: float, unit: str | None) -> str:
    """`12 days`, `47 %`."""
    return f"{number(value)} {'%' if unit == 'percent' else unit or ''}".rstrip()


def percent(value: float) -> str:
    """A share as whole percent, halves upwards."""
    # What is a half in decimal may lie a hair below it in binary.
    return f"{int(value * 100 + 0.5 + 1e-9)} %"


def label(id: str) -> str:
    """An id in words: `on-hold` reads `On hold`."""
    text = id.replace("-", " ")
    return text[:1].upper() + text[1:]


def distinct(titles: Iterable[tuple[str, str]]) -> list[str]:
    """Titles with their ids as names, each its own: where two are alike, the id stands behind them."""
    pairs = list(titles)
    said = Counter(title for title, _ in pairs)
    return [f"{title} ({id})" if said[title] > 1 else title for title, id in pairs]


def in_xml(text: str) -> str:
    """Text that XML can hold: what it cannot is shown as U+FFFD, and nothing else changes."""
    return _NO_XML.sub("\ufffd", text)
