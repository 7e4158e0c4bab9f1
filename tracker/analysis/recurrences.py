"""Recurrence rules of RFC 5545 that count days: which of them can be followed.

`ruledays.py` says the days. Here stands what it is given: no rule that is faster than daily, and
none that comes to no day, for which dateutil would look until the year 9999.
"""

import re
from datetime import date
from typing import Final

from tracker.analysis.publicdays import FIRST
from tracker.analysis.ruledays import expanded, parsed, parts_of

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")

_PARTS: Final = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS"}
    | {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
)
_ZERO = re.compile(r"(?<![0-9])0+(?![0-9])")
_LONG = re.compile(r"[0-9]{5}")
_DAY = re.compile(r"[0-9]{8}")
_NUMBER = re.compile(r"[0-9]+")
_LAST_CYCLE: Final = 9960
"""From this year to the last that a calendar has are forty: leap days and weekdays come in all ways."""


def fault(rule: str, start: date) -> str | None:
    """Why a rule cannot be followed from a day on; None where it can."""
    parts = parts_of(rule)
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
    return _fault_of_numbers(parts) or _fault_of_ends(parts, start) or _fault_of_days(parts, start)


def _fault_of_numbers(parts: dict[str, str]) -> str | None:
    values = [value for name, value in parts.items() if name != "UNTIL"]
    if any(map(_ZERO.search, values)):
        return "0 counts no day"
    if any(map(_LONG.search, values)):
        return "a number in it has more than four digits"
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not _NUMBER.fullmatch(parts[name]):
            return f"`{name}={parts[name]}` cannot be read"
    if not _NUMBER.search(parts.get("BYDAY", "")):
        return None
    if parts["FREQ"] not in ("MONTHLY", "YEARLY"):
        return f"`BYDAY={parts['BYDAY']}` counts weekdays, as only those of a month or a year are counted"
    if "BYWEEKNO" in parts:
        return f"`BYDAY={parts['BYDAY']}` counts weekdays, and a week of `BYWEEKNO` has each once"
    return None


def _fault_of_ends(parts: dict[str, str], start: date) -> str | None:
    if start.year < FIRST:
        return f"it begins before {FIRST}"
    if "UNTIL" in parts and not _DAY.fullmatch(parts["UNTIL"]):
        return "`UNTIL` is not a day such as 20261231"
    if "UNTIL" in parts and "COUNT" in parts:
        return "it has two ends, `COUNT` and `UNTIL`"
    return None


def _fault_of_days(parts: dict[str, str], start: date) -> str | None:
    endless = {name: value for name, value in parts.items() if name not in _ENDS}
    try:
        parsed(parts, start)
        recurs = next(expanded(endless, _late(start)), None) is not None
        # Whatever recurs begins, unless there is a day after which it does not.
        begins = "UNTIL" not in parts or next(expanded(parts, start), None) is not None
    except _REFUSALS:
        return _unread(parts, start)
    if not recurs:
        return "it comes to no day in forty years"
    return None if begins else "it ends before its first day"


def _unread(parts: dict[str, str], start: date) -> str:
    """Which part is no part of such a rule, where one of them alone is to blame."""
    for name, value in parts.items():
        try:
            parsed({"FREQ": parts["FREQ"], name: value}, start)
        except _REFUSALS:
            return f"`{name}={value}` cannot be read"
    return "no calendar can follow it"


_REFUSALS = (ValueError, OverflowError, IndexError, TypeError)
_ENDS = ("COUNT", "UNTIL")


def _late(start: date) -> date:
    """A day near the end of the calendar that lies in its four years as the start does in its own."""
    return start.replace(year=_LAST_CYCLE + start.year % 4)
