"""Approvals: who may approve a gate review, and what keeps an approval from counting.

Pure: changes and law go in, judgements come out; what a signature or the forge proves is asked of
functions that are handed in. Source: design, section 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.analysis.staff import is_here
from tracker.finding import Found
from tracker.law.authorship import Authors, authors, selves
from tracker.law.change import Change
from tracker.law.content import digest
from tracker.law.passing import Approving, Given, given, passed, stray
from tracker.law.policy import Law
from tracker.law.proving import unproven
from tracker.model.entity import Entity
from tracker.model.records import ApprovalRule, Person, Project


class Fault(StrEnum):
    """Why an approval does not count."""

    NOT_ENTITLED = "approval-not-entitled"
    NOT_DISTINCT = "approval-not-distinct"
    STALE = "approval-stale"
    UNPROVEN = "approval-unproven"


class Rejection(NamedTuple):
    """Why an approval does not count, what mends it, and where that is said."""

    fault: Fault
    reason: str
    hint: str
    field: str | None = None


# Who may.


def named(rule: ApprovalRule) -> str:
    """What a rule asks for, as an approval's `role` says it."""
    return rule.field or rule.role or ""


def entitled(rule: ApprovalRule, gate: Approving, law: Law) -> frozenset[str]:
    """Who may approve a gate by one of its rules."""
    return fitting(rule, gate.before, law)


def fitting(rule: ApprovalRule, project: Entity[Project], law: Law) -> frozenset[str]:
    """Who fits a rule, as the base has it: whom a field of the project names, or who holds a role.

    Only people whom the base knows, and who work here on the day.
    """
    may = {id for id, one in law.work.people.items() if works_here(one.record, law)}
    if rule.role is not None:
        may &= {id for id, one in law.work.people.items() if rule.role in one.record.roles}
    if rule.field is not None:
        may &= _holders(rule.field, project, law)
    return frozenset(may if named(rule) else ())


def illegible(gate: Approving, law: Law) -> bool:
    """True where the schema refused who has to approve: nobody can tell whether all have."""
    asks = ((), ("gate",), ("gate", "approvals"))
    lifecycle = law.lifecycle(gate.before)
    broken = lifecycle.broken if lifecycle is not None else ()
    return any(route[:1] == ("phases",) and route[2:4] in asks for route in broken)


def _holders(field: str, project: Entity[Project], law: Law) -> set[str]:
    """Whom a field names where the head was compared, unless the tip of the base names another."""
    held: set[Any] = {getattr(project.record, field, None)}
    tip = law.work.projects.get(project.id)
    return held & {getattr(tip.record, field, None)} if tip is not None else held


def works_here(person: Person, law: Law) -> bool:
    """True on the days of `active`, both ends included."""
    return is_here(person, law.as_of)


def managing(
    before: Entity[Project], after: Entity[Project], changes: Iterable[Change]
) -> frozenset[str]:
    """Who manages a project, before or after; by the name that the base has for them too."""
    found = {before.record.manager, after.record.manager}
    renamed = {one.renamed_from for one in changes if one.id in found}
    return frozenset(filter(None, found | renamed))


def appointing(rule: ApprovalRule, gate: Approving) -> str:
    """What gives a gate somebody who may approve it; a change cannot name its own approvers."""
    if rule.role is not None:
        return f"give somebody the role first, in a change of its own: `roles: [{rule.role}]` of a person"
    way = f"`tracker set {gate.project.ref} {rule.field} PERSON`"
    return f"name somebody first, in a change of its own: {way}"


# What counts.


def rejections(
    one: Given, gate: Approving, changes: Iterable[Change], wrote: Authors, law: Law
) -> Iterator[Rejection]:
    """Why an approval does not count; nothing where it does."""
    if one.entity.unreadable:
        return
    rules = [rule for rule in gate.gate.approvals if named(rule) == one.record.role]
    if not any(one.person in entitled(rule, gate, law) for rule in rules):
        reason = _why_not_entitled(one, gate, law)
        hint = "let one approve whom the gate names; roles and fields count as the base has them"
        yield Rejection(Fault.NOT_ENTITLED, reason, hint)
    same = indistinct(one.person, gate, changes, wrote, law)
    if same is not None:
        yield Rejection(Fault.NOT_DISTINCT, *same)
    yield from _untimely(one, gate, law)
    approved = digest(gate, law)
    if one.record.digest != approved:
        reason = "what was approved is not what stands here now"
        hint = f"let them look at it once more: `tracker approve {gate.project.id}`"
        yield Rejection(Fault.STALE, reason, hint)
        return
    missing = unproven(one, gate, approved, law)
    if missing is not None:
        yield Rejection(Fault.UNPROVEN, *missing)


