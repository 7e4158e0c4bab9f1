"""Recurrence rules of RFC 5545 in words: `FREQ=MONTHLY;BYMONTHDAY=-1` is the last day of every month.

A rule that says more than these words can is not told in part: there are no words for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.views.words import day, listed

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_WORKING = {"MO", "TU", "WE", "TH", "FR"}
_ENDS = {"COUNT", "UNTIL", "WKST"}
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"} | _ENDS


def in_words(rule: str | None) -> str | None:
    """A rule in words, `every Thursday`; None where there are none for it."""
    parts = dict(part.partition("=")[::2] for part in (rule or "").split(";"))
    unit = _UNITS.get(parts.get("FREQ", ""))
    if unit is None or not set(parts) <= _KNOWN:
        return None
    try:
        days, said = _days(parts), _every(unit, int(parts.get("INTERVAL", "1")))
        months, end = [_MONTHS[_month(one)] for one in _list(parts, "BYMONTH")], _end(parts)
    except (ValueError, KeyError, IndexError):
        return None
    if unit == "year" and days and not months:
        return None
    return _joined(unit, said, days, months) + end


def _joined(unit: str, every: str, days: str | None, months: Sequence[str]) -> str:
    """What comes when: days, of which months or in which weeks, and how often."""
    named = f"of {listed(months)}" if months and (days or "").startswith("the") else None
    if months and named is None:
        named = f"in {listed(months)}"
    usual = every == f"every {unit}"
    if days is None:
        return every if named is None else f"{every}, {named}"
    if named is not None:
        return f"{days} {named}" + ("" if usual and unit != "year" else f", {every}")
    if days.startswith("the"):
        return f"{days} of {_nth(every)}"
    return days if usual else f"{days} of {_nth(every)}".removeprefix("every ")


def _nth(every: str) -> str:
    """`every 2 weeks`, as it is said of a day in it: `every 2nd week`."""
    number, _, unit = every.removeprefix("every ").partition(" ")
    return f"every {_place(int(number))} {unit.removesuffix('s')}" if unit else every


def _days(parts: Mapping[str, str]) -> str | None:
    in_month, in_week = _list(parts, "BYMONTHDAY"), _list(parts, "BYDAY")
    at = _list(parts, "BYSETPOS")
    if in_month and not (in_week or at):
        return f"the {listed([_place(int(one)) + _last_day(one) for one in in_month])}"
    if in_month or (at and not in_week):
        raise ValueError("no words")
    if not in_week:
        return None
    if at:
        return f"the {listed([_place(int(one)) for one in at])} {_kind(in_week)}"
    return _week(in_week)


def _last_day(place: str) -> str:
    return " day" if int(place) < 0 else ""


def _kind(days: Sequence[str]) -> str:
    """Which days of a month are counted."""
    if set(days) == _WORKING:
        return "working day"
    return "day" if set(days) == set(_DAYS) else " or ".join(_DAYS[one] for one in days)


def _week(days: Sequence[str]) -> str:
    """Days of the week; with a number before them, those of a month."""
    if set(days) == _WORKING:
        return "every working day"
    if all(one in _DAYS for one in days):
        return f"every {listed([_DAYS[one] for one in days])}"
    return f"the {listed([f'{_place(int(one[:-2]))} {_DAYS[one[-2:]]}' for one in days])}"


def _every(unit: str, interval: int) -> str:
    if interval < 1:
        raise ValueError("no words")
    return f"every {unit}" if interval == 1 else f"every {interval} {unit}s"


def _place(number: int) -> str:
    """`1st`, `22nd`, `last`, `2nd to last`."""
    if number == 0:
        raise ValueError("no words")
    if number < 0:
        return "last" if number == -1 else f"{_place(-number)} to last"
    teen = 10 <= number % 100 <= 20
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _end(parts: Mapping[str, str]) -> str:
    if "COUNT" in parts:
        return f", {parts['COUNT']} times"
    until = parts.get("UNTIL", "")
    return f", until {day(date.fromisoformat(until[:8]))}" if until else ""


def _month(text: str) -> int:
    """The place of a month in the list; a number below 1 is none."""
    return int(text) - 1 if int(text) > 0 else len(_MONTHS)


def _list(parts: Mapping[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []
