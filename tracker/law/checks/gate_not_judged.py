"""The rule `gate-not-judged`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.policy import Law
from tracker.model.records import Gate


@check(Severity.NOTE)
def gate_not_judged(change: Change, law: Law) -> Iterator[Found]:
    """A move past a gate says which part of the gate nobody judged.

    Gate reviews and approvals are not read by this version. Criteria with `requires` are held
    against the project; criteria without, and approvals, are up to the people who review the
    change. A check that stays silent about them would look like a gate that was passed.

    Fails:
        phase: definition, at the head, where leaving initiation takes an approval by the sponsor

    Passes:
        phase: definition, at the head, where all that initiation takes has `requires`

    Mend: nothing; let the people whom the note names review the change.
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None:
        return
    phases = law.phases(before)
    for move in change.moves:
        if move.machine != "phase" or phases is None:
            continue
        if move.before not in phases.order or move.after not in phases.order:
            continue
        if not phases.ruling(move.before, move.after).legal:
            continue
        passed = phases.order[phases.order.index(move.before) : phases.order.index(move.after)]
        for name in passed:
            gate = phases.phases[name].gate
            unjudged = _unjudged(gate) if gate else []
            if unjudged:
                message = f"leaving {name} also takes {' and '.join(unjudged)}: not judged here"
                hint = "let those who review this change see to it"
                yield Found(move.at, message, hint, (), move.before, move.after)


def _unjudged(gate: Gate) -> list[str]:
    approvals = [f"the approval of the {rule.role or rule.field}" for rule in gate.approvals]
    return approvals + [f"criterion `{one.id}`" for one in gate.criteria if one.requires is None]
