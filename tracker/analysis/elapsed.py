"""Time that passed: as seconds on the clock, and held against spans such as `4h` and `5d`.

What is measured is elapsed: seconds on the clock from one moment to the other, nights and weekends
included, whatever offsets the two are written with (definitions, Flow of a process). A span in `m`
or `h` means the same. A span in `d` or `w` is working time by the calendar, so elapsed seconds are
never divided by 86,400 to be held against it: the days on which nobody works are taken out, and
each day that is left counts as far as the clock went through it. From Friday 10:00 to Monday 10:00
is `1d`, and 259,200 seconds.

Moments without an offset are taken as they stand, as if they were in UTC. A log has offsets
everywhere or nowhere, so nothing is compared across.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timezone, tzinfo
from functools import cache, partial

from tracker.analysis.workdays import is_worked, week, working_days
from tracker.model.records import Calendar

Lasting = Callable[[datetime, datetime], float | None]
"""How long something lasted, which did not end before it began; None where nobody can count it."""

_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)([mhdw])\Z")
_CLOCK = {"m": 60.0, "h": 3600.0}
_DAY = 86_400
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_1970_BARE = _1970.replace(tzinfo=None)


def seconds(moment: datetime) -> float:
    """Seconds since 1970 in UTC."""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _1970).total_seconds()


def since_1970(moments: Sequence[datetime | None]) -> list[float | None]:
    """Each moment in seconds since 1970."""
    first = moments[0] if moments else None
    if first is not None:
        try:
            # Nearly always all are known, and all or none have an offset; a difference refuses others.
            epoch = _epoch(first.tzinfo)
            return [(moment - epoch).total_seconds() for moment in moments]  # type: ignore[operator]
        except TypeError:
            pass
    return [None if moment is None else seconds(moment) for moment in moments]


@cache
def _epoch(zone: tzinfo | None) -> datetime:
    """1970 as a moment of a zone: what has one and the same offset is subtracted at once.

    Of zones that change theirs the difference would be that of the clocks, so that of UTC is taken.
    """
    return _1970_BARE if zone is None else _1970.astimezone(zone if type(zone) is timezone else UTC)


def end_of(day: date, like: datetime) -> datetime:
    """The last moment of a day, where the clock is that of another moment."""
    return datetime.combine(day, time.max, tzinfo=like.tzinfo)


def split(span: str | None) -> tuple[float, str] | None:
    """The number and the unit of a span; None where it is none."""
    found = _SPAN.match(span or "")
    return (float(found[1]), found[2]) if found else None


def lasting(unit: str, calendar: Calendar | None) -> Lasting:
    """How long things last in `m`, `h`, `d` or `w`."""
    if unit in _CLOCK:
        return partial(_clock, _CLOCK[unit])
    days = _Days(week(calendar))
    return days if unit == "d" else partial(_weeks, days)


def _clock(unit: float, first: datetime, last: datetime) -> float | None:
    return (seconds(last) - seconds(first)) / unit


def _weeks(days: "_Days", first: datetime, last: datetime) -> float | None:
    passed = days(first, last)
    return None if passed is None else passed / len(days.calendar.working_days)


class _Days:
    """Working days between two moments; each pair of days is counted once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._pairs: dict[tuple[date, date], tuple[int | None, bool, bool]] = {}

    def __call__(self, first: datetime, last: datetime) -> float | None:
        pair = first.date(), last.date()
        known = self._pairs.get(pair)
        if known is None:
            worked = is_worked(self.calendar, pair[0]), is_worked(self.calendar, pair[1])
            known = self._pairs[pair] = working_days(self.calendar, *pair), *worked
        whole, on_first, on_last = known
        if whole is None:
            return None
        # The days after the first are counted whole: what is left of the first comes on top, and what
        # is left of the last is too much.
        return max(whole + on_first * _left(first) - on_last * _left(last), 0.0)


def _left(moment: datetime) -> float:
    """The share of its day that lies after a moment."""
    return 1 - (moment.hour * 3600 + moment.minute * 60 + moment.second) / _DAY
