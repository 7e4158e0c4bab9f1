"""What a change of the law would allow that the law of the base does not, in words.

The law is more than its own files: who holds a role that approves, and whom a field names that a
gate asks for, decide as much as the gate does. Pure.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tracker.law.change import Change
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS
from tracker.model.records import ApprovalRule, Lifecycle
from tracker.source.keys import bare

_MOST = 6


def listed(names: list[str]) -> str:
    """So many names as can be read, and how many more there are."""
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def touches(change: Change, law: Law) -> bool:
    """True where a change alters what judges the changes after it."""
    if law.founding:
        return False
    return KINDS[change.kind].law or bool(entrusted(change, law))


def gains(change: Change, law: Law) -> list[str]:
    """What the new law would do that the old one does not; what it drops, and whom it trusts."""
    told = {
        "lifecycle": _of_a_lifecycle,
        "workspace": _of_the_settings,
        "identity": _of_an_identity,
    }.get(change.kind)
    return list(told(change, law)) if told is not None else entrusted(change, law)


# Who may approve.


def entrusted(change: Change, law: Law) -> list[str]:
    """Who would approve what: by a role that a gate asks for, or by a field of a project."""
    if change.kind == "person":
        return list(_by_role(change, law))
    return list(_by_field(change, law)) if change.kind == "project" else []


def approving(change: Change, law: Law) -> tuple[str, ...]:
    """The fields of a person or a project that say who may approve."""
    if change.kind == "person":
        return ("roles",)
    found = law.lifecycle(change.before) if change.kind == "project" and change.before else None
    return tuple(sorted({one.field for one in _rules(found.record) if one.field} if found else ()))


def _by_role(change: Change, law: Law) -> Iterator[str]:
    asked = {rule.role for one in law.work.lifecycles.values() for rule in _rules(one.record)}
    old, new = (
        set(side.record.roles) & asked if side is not None else set()
        for side in (change.before, change.after)
    )
    yield from (f"let {change.id} approve as {role}" for role in sorted(new - old))
    yield from (f"no longer let {change.id} approve as {role}" for role in sorted(old - new))


def _by_field(change: Change, law: Law) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return
    for field in approving(change, law):
        old, new = (getattr(side.record, field, None) for side in (before, after))
        if old != new:
            yield f"let {new or 'nobody'} approve {change.ref} as {field}, not {old or 'nobody'}"


def _rules(lifecycle: Lifecycle) -> Iterator[ApprovalRule]:
    for phase in lifecycle.phases:
        yield from phase.gate.approvals if phase.gate else ()


# What is asked, and what proves it.


def _of_the_settings(change: Change, law: Law) -> Iterator[str]:
    for one in change.fields:
        if one.route in (("approvals",), ("approvals", "proof")):
            old, new = (_proof(side) for side in (one.before, one.after))
            if old != new:
                yield f"take {new} for the proof of an approval, not {old}"
        elif one.route[:1] == ("rules",) and one.after == "ignore":
            yield f"ignore {one.route[-1]}"
        elif one.route == ("imports_until",) and one.after is not None:
            yield f"take in what is under way until {one.after}"


def _proof(side: Any) -> str:
    said = side.get("proof") if isinstance(side, dict) else side
    return str(said or "recorded")


def _of_an_identity(change: Change, law: Law) -> Iterator[str]:
    """Keys by their fingerprints, as public keys are public; of addresses and accounts only that."""
    old, new = (
        {bare(key): key for key in side.record.keys} if side is not None else {}
        for side in (change.before, change.after)
    )
    holders = {bare(key): id for id, one in law.work.identities.items() for key in one.record.keys}
    for key in (one for one in new if one not in old):
        held = holders.get(key)
        whose = f", which is {held}'s," if held not in (None, change.id) else ""
        yield f"take {fingerprint(new[key])}{whose} for a key of {change.id}"
    yield from (
        f"no longer take {fingerprint(old[key])} for a key of {change.id}"
        for key in old
        if key not in new
    )
    for name, what in (("emails", "another address"), ("accounts", "another account")):
        before, after = (
            set(_entries(side.plain().get(name))) if side is not None else set()
            for side in (change.before, change.after)
        )
        if after - before:
            yield f"take {what} for {change.id}"


def _entries(said: Any) -> Iterator[Any]:
    yield from said.items() if isinstance(said, dict) else said or ()


def fingerprint(key: str) -> str:
    """A public key as `ssh-keygen -l` names it; what is no key stays as it is."""
    try:
        blob = b64decode(key.split()[1], validate=True)
    except (IndexError, ValueError):
        return key[:60]
    return f"SHA256:{b64encode(sha256(blob).digest()).decode().rstrip('=')}"


# Moves and gates.


def _of_a_lifecycle(change: Change, law: Law) -> Iterator[str]:
    """The moves that the new lifecycle holds and the old one does not, and the gates it drops."""
    old, new = _moves(change.before), _moves(change.after)
    gained = [f"{one} → {other}" for one, other in sorted(new - old)]
    before, after = _gates(change.before), _gates(change.after)
    dropped = sorted(before.keys() - after.keys())
    altered = sorted(what for what in before.keys() & after.keys() if before[what] != after[what])
    if gained and change.before is not None:
        yield f"also allow {listed(gained)}"
    if dropped:
        yield f"no longer ask for {listed(dropped)}"
    if altered:
        yield f"ask something else of {listed(altered)}"


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
