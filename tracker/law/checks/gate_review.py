"""The rule `gate-review`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change, Move
from tracker.law.check import check
from tracker.law.gates import COMPLETED, held, leads, new_reviews
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.law.reviewed import faults


@check(Severity.ERROR)
def gate_review(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A forward move past a gate has its review, of this change.

    Leaving a phase that has a gate takes one review, in the same change:
    `gates/<phase left>-<day>/review.yaml`, which says where to, what was decided, and how each
    criterion of the gate was found. One review authorises one move. A criterion is met, with
    evidence where only people can judge it; or waived, with a reason and by whom; with one that
    is not met nobody goes on. To hold, to recycle and to kill takes a reason.

    Fails:
        phase: planning, at the head, and nothing in gates/ came with it

    Passes:
        phase: planning, at the head, with gates/definition-2026-09-25/review.yaml, `to: planning`

    Mend: write the review that is missing, or complete it where the finding points.
    """
    if change.kind == "project":
        yield from _moves(change, law, changes)
    elif change.kind == "review" and change.before is None and change.after is not None:
        yield from faults(held(change.after), law, changes)


# A move has its review.


def _moves(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    before, after = change.before, change.after
    phases = law.phases(before) if before is not None else None
    if after is None or phases is None:
        return
    came = new_reviews(changes, change.id)
    for move in change.moves:
        left = _gate_left(phases, move, after.record.phase)
        if left is None:
            continue
        found = [review for review in came if leads(review, move)]
        if not found:
            to = COMPLETED if move.machine != "phase" else move.after
            where = f"projects/{change.id}/gates/{left}-{law.as_of.isoformat()}/review.yaml"
            message = f"leaving {left} takes a gate review, and none came with this change"
            hint = f"hold the gate, and say so in {where} with `to: {to}`"
            yield Found(move.at, message, hint, (), move.before, move.after)
        for review in found[1:]:
            message = f"the move from {move.before} to {move.after} has two reviews"
            related = (("the other one", found[0].entity.at()),)
            yield Found(review.entity.at("to"), message, "keep the one that was held", related)


def _gate_left(phases: Phases, move: Move, phase: str | None) -> str | None:
    """The phase whose gate a move passes; None where it passes none, or may not be made at all."""
    if move.machine == "phase":
        is_known = move.before in phases.order and move.after in phases.order
        is_on = is_known and phases.leads(move.before, move.after)
        return move.before if is_on and phases.has_gate(move.before) else None
    is_end = move.machine == "project" and move.after == COMPLETED
    return phase if is_end and phase is not None and phases.has_gate(phase) else None
