"""The rule `run-undated`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.runs import few
from tracker.model.entity import Entity
from tracker.model.work import Work


@check(Severity.ERROR)
def run_undated(work: Work) -> Iterator[Found]:
    """A run says when it was asked for, or when it began.

    Without one of the two moments a run has no place in any week, and how long it took cannot be
    told. A run in an event log begins with its first event.

    Fails:
        status: in-progress

    Passes:
        status: in-progress
        started: 2026-11-03T08:00+01:00

    Mend: add `requested:` or `started:`; in a log, give an event of the run its moment.
    """
    yield from few(_found(work))


def _found(work: Work) -> Iterator[tuple[Entity[Any], Found]]:
    for run in work.runs.values():
        record = run.record
        if record.started is not None or record.requested is not None or run.unreadable:
            continue
        if not (run.knows("started") and run.knows("requested")):
            continue
        message = "this run says neither when it was asked for nor when it began"
        hint = (
            "give an event of it its moment" if run.is_logged else "add `started:` or `requested:`"
        )
        yield run, Found(run.at(), message, hint)
