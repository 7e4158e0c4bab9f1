"""The rule `change-decision`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change, project_of
from tracker.law.check import check
from tracker.law.deciding import decided_now, faults
from tracker.law.policy import Law


@check(Severity.ERROR)
def change_decision(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A change request is approved by one who may.

    An approved request lets a baseline move, so it is no lesser decision than the gate that froze
    it. It is approved by the sponsor, or by one who may approve that gate, as the base has them;
    never by the manager of the project, nor by who asks for it. Where nobody is named, anybody else
    who works here may. To reject is free. Either way the request says who decided, and on which day.

    Fails:
        decision: approved, decided_by: programme-manager, in a project that they manage

    Passes:
        decision: approved, decided_by: finance-director, decided_on: 2026-11-09

    Mend: let the sponsor decide, and write their name and the day.
    """
    if not decided_now(change) or change.after is None or change.after.unreadable:
        return
    project = project_of(change.id, changes)
    if law.founding or (
        project and project.is_new and project.after and law.imports(project.after)
    ):
        return
    for one in faults(change.after, law, changes):
        message = f"the change request `{change.id.rpartition('/')[2]}` {one.said}"
        yield Found(change.after.at(one.field), message, one.hint)
