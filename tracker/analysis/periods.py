"""Flow over time: arrivals, departures and throughput, period by period, and groups of cases.

A key is a function: of a day to the first day of its period (`week`, `month`), or of a case to what
it is grouped by (`version`, `finished_in(week)`, `team_of(teams)`). Days are those that are written,
in their own offset. Source: definitions, Flow of a process (throughput is a plain count).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from tracker.analysis.cases import Case

K = TypeVar("K", bound=Hashable)
Period = Callable[[date], date]
_LONGEST = 36_525
"""Days further apart than a century are a mistake of somebody, and no row of periods."""


def week(day: date) -> date:
    """The Monday of the week of a day."""
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))


def month(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def version(case: Case) -> int | None:
    """The version that a case followed."""
    return case.run.version


def finished_in(period: Period) -> Callable[[Case], date | None]:
    """The period in which a case ended; None while it is under way."""
    return lambda case: None if case.ended is None else period(case.ended.date())


def team_of(teams: Mapping[str, Sequence[str]]) -> Callable[[Case], str | None]:
    """The first team of whoever did most events of a case, the earlier one of equals.

    `teams` leads from a person to the teams that they belong to.
    """

    def key(case: Case) -> str | None:
        done = Counter(one.by for one in case.events if one.by is not None)
        for person, _ in done.most_common(1):
            return next(iter(teams.get(person, ())), None)
        return None

    return key


def grouped(cases: Iterable[Case], key: Callable[[Case], K | None]) -> dict[K, list[Case]]:
    """The cases of each key, in the order in which keys are met; those without one are left out."""
    found: dict[K, list[Case]] = {}
    for case in cases:
        known = key(case)
        if known is not None:
            found.setdefault(known, []).append(case)
    return found


class Count(NamedTuple):
    """One period, by its first day: how many runs arrived, started, left, and were completed.

    A run arrives when it is requested, else when it starts; it leaves when it ends, completed or
    not. `wip` is what had started and not left at the end of the period.
    """

    first: date
    arrived: int
    started: int
    left: int
    completed: int
    wip: int


def periods(cases: Sequence[Case], period: Period, until: date | None = None) -> list[Count]:
    """Every period from the first arrival to the last event, or to a day that is near enough.

    Those without any are included.
    """
    arrived = Counter(map(period, filter(None, map(_arrival, cases))))
    started = Counter(period(one.began.date()) for one in cases if one.began)
    left = Counter(period(one.ended.date()) for one in cases if one.began and one.ended)
    completed = Counter(period(one.ended.date()) for one in cases if one.is_completed and one.ended)
    found, wip, known = [], 0, {*arrived, *started, *left, *completed}
    if known and until and (until - max(known)).days <= _LONGEST:
        known.add(period(until))
    for first in _all(known, period):
        wip += started[first] - left[first]
        found.append(
            Count(first, arrived[first], started[first], left[first], completed[first], wip)
        )
    return found


def _arrival(case: Case) -> date | None:
    moment = case.run.requested or case.began
    return moment.date() if moment else None


def _all(known: set[date], period: Period) -> list[date]:
    """The periods from the first to the last; where they lie too far apart only those known."""
    if not known:
        return []
    first, last = min(known), max(known)
    if (last - first).days > _LONGEST:
        return sorted(known)
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return list(dict.fromkeys(map(period, days)))
