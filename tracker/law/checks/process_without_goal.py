"""The rule `process-without-goal`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.model.work import Work


@check(Severity.WARNING)
def process_without_goal(work: Work) -> Iterator[Found]:
    """A process serves a goal.

    Ongoing work takes most of the hours; a process that serves no goal is where they go unseen.
    Retired and adopted processes are left alone.

    Fails:
        title: Process a supplier invoice
        status: active

    Passes:
        title: Process a supplier invoice
        status: active
        goals: [cut-invoice-cost]

    Mend: name a goal in `goals`; `tracker list goal` shows those there are.
    """
    for process in work.processes.values():
        if not process.knows("goals"):
            continue  # misspelt, or refused: the schema has said so
        if (
            process.adopted
            or process.record.goals
            or process.record.status in MACHINES["process"].ended
        ):
            continue
        hint = "add `goals: [...]`; `tracker list goal` shows those there are"
        yield Found(process.at("goals", key=True), f"process `{process.id}` serves no goal", hint)
