"""The rule `gate-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.policy import Law

_RECORDS = ("review", "approval", "condition")


@check(Severity.ERROR)
def gate_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """Reviews and approvals are never altered or deleted.

    What was decided at a gate, who approved it and which conditions were met are records. A
    later decision is a new review; what turned out wrong is said there. They go only with the
    project that they belong to, once that may go.

    Fails:
        decision: go, at the base
        decision: conditional, at the head, in the same review

    Passes:
        a second review in a folder of its own, with the new decision

    Mend: put the record back as it was, and write a new one.
    """
    if change.kind in _RECORDS:
        yield from touched(change, law, changes, change.kind, "a new decision is a new review")
