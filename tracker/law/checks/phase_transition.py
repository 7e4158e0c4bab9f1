"""The rule `phase-transition`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change, Move
from tracker.law.check import check
from tracker.law.gates import accounted, decision_of, new_reviews
from tracker.law.lifecycle import MACHINES, ON_HOLD, Decision, Phases, Ruling
from tracker.law.policy import Law


@check(Severity.ERROR)
def phase_transition(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A phase moves only as its lifecycle allows.

    A project goes on by one phase; it skips optional phases only. It goes back, or ends ahead
    of its last phase, only with a gate review that says so; off-path phases are open from every
    phase without a gate. Nothing follows a final or off-path phase, and a closed project does
    not move. The lifecycle that judges is the one that the project had at the base, as it
    stands at the base. A project on hold stays where it is: it goes on once its status is active
    again, which may come with the move. Where the base says a phase that the lifecycle does not
    know, its gate reviews tell how far the project had come: it goes no further than that.

    Fails:
        phase: idea, at the base
        phase: done, at the head, where `doing` lies between the two

    Passes:
        phase: idea, at the base
        phase: doing, at the head

    Mend: take one of the phases that the help line lists.
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None:
        return
    phases = law.phases(before) if change.moves else None
    for move in change.moves:
        if move.machine != "phase" or _passes_on(change, law):
            continue
        if phases is None:
            yield _lawless(change, move, law)
            continue
        if move.before not in phases.names:
            yield from _unaccounted(change, move, phases, law, changes)
            continue
        decision = decision_of(move, change, new_reviews(changes, change.id))
        if _waits(change, move, phases, decision):
            yield _held(change, move)
            continue
        ruling = _ruling(change, move, phases, decision)
        if ruling is not None and not ruling.legal:
            message = (
                f"{change.ref} may not move from {move.before} to {move.after}: {ruling.reason}"
            )
            yield Found(move.at, message, _help(change, move, ruling), (), move.before, move.after)


def _unaccounted(
    change: Change, move: Move, phases: Phases, law: Law, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A phase that was misspelt may be mended, and leads past no gate: `unknown-phase` said so then."""
    may = accounted(phases, change.id, law.head, changes)
    if move.after not in may:
        message = (
            f"{change.ref} may not move from {move.before} to {move.after}: its lifecycle knows no "
            f"phase `{move.before}`, and no gate that it passed led to {move.after}"
        )
        hint = (
            f"its gates led it to {' or '.join(may)}: write `phase: {may[0]}`, and go on from there"
        )
        yield Found(move.at, message, hint, (), move.before, move.after)


def _passes_on(change: Change, law: Law) -> bool:
    """True where the phase changes with the lifecycle, as it may: `lifecycle-change` judges that."""
    before, after = change.before, change.after
    if before is None or after is None or law.lifecycle_id(before) == law.head.lifecycle_id(after):
        return False
    return law.takes_over(before, after)


def _lawless(change: Change, move: Move, law: Law) -> Found:
    """Nothing says where it may go: we fail closed."""
    name = law.lifecycle_id(change.before) if change.before is not None else None
    which = f"lifecycle `{name}`" if name else "lifecycle for it"
    message = f"{change.ref} may not move from {move.before} to {move.after}: the base has no readable {which}"
    hint = (
        f"bring the lifecycle in a change of its own, and keep `phase: {move.before}` in this one"
    )
    return Found(move.at, message, hint, (), move.before, move.after)


def _waits(change: Change, move: Move, phases: Phases, decision: Decision | None) -> bool:
    """True where a project goes on while it is on hold; a gate may stop it, or send it back."""
    is_on_hold = change.after is not None and change.after.record.status == ON_HOLD
    goes_on = move.after in phases.order and phases.leads(move.before, move.after)
    return is_on_hold and goes_on and decision in (None, Decision.GO, Decision.CONDITIONAL)


def _held(change: Change, move: Move) -> Found:
    message = f"{change.ref} may not move from {move.before} to {move.after}: it is on hold"
    hint = f"end the hold first: `tracker set {change.ref} status active`"
    return Found(move.at, message, hint, (), move.before, move.after)


def _ruling(change: Change, move: Move, phases: Phases, decision: Decision | None) -> Ruling | None:
    if change.before is not None and change.before.record.status in MACHINES["project"].ended:
        return Ruling(
            False, f"it is {change.before.record.status}, and a closed project does not move"
        )
    if move.after not in phases.names:
        # A name that no lifecycle has is a misspelling, and `unknown-phase` says so.
        return Ruling(False, "its lifecycle has no such phase", phases.allowed(move.before))
    return phases.ruling(move.before, move.after, decision)


def _help(change: Change, move: Move, ruling: Ruling) -> str:
    # Adopted files have a word of their own for the phase.
    key = move.at.route[-1] if move.at.route else move.field
    if not ruling.allowed:
        return f"put it back: `{key}: {move.before}`"
    way = f"`tracker move {change.id} {ruling.allowed[0]}`"
    if change.after is not None and change.after.adopted:
        way = f"write `{key}: {ruling.allowed[0]}`"
    legal = f"from {move.before} it may go to {' or '.join(ruling.allowed)}: {way}"
    return f"{legal}, or put back `{key}: {move.before}`"
