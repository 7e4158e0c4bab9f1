"""The rule `policy-changed`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.difference import FieldChange
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS
from tracker.model.records import Lifecycle

_MOST = 6


@check(Severity.NOTE)
def policy_changed(change: Change, law: Law) -> Iterator[Found]:
    """A change to the law is seen, and takes effect once it has landed.

    Settings, lifecycles, roles and identities judge the changes that come after them, never the
    change that brings them. The note says what the new law would allow and the old one does not.

    Fails:
        a lifecycle loses a gate, in the same change as the move that the gate forbids

    Passes:
        the lifecycle is changed alone, and the move follows once that has landed

    Mend: nothing, if the change of the law is meant; its reviewers should know.
    """
    if not KINDS[change.kind].law or law.founding:
        return
    entity = change.after or change.before
    if entity is None:
        return
    message = f"the law changes: {_said(change)}; it takes effect once this has landed"
    at = Location(entity.path) if change.after is None else entity.at(*_route(change), key=True)
    hint = f"this change itself is judged by the law of the base{_allowed(change)}"
    yield Found(at, message, hint)


def _route(change: Change) -> tuple[str | int, ...]:
    return change.fields[0].route if change.fields else ()


def _said(change: Change) -> str:
    name = "tracker.yaml" if change.kind == "workspace" else change.ref
    if change.before is None:
        return f"{name} is new"
    if change.after is None:
        return f"{name} is gone"
    if change.renamed_from:
        return f"{name} was called {change.renamed_from}"
    if not change.fields:
        return (
            f"{name} can no longer be read"
            if change.after.unreadable
            else f"{name} can be read again"
        )
    return f"{_listed([_field(field) for field in change.fields])} of {name}"


def _field(field: FieldChange) -> str:
    """A field; of a rule whose severity changes, from what to what."""
    if field.route[:1] != ("rules",):
        return field.name
    before, after = field.before or "its own", field.after or "its own"
    return f"{field.name} ({before} → {after})" if isinstance(after, str) else field.name


def _listed(names: list[str]) -> str:
    """So many names as can be read, and how many more there are."""
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _allowed(change: Change) -> str:
    """What the new law would allow, as the end of a sentence."""
    said = gains(change)
    return f"; the new law would {', and '.join(said)}" if said else ""


def gains(change: Change) -> list[str]:
    """The moves that the new lifecycle holds and the old one does not, and the gates it drops."""
    if change.kind != "lifecycle":
        return []
    old, new = _moves(change.before), _moves(change.after)
    gained = [f"{one} → {other}" for one, other in sorted(new - old)]
    before, after = _gates(change.before), _gates(change.after)
    dropped = sorted(before.keys() - after.keys())
    altered = sorted(what for what in before.keys() & after.keys() if before[what] != after[what])
    said = []
    if gained and change.before is not None:
        said.append(f"also allow {_listed(gained)}")
    if dropped:
        said.append(f"no longer ask for {_listed(dropped)}")
    if altered:
        said.append(f"ask something else of {_listed(altered)}")
    return said


def _moves(entity: Entity[Any] | None) -> set[tuple[str, str]]:
    if entity is None or entity.unreadable:
        return set()
    phases = Phases(entity.record)
    return {(name, other) for name in phases.names for other in phases.allowed(name)}


def _gates(entity: Entity[Lifecycle] | None) -> dict[str, str]:
    """What leaving each phase takes, by name: its criteria, its approvals, and what `on_leave` asks."""
    found: dict[str, str] = {}
    for phase in entity.record.phases if entity is not None else ():
        criteria = phase.gate.criteria if phase.gate else ()
        approvals = phase.gate.approvals if phase.gate else ()
        asked = {f"criterion {criterion.id}": repr(criterion.requires) for criterion in criteria}
        asked |= {f"approval by {rule.role or rule.field}": "" for rule in approvals}
        asked |= dict.fromkeys(phase.on_leave, "")
        found |= {f"{what} when leaving {phase.id}": how for what, how in asked.items()}
    return found
