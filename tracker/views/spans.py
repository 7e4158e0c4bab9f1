"""Spans in words: `90m` is 1 h 30 min, `3d` is 3 days; and what several of them add up to."""

import re
from collections.abc import Iterable

from tracker.analysis.span import in_days
from tracker.model.records import Calendar
from tracker.views.words import count, number

_SPAN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([mhdw])\Z")
_WORKED = ("d", "w")
_CLOCK = {"m": 1, "h": 60}
"""How many minutes of the clock are in a unit."""


def span(text: str | None) -> str | None:
    """A span as people say it; what is none stays as it is."""
    found = _SPAN.match(text or "")
    if found is None:
        return text
    amount, unit = float(found[1]), found[2]
    if unit == "m":
        return _clock(amount)
    if unit == "h":
        return _clock(amount * 60)
    one = {"d": "day", "w": "week"}[unit]
    return count(int(amount), one) if amount.is_integer() else f"{number(amount)} {one}s"


def total(spans: Iterable[str | None], calendar: Calendar | None) -> str | None:
    """What spans add up to: `1 h 30 min`, `3 days`, `2 d 2.5 h`; None where there are none.

    Days are working days, and hours those of the clock: neither is made into the other, since nobody
    could tell any more which kind of day is meant.
    """
    known = [found for one in spans if (found := _SPAN.match(one or ""))]
    if not known:
        return None
    days = sum(in_days(one[0], calendar) or 0.0 for one in known if one[2] in _WORKED)
    minutes = sum(float(one[1]) * _CLOCK[one[2]] for one in known if one[2] in _CLOCK)
    if not days:
        return _clock(minutes)
    if not minutes:
        return span(f"{days:f}d")
    hours = f"{number(round(minutes / 60, 2))} h" if minutes >= 60 else _clock(minutes)
    return f"{number(days)} d {hours}"


def _clock(minutes: float) -> str:
    """Minutes as hours and minutes."""
    whole = round(minutes)
    if abs(whole) < 60:
        return f"{number(minutes) if minutes < 1 else whole} min"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def elapsed(seconds: float) -> str:
    """Elapsed time in its two largest units: `3 d 4 h`, `2 h 5 min`, `40 s`; a day has 24 hours."""
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(round(abs(seconds)), 60)
    if not minutes:
        return f"{sign}{rest} s" if rest else "0 s"
    if minutes < 24 * 60:
        return sign + _clock(minutes)
    days, hours = divmod(round(minutes / 60), 24)
    return f"{sign}{days} d {hours} h" if hours else f"{sign}{days} d"
