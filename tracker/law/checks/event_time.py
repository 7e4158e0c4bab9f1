"""The rule `event-time`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from tracker.finding import Found, Route, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Done, Run
from tracker.model.work import Work


@check(Severity.WARNING)
def event_time(work: Work, as_of: date) -> Iterator[Found]:
    """Each event of a run has a time of its own, and none to come.

    Steps are put in order by when they were over. One without any moment has no place there, and
    two that were over at the same moment stand in the order of their lines, which nobody may have
    meant. What is not over yet is no event: a day to come is a slip. Of an event log the first event of
    each sort is named, with how many there are.

    Fails:
        steps: [{step: inspect, by: fitter-a}]

    Passes:
        steps: [{step: inspect, by: fitter-a, finished: 2026-11-03T08:40+01:00}]

    Mend: add `started:` and `finished:` to the step, to the minute or to the second.
    """
    runs = [run for run in work.runs.values() if not run.unreadable]
    recent = [run for run in runs if not _is_past(run, as_of)]
    for among, judge, message, hint in (
        (runs, _timeless, "this event says neither when it was begun nor when it was over", _ADD),
        (runs, _equal, "another event of this run was over at the same moment", _TELL_APART),
        (recent, partial(_to_come, as_of), "this event is on a day to come", _NOT_YET),
    ):
        yield from _first_of_each(among, judge, message, hint)


def _is_past(run: Entity[Run], as_of: date) -> bool:
    """True of a completed run of a log that ended by the day: its end is that of its last event."""
    end = run.record.finished
    return run.is_logged and end is not None and end.date() <= as_of


_ADD = "add `started:` and `finished:`"
_NOT_YET = "mend the year, the month or the day; what is planned is no event"
_TELL_APART = "say it to the second; or see that the lines stand in the order of the work"


def _first_of_each(
    runs: Iterable[Entity[Run]], judge: Any, message: str, hint: str
) -> Iterator[Found]:
    logs: dict[str, tuple[Entity[Any], Route, int]] = {}
    for run in runs:
        for at in judge(run.record.steps):
            route: Route = ("steps", at)
            if not (run.knows(*route, "started") and run.knows(*route, "finished")):
                continue
            if not run.is_logged:
                yield Found(run.at(*route), message, hint)
            elif run.path in logs:
                logs[run.path] = (*logs[run.path][:2], logs[run.path][2] + 1)
            else:
                logs[run.path] = (run, route, 1)
    for first, where, count in logs.values():
        more = f"; so it is with {count - 1:,} more of this log" if count > 1 else ""
        yield Found(first.at(*where), message + more, hint)


def _timeless(steps: tuple[Done, ...]) -> list[int]:
    return [at for at, one in enumerate(steps) if one.finished is None and one.started is None]


def _equal(steps: tuple[Done, ...]) -> list[int]:
    """The events that were over at the same moment as one before them, in order of time."""
    over = sorted((one.finished, at) for at, one in enumerate(steps) if one.finished is not None)
    return [later[1] for one, later in pairwise(over) if one[0] == later[0]]


def _to_come(as_of: date, steps: tuple[Done, ...]) -> list[int]:
    """The events after the day; somewhere on earth it may be the next one already."""
    last = as_of + timedelta(days=1) if as_of < date.max else as_of
    return [
        at
        for at, one in enumerate(steps)
        if (moment := one.finished or one.started) is not None and moment.date() > last
    ]
