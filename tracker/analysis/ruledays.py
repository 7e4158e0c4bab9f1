"""The days of a recurrence rule that is sound, from any day on.

`python-dateutil` expands a rule from its start, day by day. What lies between the start and the days
that are asked for need not be gone through: a rule that does not count its days comes to the same ones
from a later start that lies as the first does in its week, its month, its leap years and its interval.
"""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import dropwhile, islice, takewhile
from math import gcd
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateutil.rrule import rrule

MAX_DAYS: Final = 20_000
"""So many days are given at most: fifty years of working days."""

_WEEK: Final = 7
_FILTERS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")


def days(rule: str, start: date, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, the first MAX_DAYS of them."""
    parts = parts_of(rule)
    begin = start if "COUNT" in parts else _nearer(parts, start, first)
    found = dropwhile(lambda day: day < first, expanded(parts, begin, last))
    return islice(found, MAX_DAYS)


def parts_of(rule: str) -> dict[str, str]:
    """A rule as its parts; of a part that is said twice the last."""
    return dict(part.partition("=")[::2] for part in rule.split(";"))


def expanded(parts: dict[str, str], start: date, last: date = date.max) -> Iterator[date]:
    """The days of a rule up to `last`; raises ValueError and its like for what dateutil refuses."""
    if parts["FREQ"] == "DAILY" and "BYSETPOS" not in parts and set(_FILTERS) & parts.keys():
        return _chosen(parts, start, last)
    return _until(last, parsed(parts, start))


def _chosen(parts: dict[str, str], start: date, last: date) -> Iterator[date]:
    """The same for a daily rule that leaves days out, by years: by days it takes twenty times as long."""
    yearly = {name: value for name, value in parts.items() if name not in ("INTERVAL", "COUNT")}
    interval, count = int(parts.get("INTERVAL", "1")), parts.get("COUNT")
    chosen = _until(last, parsed(yearly | {"FREQ": "YEARLY"}, start))
    found = (day for day in chosen if (day - start).days % interval == 0)
    return islice(found, int(count) if count else None)


def _until(last: date, found: "rrule") -> Iterator[date]:
    return takewhile(lambda day: day <= last, (moment.date() for moment in found))


def _nearer(parts: dict[str, str], start: date, first: date) -> date:
    """The last start that is sure to give the same days from `first` on."""
    interval, frequency = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if frequency in ("DAILY", "WEEKLY"):
        step = interval * (_WEEK if frequency == "WEEKLY" else 1)
        # The week of a start is cut short by it, so a whole one lies between the two.
        return start + timedelta(max((first - start).days - _WEEK, 0) // step * step)
    step = interval // gcd(interval, 12) if frequency == "MONTHLY" else interval
    years = max(first.year - 1 - start.year, 0) // step * step
    while (start.month, start.day) == (2, 29) and years and not isleap(start.year + years):
        years -= step
    return start.replace(year=start.year + years)


def parsed(parts: dict[str, str], start: date) -> "rrule":
    """A rule as dateutil has it; raises ValueError and its like for what it refuses."""
    from dateutil.rrule import rrule, rrulestr  # it takes a while, and few ask

    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    assert isinstance(found, rrule)
    return found