_ZONES = timedelta(days=1)
"""By how much the calendars of two people may differ at one moment."""


def _untimely(one: Given, gate: Approving, law: Law) -> Iterator[Rejection]:
    """An approval is given once its gate was held, and not in days to come."""
    day, held = one.record.date, gate.review.day
    if day is None:
        return
    hint = f"let them approve it as it stands now: `tracker approve {gate.project.id}`"
    if day > law.as_of + _ZONES:
        yield Rejection(Fault.STALE, f"it is dated {day}, which is still to come", hint, "date")
    elif held is not None and day < held - _ZONES:
        reason = f"it is dated {day}, before the gate was held"
        yield Rejection(Fault.STALE, reason, hint, "date")


def _why_not_entitled(one: Given, gate: Approving, law: Law) -> str:
    wanted = dict.fromkeys(named(rule) for rule in gate.gate.approvals)
    if one.record.role not in wanted:
        asked = ", ".join(wanted) or "nobody"
        return f"the gate asks for no {one.record.role}: it asks for {asked}"
    person = law.work.people.get(one.person)
    if person is None:
        return "the base knows nobody of that name"
    if not works_here(person.record, law):
        return f"{one.person} does not work here on {law.as_of}"
    return f"{one.person} is not the {one.record.role} at the base"


def indistinct(
    person: str, gate: Approving, changes: Iterable[Change], wrote: Authors, law: Law
) -> tuple[str, str] | None:
    """Why a person would approve their own work, and what to do; None where it is another's."""
    own = own_work(person, gate, changes, wrote, law)
    return None if own is None else (f"{person} {own[0]}", own[1])


def own_work(
    person: str, gate: Approving, changes: Iterable[Change], wrote: Authors, law: Law
) -> tuple[str, str] | None:
    """What makes a gate a person's own work, as it is said of them, and what to do; None if nothing."""
    own = selves(person, law)
    another = "let somebody else approve: neither the manager nor one who wrote the change"
    if own & managing(gate.before, gate.after, changes):
        return "manages the project", another
    found = own & wrote.people
    if found and found <= wrote.committed:
        reason = "committed part of what is approved, as who rebases or squashes it does"
        return reason, "let who wrote it rebase and push it, then approve it anew"
    return ("wrote part of what is approved", another) if found else None


# What is found.


def unmet(gate: Approving, approvals: Iterable[Given], law: Law) -> Iterator[ApprovalRule]:
    """The rules of a gate for which nobody who may has approved at all; one approval answers one.

    Rules that ask for the same word differ in whom they take by no more than that a field names
    one person, so the narrowest is answered first.
    """
    left = list(approvals)
    rules = [(entitled(rule, gate, law), rule) for rule in gate.gate.approvals]
    for may, rule in sorted(rules, key=lambda pair: len(pair[0])):
        found = [one for one in left if one.person in may and one.record.role == named(rule)]
        if not found:
            yield rule
            continue
        own = selves(found[0].person, law)
        left = [one for one in left if one.person not in own]


def rejected(law: Law, changes: tuple[Change, ...], fault: Fault) -> Iterator[Found]:
    """The approvals of a change that do not count for one reason, as findings."""
    gates = list(passed(changes, law))
    for gate in gates:
        wrote = authors(gate.project, changes, law)
        for one in given(changes, gate.review):
            for why in rejections(one, gate, changes, wrote, law):
                if why.fault is fault:
                    yield _found(one, why)
    if fault is Fault.STALE:
        for one in stray(changes, {gate.review.entity.id for gate in gates}, law):
            yield _found(one, _of_nothing(one, law))


def _of_nothing(one: Given, law: Law) -> Rejection:
    if one.review in law.head.of("review"):
        reason = "its review passes no gate in this change"
        return Rejection(Fault.STALE, reason, "take it away: an approval comes with its move")
    hint = "put it beside the review that it is of, or take it away"
    return Rejection(Fault.STALE, "there is no review beside it", hint)


def _found(one: Given, why: Rejection) -> Found:
    message = f"the approval of {one.person} does not count: {why.reason}"
    route = (why.field,) if why.field else _PLACES[why.fault]
    return Found(one.entity.at(*route), message, why.hint)


_PLACES: Mapping[Fault, tuple[str, ...]] = {
    Fault.NOT_ENTITLED: ("role",),
    Fault.NOT_DISTINCT: (),
    Fault.STALE: ("digest",),
    Fault.UNPROVEN: ("signature",),
}
