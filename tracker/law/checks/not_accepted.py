"""The rule `not-accepted`."""

from collections.abc import Iterator

from tracker.analysis.facts import fact, promised_and_gone
from tracker.finding import Found, Severity, Spot
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.leaving import leaves
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Plan
from tracker.model.work import Work

_GONE = (
    "put it back into the plan, and let it be accepted; or let a change request be approved that "
    "takes it out, and freeze the baseline anew"
)


@check(Severity.ERROR)
def not_accepted(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A phase that asks for acceptance is left once every deliverable is accepted.

    A phase with `on_leave: [require-accepted]` is the last moment to find out that something was
    not handed over. A deliverable counts as accepted when its acceptance says accepted, or
    conditional: accepted with a list of defects; and says by whom, and on which day. One that the
    baseline promises counts as not accepted where it is gone from the plan, or renamed there.

    Fails:
        phase: closing, at the head, while the deliverable `station` is still pending

    Passes:
        acceptance: {status: accepted, by: ap-lead, date: 2026-10-30}

    Mend: let it be accepted and say by whom; or let a change request be approved that takes it out,
    and freeze the baseline anew: `tracker move PROJECT --rebaseline CHANGE`.
    """
    gone = {place: id for id, place in promised_and_gone(work, change.id).items()}
    for move, phase in leaves(change, law, "require-accepted", changes):
        for place in fact(work, change.id, "deliverables_not_accepted").counted:
            message = f"leaving {phase} takes every deliverable accepted, and this one is not"
            hint = _HINT
            if place in gone:
                message += f": the plan has no `{gone[place]}`, which was promised"
                hint = _GONE
            yield Found(place, message, hint, (), move.before, move.after)
        plan = work.plans.get(change.id)
        for place, lacks in _unsigned(plan) if plan is not None else ():
            message = f"leaving {phase} takes every deliverable accepted, and this one does not say {lacks}"
            yield Found(place, message, _HINT, (), move.before, move.after)


_HINT = "let it be accepted: `acceptance: {status: accepted, by: ..., date: ...}`"


def _unsigned(plan: Entity[Plan]) -> Iterator[tuple[Spot, str]]:
    """The deliverables that are accepted by nobody, or on no day."""
    for index, item in enumerate(plan.record.deliverables):
        said, route = item.acceptance, ("deliverables", index, "acceptance")
        if said is None or said.status not in ("accepted", "conditional"):
            continue
        for name, lacks in (("by", "by whom"), ("date", "when")):
            if getattr(said, name) is None and plan.knows(*route, name):
                yield plan.at(*route, "status"), lacks
