"""Days on which something comes again, by a recurrence rule of RFC 5545 that counts days.

`python-dateutil` expands the rules. Here stands what it is given: no rule that is faster than
daily, and none that comes to no day, for which it would look until the year 9999.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateutil.rrule import rrule

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MAX_DAYS: Final = 20_000
"""A rule is expanded to so many days at most: fifty years of working days."""

_PARTS: Final = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS"}
    | {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
)
_ZERO = re.compile(r"(?<![0-9])0+(?![0-9])")
_LONG = re.compile(r"[0-9]{5}")
_DAY = re.compile(r"[0-9]{8}")
_LAST_CYCLE: Final = 9960
"""From this year to the last that a calendar has are forty: leap days and weekdays come in all ways."""


def fault(rule: str, start: date) -> str | None:
    """Why a rule cannot be followed from a day on; None where it can."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if len(parts) < rule.count(";") + 1:
        return "a part of it is said twice"
    frequency = parts.get("FREQ")
    if frequency is None:
        return f"it has no `FREQ`: one of {', '.join(FREQUENCIES)}"
    if frequency not in FREQUENCIES:
        return f"`FREQ={frequency}` is not one of {', '.join(FREQUENCIES)}"
    strange = sorted(parts.keys() - _PARTS)
    if strange:
        return f"`{strange[0]}` is not a part that counts days"
    if any(_ZERO.search(value) for name, value in parts.items() if name != "UNTIL"):
        return "0 counts no day"
    if any(_LONG.search(value) for name, value in parts.items() if name != "UNTIL"):
        return "a number in it has more than four digits"
    if "UNTIL" in parts and not _DAY.fullmatch(parts["UNTIL"]):
        return "`UNTIL` is not a day such as 20261231"
    if "UNTIL" in parts and "COUNT" in parts:
        return "it has two ends, `COUNT` and `UNTIL`"
    return _fault_of_days(rule, start, parts)


def _fault_of_days(rule: str, start: date, parts: dict[str, str]) -> str | None:
    endless = ";".join(f"{name}={value}" for name, value in parts.items() if name not in _ENDS)
    try:
        recurs = next(iter(_parsed(endless, _late(start))), None) is not None
        begins = recurs and next(iter(_parsed(rule, start)), None) is not None
    except _REFUSALS:
        return _unread(parts, start)
    if not recurs:
        return "it comes to no day in forty years"
    return None if begins else "it ends before its first day"


def _unread(parts: dict[str, str], start: date) -> str:
    """Which part is no part of such a rule, where one of them alone is to blame."""
    for name, value in parts.items():
        try:
            _parsed(
                f"FREQ={parts['FREQ']};{name}={value}" if name != "FREQ" else f"FREQ={value}", start
            )
        except _REFUSALS:
            return f"`{name}={value}` cannot be read"
    return "no calendar can follow it"


_REFUSALS = (ValueError, OverflowError, IndexError, TypeError)
_ENDS = ("COUNT", "UNTIL")


def _late(start: date) -> date:
    """A day near the end of the calendar that lies in its four years as the start does in its own."""
    return start.replace(year=_LAST_CYCLE + start.year % 4)


def days(rule: str, start: date, first: date, last: date) -> Iterator[date]:
    """The days of a sound rule from `first` to `last`, MAX_DAYS of the rule at most."""
    found = (moment.date() for moment in islice(_parsed(rule, start), MAX_DAYS))
    return (day for day in takewhile(lambda day: day <= last, found) if day >= first)


def _parsed(rule: str, start: date) -> "rrule":
    """Raises ValueError and its like for what dateutil refuses."""
    from dateutil.rrule import rrule, rrulestr  # it takes a while, and few ask

    found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    assert isinstance(found, rrule)
    return found
