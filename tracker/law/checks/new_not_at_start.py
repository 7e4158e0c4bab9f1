"""The rule `new-not-at-start`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Severity
from tracker.law.change import PENDING, Change, acceptance
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES, Phases
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS
from tracker.model.records import Plan
from tracker.model.suggest import closest


@check(Severity.ERROR)
def new_not_at_start(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """What is new starts at a start.

    A new project is in a start phase of its lifecycle; new projects, goals and processes have a
    status to start with, a new change request is proposed, an improvement is new, and a new
    deliverable is not accepted yet. Else a change could skip every gate by adding the thing as
    finished. A run is the record of what happened, and may come in any state. What is known under
    another id says `formerly`.
    Work already under way is taken in where the base has no workspace yet, or until
    `imports_until`, marked `imported: {date, reason}`.

    Fails:
        phase: execution, in a project that the base does not know

    Passes:
        phase: initiation, in a project that the base does not know

    Mend: start it where the help line says; or say `formerly: [old-id]` if it was renamed.
    """
    entity = change.after
    if entity is not None and entity.kind == "plan":
        owner = next(
            (one for one in changes if one.kind == "project" and one.id == entity.id), None
        )
        if not (
            law.founding or (owner and owner.is_new and owner.after and law.imports(owner.after))
        ):
            yield from _deliverables(change.before, entity)
    if change.before is not None or entity is None or law.imports(entity):
        return
    machine = MACHINES.get(change.kind)
    field, status = KINDS[change.kind].state, entity.state
    if machine is not None and field and status is not None and status not in machine.start:
        message = f"{change.ref} is new and already {status}"
        hint = _help(entity, machine.start, changes)
        yield Found(entity.at(field), message, hint, (), None, status)
    if change.kind != "project":
        return
    phases, phase = law.phases(entity, is_new=True), entity.record.phase
    known = law.head.lifecycle_of(entity)
    is_known = phase in (Phases(known.record).names if known is not None else ())
    if phases is not None and phase not in phases.starts and (phase in phases.names or is_known):
        message = f"{change.ref} is new and already in phase {phase}"
        hint = _help(entity, phases.starts, changes)
        yield Found(entity.at("phase"), message, hint, (), None, phase)


def _deliverables(before: Entity[Plan] | None, plan: Entity[Plan]) -> Iterator[Found]:
    """Deliverables that the base does not know, and of which something is said already."""
    if before is not None and before.hides("deliverables"):
        return
    known = {item.id for item in before.record.deliverables} if before is not None else set()
    for index, item in enumerate(plan.record.deliverables):
        status = acceptance(plan, index)
        if item.id is None or item.id in known or status in (None, PENDING):
            continue
        message = f"project/{plan.id}/{item.id} is new and already {status}"
        hint = f"it starts as {PENDING}; a deliverable that is renamed is a new one"
        yield Found(
            plan.at("deliverables", index, "acceptance", "status"), message, hint, (), None, status
        )


def _help(entity: Entity[Any], starts: tuple[str, ...], changes: tuple[Change, ...]) -> str:
    if not starts:
        return "its lifecycle has no phase to start in: mend the lifecycle first"
    hint = f"it starts as {' or '.join(starts)}"
    if KINDS[entity.kind].part_of is not None:
        return hint
    hint += f"; {_renamed(entity, changes)}"
    if getattr(entity.record, "imported", None) is None:
        return hint
    return (
        f"{hint}; `imported` counts with a date and a reason, until the `imports_until` of the base"
    )


def _renamed(entity: Entity[Any], changes: tuple[Change, ...]) -> str:
    """What to say if it was known before: the likeliest of those that are gone."""
    gone = [change.id for change in changes if change.kind == entity.kind and change.is_removed]
    said = getattr(entity.record, "formerly", ())
    near = closest(said[0] if said else entity.id, gone, cutoff=0.3) or next(iter(gone), "old-id")
    hint = f"if it was renamed, say `formerly: [{near}]`"
    if said:
        return f"no {entity.kind} of the base that is gone is called `{said[0]}`; {hint}"
    return hint
