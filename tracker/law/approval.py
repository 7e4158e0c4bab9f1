"""Approvals: who may approve a gate review, and what keeps an approval from counting.

Pure: changes and law go in, judgements come out; what a signature or the forge proves is asked of
functions that are handed in. Source: design, section 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from tracker.finding import Found, Severity
from tracker.law.authorship import Authors, authors, bare, selves
from tracker.law.change import Change
from tracker.law.content import digest, statement
from tracker.law.passing import Approving, Given, given, passed, stray
from tracker.law.policy import Law
from tracker.law.proof import ForgeReview, Proof, State
from tracker.model.records import ApprovalRule, Identity, Person


class Fault(StrEnum):
    """Why an approval does not count."""

    NOT_ENTITLED = "approval-not-entitled"
    NOT_DISTINCT = "approval-not-distinct"
    STALE = "approval-stale"
    UNPROVEN = "approval-unproven"


# Who may.


def named(rule: ApprovalRule) -> str:
    """What a rule asks for, as an approval's `role` says it."""
    return rule.field or rule.role or ""


def entitled(rule: ApprovalRule, gate: Approving, law: Law) -> frozenset[str]:
    """Who fits a rule, as the base has it: whom a field of the project names, or who holds a role.

    Only people whom the base knows, and who work here on the day.
    """
    may = {id for id, one in law.work.people.items() if works_here(one.record, law)}
    if rule.role is not None:
        may &= {id for id, one in law.work.people.items() if rule.role in one.record.roles}
    if rule.field is not None:
        may &= _holders(rule.field, gate, law)
    return frozenset(may if named(rule) else ())


def _holders(field: str, gate: Approving, law: Law) -> set[str]:
    """Whom a field names where the head was compared, unless the tip of the base names another."""
    before = gate.project.before
    assert before is not None
    held: set[str] = {getattr(before.record, field, None) or ""}
    tip = law.work.projects.get(before.id)
    return held & {getattr(tip.record, field, None)} if tip is not None else held


def works_here(person: Person, law: Law) -> bool:
    """True on the days of `active`, both ends included."""
    active = person.active
    if active is None:
        return True
    has_come = active.from_ is None or active.from_ <= law.as_of
    return has_come and (active.to is None or law.as_of <= active.to)


def managers(gate: Approving, changes: Iterable[Change]) -> frozenset[str]:
    """Who manages the project, before or after; by the name that the base has for them too."""
    both = (gate.project.before, gate.project.after)
    found = {one.record.manager for one in both if one is not None}
    renamed = {one.renamed_from for one in changes if one.kind == "person" and one.id in found}
    return frozenset(id for id in found | renamed if id is not None)


# What counts.


def faults(
    one: Given, gate: Approving, changes: Iterable[Change], wrote: Authors, law: Law
) -> Iterator[tuple[Fault, str]]:
    """Why an approval does not count, each with its reason; nothing where it does."""
    if one.entity.unreadable:
        return
    rules = [rule for rule in gate.gate.approvals if named(rule) == one.record.role]
    if not any(one.person in entitled(rule, gate, law) for rule in rules):
        yield Fault.NOT_ENTITLED, _why_not_entitled(one, gate, law)
    reason = indistinct(one.person, gate, changes, wrote, law)
    if reason is not None:
        yield Fault.NOT_DISTINCT, reason
    approved = digest(gate, law)
    if one.record.digest != approved:
        yield Fault.STALE, "what was approved is not what stands here now"
        return
    reason = unproven(one, approved, law)
    if reason is not None:
        yield Fault.UNPROVEN, reason


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
) -> str | None:
    """Why a person would approve their own work; None where it is another's."""
    own = selves(person, law)
    if own & managers(gate, changes):
        return f"{person} manages the project"
    return f"{person} wrote part of what is approved" if own & wrote.people else None


