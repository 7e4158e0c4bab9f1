"""What leaving a phase asks for beside its gate: the words of `on_leave`."""

from collections.abc import Iterator

from tracker.law.change import Change, Move
from tracker.law.gates import COMPLETED
from tracker.law.lifecycle import MACHINES, Phases
from tracker.law.policy import Law


def leaves(change: Change, law: Law, duty: str) -> Iterator[tuple[Move, str]]:
    """The moves of a project that leave a phase with this duty, each with the phase.

    A phase is left forward along the order, and by a project that is completed; `require-closure`
    is asked of every project that ends in the phase, cancelled ones too. What is sent back or
    dropped on the way leaves nothing finished behind, and owes nothing.
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None:
        return
    phases = law.phases(before)
    if phases is None:
        return
    for move in change.moves:
        for phase in _left(phases, move, after.record.phase, duty):
            if duty in phases.phases[phase].on_leave:
                yield move, phase


def _left(phases: Phases, move: Move, phase: str | None, duty: str) -> tuple[str, ...]:
    order = phases.order
    if move.machine == "phase":
        is_on = (
            move.before in order and move.after in order and phases.leads(move.before, move.after)
        )
        return order[order.index(move.before) : order.index(move.after)] if is_on else ()
    ends = MACHINES["project"].ended if duty == "require-closure" else (COMPLETED,)
    return (phase,) if move.machine == "project" and move.after in ends and phase in order else ()
