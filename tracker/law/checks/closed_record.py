"""The rule `closed-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change, project_of
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.kinds import owner_of

_KEPT = ("closure", "update")
_SETTLED = ("start", "end", "budget")


@check(Severity.ERROR)
def closed_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """What a project came to stays as it was once the project has ended.

    The closure and the updates of a project that is completed or cancelled tell how it went, and
    its start, its end and its budget are what it is measured by. What is learned afterwards is
    added: a new update, a lesson in another project. All of it goes only with the project.

    Fails:
        end: 2026-10-30, at the base, in a project that is completed
        end: 2026-12-18, at the head

    Passes:
        a new update, beside those that were there

    Mend: put it back as it was, and add what is new.
    """
    if change.kind not in (*_KEPT, "project") or change.before is None:
        return
    project = project_of(change.id, changes)
    before = project.before if project else law.head.projects.get(owner_of(change.id))
    if before is None or before.adopted or before.state not in MACHINES["project"].ended:
        return
    if change.kind in _KEPT:
        yield from touched(change, law, changes, change.kind, "what is new is added beside it")
        return
    for field in change.fields:
        if field.route[0] in _SETTLED and change.after is not None:
            message = f"the project is {before.state}, and its `{field.name}` is altered"
            hint = f"put it back: `git checkout {law.base} -- {change.before.path}`"
            yield Found(change.after.at(*field.route), message, hint)
