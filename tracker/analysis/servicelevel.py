"""The service level: p % of the runs within a span; what history keeps, and what is promised.

From history it is the p-th percentile of the cycle times of completed runs, by nearest rank, in
elapsed seconds. A promise within `5d` is kept by a run that took at most five working days by the
calendar (`elapsed.py` says how these are counted), and the promise of the process is kept when at
least p % of the runs kept it. Source: definitions, Flow of a process; the Kanban Guide.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.analysis.answer import Answer, share, unknown
from tracker.analysis.cases import Case
from tracker.analysis.elapsed import end_of, lasting, split
from tracker.analysis.percentile import Sample, sample
from tracker.model.records import Calendar, ServiceLevel

PERCENT = 85.0


@dataclass(frozen=True)
class Kept:
    """`percent` within `within`, None where nothing is promised; `met` is a share from 0 to 1.

    `expected` is what history keeps, in seconds, and `taken` the same in the unit of the promise;
    `is_kept` is None where it cannot be told.
    """

    percent: float
    within: str | None
    expected: Answer
    met: Answer
    taken: Answer

    @property
    def is_kept(self) -> bool | None:
        # A share is held against the percentage as a percentage: 85 of 100 are 85 %, in floats too.
        return None if self.met.value is None else self.met.value * 100 >= self.percent - 1e-9


@dataclass(frozen=True)
class Open:
    """A run under way: its age in seconds, and the share of the promised time that it has used.

    Where it stands says `whereabouts.py`.
    """

    case: Case
    age: float
    used: Answer

    @property
    def is_late(self) -> bool:
        return self.used.value is not None and self.used.value > 1


def kept(
    promise: ServiceLevel | None, cases: Sequence[Case], cycle: Sample, calendar: Calendar | None
) -> Kept:
    """How the completed cases stand to the promise; `cycle` are their cycle times."""
    promise = promise or ServiceLevel()
    percent = PERCENT if promise.percentile is None else float(promise.percentile)
    limit = split(promise.within)
    if limit is None:
        none = unknown("no service level is promised")
        return Kept(percent, promise.within, cycle.percentile(percent), none, none)
    times = sample(_times(limit[1], cases, calendar), "no run is completed yet")
    met = share(sum(time <= limit[0] for time in times.numbers), len(times), times.reason)
    taken = times.percentile(percent)
    return Kept(percent, promise.within, cycle.percentile(percent), met, taken)


def _times(unit: str, cases: Iterable[Case], calendar: Calendar | None) -> Iterator[float]:
    """What the completed cases took in a unit."""
    lasted = lasting(unit, calendar)
    for case in cases:
        if case.cycle is not None and case.began is not None and case.ended is not None:
            time = lasted(case.began, case.ended)
            if time is not None:
                yield time


def ageing(
    promise: ServiceLevel | None, cases: Iterable[Case], as_of: date, calendar: Calendar | None
) -> list[Open]:
    """The work in progress at the end of a day, the oldest first."""
    limit = split(promise.within if promise else None)
    lasted = lasting(limit[1] if limit else "h", calendar)
    found = []
    for case in cases:
        if case.is_open(as_of) and case.began is not None:
            time = lasted(case.began, end_of(as_of, case.began))
            found.append(Open(case, case.age(as_of), _used(time, limit)))
    return sorted(found, key=lambda one: (-one.age, one.case.id))


def _used(time: float | None, limit: tuple[float, str] | None) -> Answer:
    if limit is None:
        return unknown("no service level is promised")
    if time is None or limit[0] == 0:
        return unknown("the promised time cannot be counted")
    return Answer(time / limit[0], None, 1, 1)
