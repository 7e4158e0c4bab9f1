"""The rule `not-accepted`."""

from collections.abc import Iterator

from tracker.analysis.facts import fact
from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.leaving import leaves
from tracker.law.policy import Law
from tracker.model.work import Work


@check(Severity.ERROR)
def not_accepted(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A phase that asks for acceptance is left once every deliverable is accepted.

    A phase with `on_leave: [require-accepted]` is the last moment to find out that something was
    not handed over. A deliverable counts as accepted when its acceptance says accepted, or
    conditional: accepted with a list of defects.

    Fails:
        phase: closing, at the head, while the deliverable `station` is still pending

    Passes:
        acceptance: {status: accepted, by: ap-lead, date: 2026-10-30}

    Mend: let it be accepted and say by whom; or take it out of the plan, and say so in a change
    request.
    """
    for move, phase in leaves(change, law, "require-accepted", changes):
        for place in fact(work, change.id, "deliverables_not_accepted").counted:
            message = f"leaving {phase} takes every deliverable accepted, and this one is not"
            hint = "let it be accepted: `acceptance: {status: accepted, by: ..., date: ...}`"
            yield Found(place, message, hint, (), move.before, move.after)
