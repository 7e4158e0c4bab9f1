"""The rule `status-transition`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES


@check(Severity.ERROR)
def status_transition(change: Change) -> Iterator[Found]:
    """A status moves only as its kind allows.

    Projects, goals, processes, runs, improvements, change requests and the acceptance of
    deliverables have states of their own, with declared moves between them. The state of a run in
    an event log is computed from its events, and no move. What has ended does not start again: it is a new one.

    Fails:
        status: completed, at the base
        status: active, at the head

    Passes:
        status: on-hold, at the base
        status: active, at the head

    Mend: take one of the states that the help line lists, or put the old one back.
    """
    for move in change.moves:
        machine = MACHINES.get(move.machine)
        if machine is None:
            continue
        ruling = machine.ruling(move.before, move.after)
        if ruling.legal:
            continue
        message = f"{move.subject} may not move from {move.before} to {move.after}: {ruling.reason}"
        hint = f"put it back: `{move.field}: {move.before}`"
        if ruling.allowed:
            hint = f"from {move.before} it may go to {' or '.join(ruling.allowed)}; or p{hint[1:]}"
        yield Found(move.at, message, hint, (), move.before, move.after)
