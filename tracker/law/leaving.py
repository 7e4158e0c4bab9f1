"""What leaving a phase asks for beside its gate: the words of `on_leave`."""

from collections.abc import Iterator

from tracker.law.change import Change, Move
from tracker.law.gates import decision_of, new_reviews, passed
from tracker.law.lifecycle import MACHINES, Decision
from tracker.law.policy import Law

CLOSURE = "require-closure"
FREEZES = "freeze-baseline"
_NOT_ON = (Decision.HOLD, Decision.RECYCLE, Decision.KILL)


def leaves(
    change: Change, law: Law, duty: str, changes: tuple[Change, ...]
) -> Iterator[tuple[Move, str]]:
    """The moves of a project that leave a phase with this duty, each with the phase.

    A phase is left forward along the order, and by a project that is completed, which leaves all
    that follow too. `require-closure` is asked of a project that is cancelled in the phase as well.
    What a review sends back or stops leaves nothing finished behind, and owes nothing; what is
    completed is finished, whatever a review says of it.
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None:
        return
    phases, phase = law.phases(before) if change.moves else None, after.record.phase
    if phases is None:
        return
    came = new_reviews(changes, change.id)
    for move in change.moves:
        if move.machine == "phase" and decision_of(move, change, came) in _NOT_ON:
            continue
        left = passed(phases, move, phase)
        if duty == CLOSURE and not left and _ends(move) and phase in phases.order:
            left = (phase,)
        for name in left:
            if duty in phases.phases[name].on_leave:
                yield move, name


def _ends(move: Move) -> bool:
    return move.machine == "project" and move.after in MACHINES["project"].ended
