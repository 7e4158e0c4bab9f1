"""Days of runs: those on which schedules ask for one, and those by which one under way was promised.

Told is what lies a quarter back and a quarter ahead: nobody makes up for a run that was missed before
that, and calendars end there. Runs of a schedule are missing from the first on that is written down;
where none is, nobody can tell which are, and the last day that has come is told alone.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.analysis.cases import ENDED, cases
from tracker.analysis.elapsed import end_of, lasting, split
from tracker.analysis.expected import Expected, begun, expected
from tracker.analysis.servicelevel import Open, ageing
from tracker.model.entity import Entity
from tracker.model.records import Calendar, Process, Run
from tracker.model.work import Work

WINDOW = timedelta(days=92)
ACTIVE = "active"
_WAITING = frozenset({"requested", "assigned", "accepted"})


class RunDay(NamedTuple):
    """A day of a run; `part` tells it from its like. `is_over` is true once the run has begun, for a
    promise never: only those that are broken are told."""

    day: date
    part: str
    title: str | None
    is_over: bool = False
    is_missing: bool = False


def rundays(work: Work, process: Entity[Process], as_of: date) -> Iterator[RunDay]:
    """The days of the runs of a process."""
    runs: Sequence[Entity[Run]] = work.parts("run", process.id)
    if process.record.status == ACTIVE:
        yield from _scheduled(process.record, runs, work.settings.calendar, as_of)
    yield from _promised(process.record, runs, work.settings.calendar, as_of)


def _scheduled(
    process: Process, runs: Iterable[Entity[Run]], calendar: Calendar | None, as_of: date
) -> Iterator[RunDay]:
    if not any(trigger.kind == "schedule" for trigger in process.triggers):
        return
    states = {one.id: one.record.status for one in runs}
    known = [one for one in (begun(each.id, each.record) for each in runs) if one is not None]
    for one in expected(process, known, calendar, _back(as_of), _ahead(as_of)):
        if not _is_told(one, as_of):
            continue
        waits = one.answer is not None and states[one.answer] in _WAITING
        title = one.trigger.text or one.trigger.id
        yield RunDay(
            one.day,
            f"{one.trigger.id}/{one.day}",
            title,
            is_over=one.answer is not None and not waits,
            is_missing=one.is_missing(as_of),
        )


def _is_told(one: Expected, as_of: date) -> bool:
    """From the first run on, or from the last day that has come."""
    is_held = one.since is not None and one.since <= one.day
    return is_held or one.answer is not None or not one.is_missing(as_of)


def _promised(
    process: Process, runs: Iterable[Entity[Run]], calendar: Calendar | None, as_of: date
) -> Iterator[RunDay]:
    """Runs under way for longer than the service level says, by the day on which its time was over."""
    level = process.service_level
    if level is None or level.within is None:
        return
    open = {one.id: one for one in runs if one.record.status not in ENDED and not one.unreadable}
    under_way = cases({id: one.record for id, one in open.items()})
    for late in ageing(level, under_way, as_of, calendar):
        if late.is_late:
            run = open[late.case.id]
            day = _last_day(late, level.within, as_of, calendar)
            name = run.id.rpartition("/")[2]
            yield RunDay(day, name, run.record.title or name)


def _last_day(late: Open, within: str, as_of: date, calendar: Calendar | None) -> date:
    """The first day at whose end more time had passed than was promised."""
    limit, unit = split(within) or (0.0, "d")
    began, lasted = late.case.began, lasting(unit, calendar)
    assert isinstance(began, datetime)  # or it would have no age

    def is_past(ordinal: int) -> bool:
        return (lasted(began, end_of(date.fromordinal(ordinal), began)) or 0.0) > limit

    days = range(began.date().toordinal(), as_of.toordinal())
    return date.fromordinal(days.start + bisect_left(days, True, key=is_past))


def _back(day: date) -> date:
    return day - min(WINDOW, day - date.min)


def _ahead(day: date) -> date:
    return day + min(WINDOW, date.max - day)