def unproven(one: Given, approved: str, law: Law) -> str | None:
    """What is missing for the proof that the law asks for; None where it is there."""
    proof = proof_of(law)
    if proof is Proof.RECORDED:
        return None
    identity = law.work.identities.get(one.person)
    if identity is None:
        return f"{one.person} has no identity.yaml at the base"
    if proof is Proof.SIGNATURE:
        return _unsigned(one, approved, law)
    return _unreviewed(one.person, identity.record, law)


def _unsigned(one: Given, approved: str, law: Law) -> str | None:
    if not one.record.signature:
        return "it is not signed"
    keys = keys_of(one.person, law)
    said = statement(approved, one.person, one.record.role, one.record.date)
    if law.evidence.verify(said, one.record.signature, keys):
        return None
    return f"the signature is none of a key that {one.person} alone has at the base"


def keys_of(person: str, law: Law) -> tuple[str, ...]:
    """The keys of a person; one that somebody else has as well is nobody's."""
    others = {
        bare(key)
        for id, one in law.work.identities.items()
        for key in one.record.keys
        if id != person
    }
    identity = law.work.identities.get(person)
    keys = identity.record.keys if identity is not None else ()
    return tuple(key for key in keys if bare(key) not in others)


def _unreviewed(person: str, identity: Identity, law: Law) -> str | None:
    """The forge's latest word of a person counts, at the head commit, and never a bot's."""
    evidence, accounts = law.evidence, set(identity.accounts.items())
    if evidence.reviews is None:
        return "the forge's reviews were not handed in"
    for id, one in law.work.identities.items():
        if id != person and accounts & set(one.record.accounts.items()):
            return f"the account of {person} is that of {id} as well"
    theirs = [one for one in evidence.reviews if (one.forge, one.account) in accounts]
    if not theirs:
        return f"the forge has no review of {person} that approves or refuses"
    return _undecided(person, theirs[-1], evidence.head)


def _undecided(person: str, last: ForgeReview, head: str | None) -> str | None:
    if last.is_bot:
        return f"the account of {person} is a bot's"
    if last.state is not State.APPROVED:
        return f"the last review of {person} says {last.state.replace('_', ' ')}"
    if head is None:
        return "a review is of a commit, and a working tree was judged"
    return None if last.commit == head else f"the last review of {person} is of another commit"


def proof_of(law: Law) -> Proof:
    """What the base takes for proof; recorded where it says nothing."""
    said = law.settings.approvals
    return Proof(said.proof) if said is not None and said.proof in set(Proof) else Proof.RECORDED


def unverified(law: Law) -> Severity:
    """How grave it is that an author is not known: where proof is asked for, it may be the approver."""
    return Severity.WARNING if proof_of(law) is Proof.RECORDED else Severity.ERROR


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
    for gate in passed(changes, law):
        wrote = authors(gate.project, changes, law)
        for one in given(changes, gate.review):
            for why, reason in faults(one, gate, changes, wrote, law):
                if why is fault:
                    yield _found(one, fault, reason)
    if fault is Fault.STALE:
        for one in stray(changes, law):
            yield _found(one, fault, "there is no review beside it")


def _found(one: Given, fault: Fault, reason: str) -> Found:
    message = f"the approval of {one.person} does not count: {reason}"
    return Found(one.entity.at(*_PLACES[fault]), message, _HINTS[fault])


_PLACES: Mapping[Fault, tuple[str, ...]] = {
    Fault.NOT_ENTITLED: ("role",),
    Fault.NOT_DISTINCT: (),
    Fault.STALE: ("digest",),
    Fault.UNPROVEN: ("signature",),
}
_HINTS: Mapping[Fault, str] = {
    Fault.NOT_ENTITLED: "let one whom the gate names approve; roles and fields count as the base has them",
    Fault.NOT_DISTINCT: "let somebody else approve: neither the manager nor one who wrote the change",
    Fault.STALE: "approve once more what stands here now: `tracker approve PROJECT`",
    Fault.UNPROVEN: "approve once more: `tracker approve PROJECT`; what counts as proof stands in tracker.yaml",
}
