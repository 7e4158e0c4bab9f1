"""The rule `removed-while-active`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, whole_of
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS


@check(Severity.ERROR)
def removed_while_active(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """What disappears has ended.

    A project that is completed or cancelled, a closed goal, a retired process may leave the
    tree. One that is under way is ended first, in a change that says so. Adopted projects have
    ended in a final or off-path phase; one that an `exclude` hides counts as removed. Runs and
    improvements go with their process, or once they have ended.

    Fails:
        projects/erp-replacement, active at the base, is gone at the head

    Passes:
        projects/erp-replacement, cancelled at the base, is gone at the head

    Mend: put it back, and end it first; or say `formerly: [old-id]` where it was renamed.
    """
    entity = change.before
    machine = MACHINES.get(change.kind)
    if entity is None or change.after is not None or machine is None or entity.unreadable:
        return
    owner = whole_of(change, changes)
    if owner is not None and owner.is_removed:
        return  # it goes with its project or process, and that is judged
    status = entity.state
    if entity.adopted and change.kind == "project":
        phases = law.phases(entity)
        if phases is not None and phases.ended(entity.record.phase):
            return
        state = f"in phase {entity.record.phase}"
    elif status is None or status in machine.ended:
        return
    else:
        state = str(status)
    message = f"{change.ref} was {state} and is gone"
    hint = f"{_back(entity, law)}; "
    if entity.is_logged:
        hint = hint.removesuffix("; ")
    elif entity.adopted:
        hint += "or let `adopt` take it again; its `match` tells where a file has moved"
    else:
        if KINDS[change.kind].part_of is None:
            hint += f"if it was renamed, the new one says `formerly: [{entity.id}]`; else "
        hint += f"end it first, as {' or '.join(machine.ended)}"
    yield Found(Location(entity.path), message, hint, (), state, None)


def _back(entity: Entity[Any], law: Law) -> str:
    """The way back; what others have beside it must stay as it is."""
    if entity.prefix:
        return f"put its lines back from `git show {law.base}:{entity.path}`"
    folder, _, name = entity.path.rpartition("/")
    has_own = not entity.adopted and name == f"{entity.kind}.yaml"
    is_gone = not any(path.startswith(f"{folder}/") for path in law.head.hashes)
    return f"put it back: `git checkout {law.base} -- {folder if has_own and is_gone else entity.path}`"
