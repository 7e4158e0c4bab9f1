"""Change requests: who may decide one, and what keeps its decision from counting.

Whoever may approve the gate that freezes a baseline may let it move, and so may the sponsor. A
decision has no file of its own that could be signed, so all but the forge's review is a name that
somebody typed. Pure: changes and law go in. Source: design, section 3; formats, changes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.law.approval import fitting, managing, works_here
from tracker.law.authorship import authors, selves
from tracker.law.change import Change, project_of
from tracker.law.leaving import FREEZES
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import ApprovalRule, ChangeRequest, Project

APPROVED = "approved"
_SPONSOR = ApprovalRule(field="sponsor")


class Fault(NamedTuple):
    """What is wrong with a decision, said of the request; where, and what mends it."""

    field: str
    said: str
    hint: str


def decided_now(change: Change) -> bool:
    """True where a change request is decided, one way or the other, by this change."""
    before, after = change.before, change.after
    if change.kind != "change" or after is None or after.state not in MACHINES["change"].ended:
        return False
    return before is None or before.state != after.state


def faults(
    request: Entity[ChangeRequest], law: Law, changes: tuple[Change, ...]
) -> Iterator[Fault]:
    """Everything that keeps a decision from standing as one."""
    record, decision = request.record, request.state
    for name in ("decided_by", "decided_on"):
        if getattr(record, name) is None and request.knows(name):
            said = f"is {decision} and does not say `{name}`"
            yield Fault("decision", said, f"add `{name}:`")
    day = record.decided_on
    if day is not None and day > law.as_of:
        said = f"is decided on {day}, which is still to come"
        yield Fault("decided_on", said, "write it once it was decided")
    elif day is not None and record.raised_on is not None and day < record.raised_on:
        said = f"is decided on {day}, before it was raised on {record.raised_on}"
        yield Fault("decided_on", said, "correct the day that is wrong")
    if decision == APPROVED and record.decided_by is not None:
        yield from _not_theirs(record.decided_by, request, law, changes)


def _not_theirs(
    person: str, request: Entity[ChangeRequest], law: Law, changes: tuple[Change, ...]
) -> Iterator[Fault]:
    """To refuse is anybody's; to approve is not the manager's, nor of who asks for it."""
    project = project_at_base(request, law, changes)
    if project is None or project.before is None or project.after is None:
        return
    may, own = deciders(project.before, law), selves(person, law)
    manage = managing(project.before, project.after, changes)
    ask = _raisers(request, changes)
    who = " or ".join(sorted(may - manage - ask))
    hint = f"let one decide who may: {who}" if who else _NOBODY
    if own & manage:
        yield Fault("decided_by", f"is approved by {person}, who manages the project", hint)
    elif own & ask:
        yield Fault("decided_by", f"is approved by {person}, who asks for it", hint)
    elif person not in may:
        yield Fault("decided_by", f"is approved by {person}, who may not", hint)


_NOBODY = "nobody else may: name a sponsor in a change of its own, or let somebody else ask for it"


def deciders(project: Entity[Project], law: Law) -> frozenset[str]:
    """Who may let a baseline move: the sponsor, and who approves the gates that freeze it.

    Where none of them is named, and nothing is frozen by a gate, anybody who works here.
    """
    phases = law.phases(project)
    frozen = [one for one in phases.phases.values() if FREEZES in one.on_leave] if phases else []
    rules = [rule for one in frozen if one.gate for rule in one.gate.approvals]
    if not rules and project.record.sponsor is None:
        return frozenset(id for id, one in law.work.people.items() if works_here(one.record, law))
    return frozenset().union(*(fitting(rule, project, law) for rule in (_SPONSOR, *rules)))


def project_at_base(
    request: Entity[ChangeRequest], law: Law, changes: tuple[Change, ...]
) -> Change | None:
    """The project of a request as it was and is; None where the base has none."""
    owner = owner_of(request.id)
    found = project_of(owner, changes)
    if found is not None:
        return found
    project = law.head.projects.get(owner)
    return Change("project", owner, project, project) if project is not None else None


def _raisers(request: Entity[ChangeRequest], changes: tuple[Change, ...]) -> frozenset[str]:
    """Who asks for it, as the request says and as it said at the base."""
    sides = [one.before for one in changes if one.kind == "change" and one.id == request.id]
    named = (one.record.raised_by for one in (request, *filter(None, sides)))
    return frozenset(filter(None, named))


def wrote_it(request: Entity[ChangeRequest], law: Law, changes: tuple[Change, ...]) -> str | None:
    """Who decided and then wrote what the decision lets through; None where it is another."""
    person = request.record.decided_by
    project = project_at_base(request, law, changes)
    if person is None or project is None:
        return None
    wrote = authors(project, changes, law, decider=person)
    return person if selves(person, law) & wrote.people else None
