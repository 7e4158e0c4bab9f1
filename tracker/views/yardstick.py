"""In what the times of a process are told: the unit of its promise, so that both can lie side by side.

A promise within `5d` is counted in working days by the calendar (`analysis/elapsed.py`), so cycle times
and ages beside it are, too. Where nothing is promised the unit is the one that suits the median
cycle time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from tracker.analysis.cases import Case
from tracker.analysis.elapsed import Lasting, end_of, lasting, split
from tracker.analysis.percentile import median, percentile
from tracker.views.operation import Operation
from tracker.views.spans import elapsed
from tracker.views.units import DAY, WORKED, counted_in, in_words, rounded, without_unit

PERCENTILES = (50, 85, 95)
"""The percentiles of cycle times that pictures have lines for."""

_LONG = 64
_UNTIL = (("m", 2 * 3600.0), ("h", 48 * 3600.0))
"""Median cycle times, in elapsed seconds, up to which a unit suits."""


class Timed(NamedTuple):
    """A case, when it ended, and how long it took in the unit of a yardstick."""

    case: Case
    ended: datetime
    time: float

    @property
    def day(self) -> date:
        return self.ended.date()

    @property
    def at(self) -> str:
        """When it ended, as its clock showed it: to a picture every clock is that of UTC."""
        return f"{self.ended.replace(tzinfo=None).isoformat(timespec='minutes')}Z"


class Level(NamedTuple):
    """A time in the unit of a yardstick, and in words."""

    time: float
    told: str

    @property
    def short(self) -> str:
        """As a line of a picture says it: without the unit where it is that of the axis."""
        return without_unit(self.time, self.told)


@dataclass(frozen=True)
class Yardstick:
    """A unit, and what counts in it; `promised` is the service level in it, None without one."""

    unit: str
    lasted: Lasting
    promised: float | None

    @property
    def name(self) -> str:
        """The unit in words, as an axis has it."""
        return counted_in(self.unit)

    @property
    def is_clock(self) -> bool:
        """Whether it counts by the clock, nights and weekends included."""
        return self.unit not in WORKED

    def tell(self, time: float) -> str:
        """`4.5 working days`, `1 hour`."""
        return in_words(time, self.unit)

    def told(self, cycles: Sequence[Timed], pick: Callable[[Sequence[float]], float]) -> str:
        """What is picked of at least one cycle time in ascending order, in words; within a day by the clock.

        So few hours are the same everywhere, whether nights and weekends count or not.
        """
        time, clock = picked(cycles, pick)
        return elapsed(clock) if self._is_short(time, clock) else self.tell(time)

    def told_age(self, case: Case, as_of: date) -> str | None:
        """How old a case is, in words; None where nobody can count it."""
        age, clock = self.age(case, as_of), case.age(as_of)
        if age is None:
            return None
        return elapsed(clock) if self._is_short(age, clock) else self.tell(age)

    def _is_short(self, time: float, clock: float) -> bool:
        return not self.is_clock and rounded(time) < 1 and clock < DAY

    def cycles(self, cases: Iterable[Case]) -> list[Timed]:
        """What the completed cases took, in the order in which they ended."""
        found = [
            Timed(one, one.ended, time)
            for one in cases
            if one.cycle is not None and one.began is not None and one.ended is not None
            if (time := self.lasted(one.began, one.ended)) is not None
        ]
        return sorted(found, key=lambda one: (one.case.until or 0.0, one.case.id))

    def levels(self, cycles: Sequence[Timed]) -> dict[int, Level]:
        """The times within which so many percent of runs were completed, by nearest rank."""
        picks = {one: partial(percentile, percent=one) for one in PERCENTILES}
        times = sorted(one.time for one in cycles)
        return {
            one: Level(pick(times), self.told(cycles, pick)) for one, pick in picks.items() if times
        }

    def age(self, case: Case, as_of: date) -> float | None:
        """How old a case is at the end of a day; None where nobody can count it."""
        return None if case.began is None else self.lasted(case.began, end_of(as_of, case.began))


def yardstick(operation: Operation) -> Yardstick:
    """The yardstick of a process."""
    level = operation.process.record.service_level
    promise = split(level.within if level else None)
    unit = promise[1] if promise else _suiting(operation.cases)
    return Yardstick(unit, lasting(unit, operation.calendar), promise[0] if promise else None)


def _suiting(cases: Iterable[Case]) -> str:
    times = sorted(one.cycle for one in cases if one.cycle is not None)
    middle = median(times) if times else 0.0
    return next((unit for unit, most in _UNTIL if times and middle <= most), "d")


def picked(
    cycles: Sequence[Timed], pick: Callable[[Sequence[float]], float]
) -> tuple[float, float]:
    """What is picked of cycle times in ascending order: in the unit of their yardstick, and in seconds."""
    clock = sorted(one.case.cycle or 0.0 for one in cycles)
    return pick(sorted(one.time for one in cycles)), pick(clock)


def titled(case: Case) -> str:
    """What a run is called: its title where it has one, else its id; a long title is cut."""
    title = case.run.title or case.id.partition("/")[2]
    return title if len(title) <= _LONG else f"{title[: _LONG - 1]}…"
