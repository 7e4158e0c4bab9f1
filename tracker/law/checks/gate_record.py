"""The rule `gate-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, project_of
from tracker.law.check import check
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
    before = change.before
    if change.kind not in _RECORDS or before is None:
        return
    if change.after is None:
        project = project_of(change.id, changes)
        if project is not None and project.is_removed:
            return
        message = f"the {change.kind} {before.path} is a record, and is gone"
        hint = f"put it back: `git checkout {law.base} -- {before.path}`"
        yield Found(Location(before.path), message, hint)
        return
    for field in change.fields:
        message = f"the {change.kind} is a record, and its `{field.name}` is altered"
        hint = f"put it back: `git checkout {law.base} -- {before.path}`; a new decision is a new review"
        yield Found(change.after.at(*field.route), message, hint)
