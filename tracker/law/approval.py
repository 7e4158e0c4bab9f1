"""Approvals: who may approve a gate review, of which content, and what keeps an approval from counting.

Pure: changes and law go in, judgements come out; what a signature or the forge proves is asked of
functions that are handed in. Source: design, section 3.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from tracker.finding import Found
from tracker.law.change import Change
from tracker.law.gates import Held, authorising, new_reviews
from tracker.law.policy import Law
from tracker.law.proof import Evidence, Proof
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Approval, ApprovalRule, Gate
from tracker.source.commits import Commit

NAMESPACE = "tracker-approval"
"""What a signature is made for, so that no other signature of the same key stands for one."""

FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""Committers that are no person: the forge itself, when it merges."""


class Fault(StrEnum):
    """Why an approval does not count."""

    NOT_ENTITLED = "approval-not-entitled"
    NOT_DISTINCT = "approval-not-distinct"
    STALE = "approval-stale"
    UNPROVEN = "approval-unproven"


class Approving(NamedTuple):
    """A gate that a change passes: its review, the project before and after, and who has to approve."""

    project: Change
    review: Held
    gate: Gate


@dataclass(frozen=True)
class Given:
    """One approval of a review, as its file says; the name of the file is the person."""

    entity: Entity[Approval]

    @property
    def person(self) -> str:
        return self.entity.id.rpartition("/")[2]

    @property
    def record(self) -> Approval:
        return self.entity.record


def passed(changes: Iterable[Change], law: Law) -> Iterator[Approving]:
    """Every gate that the change passes by a review of its own."""
    changes = tuple(changes)
    for change in changes:
        if change.kind != "project" or change.before is None or change.after is None:
            continue
        phases = law.phases(change.before)
        came = new_reviews(changes, change.id)
        for move in change.moves if phases is not None else ():
            review = authorising(move, change, came)
            left = phases.phases.get(review.left or "") if phases and review else None
            if review is not None and left is not None and left.gate is not None:
                yield Approving(change, review, left.gate)


def given(changes: Iterable[Change], review: Held) -> tuple[Given, ...]:
    """The approvals of a review that came with it."""
    above = f"{review.entity.id}/"
    found = (
        change.after
        for change in changes
        if change.kind == "approval" and change.before is None and change.after is not None
    )
    return tuple(Given(entity) for entity in found if entity.id.startswith(above))


# Of which content.


def content(gate: Approving, law: Law) -> bytes:
    """What is approved, in the one form that is hashed: values, whatever the layout of the files.

    The review, the project without its status, its plan, and the law that asks for the approval;
    with the names of the project and of the gate, so that nothing approved here stands elsewhere.
    """
    after = gate.project.after
    assert after is not None
    project = {key: value for key, value in after.plain().items() if key != "status"}
    plan = law.head.plans.get(after.id)
    lifecycle = law.lifecycle(gate.project.before) if gate.project.before is not None else None
    said: Mapping[str, Any] = {
        "for": NAMESPACE,
        "project": after.id,
        "gate": gate.review.name,
        "review": gate.review.entity.plain(),
        "values": project,
        "plan": plan.plain() if plan is not None else {},
        "law": lifecycle.plain() if lifecycle is not None else {},
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(gate: Approving, law: Law) -> str:
    """The digest by which an approval names its content."""
    return f"sha256:{sha256(content(gate, law)).hexdigest()}"


# Who may.


def named(rule: ApprovalRule) -> str:
    """What a rule asks for, as an approval's `role` says it."""
    return rule.field or rule.role or ""


def entitled(rule: ApprovalRule, gate: Approving, law: Law) -> frozenset[str]:
    """Who fits a rule, as the base has it: whom a field of the project names, or who holds a role."""
    if rule.field is not None:
        before = gate.project.before
        person = getattr(before.record, rule.field, None) if before is not None else None
        return frozenset({person} if isinstance(person, str) else ())
    people = law.work.people.items()
    return frozenset(id for id, one in people if rule.role in one.record.roles)


class Authors(NamedTuple):
    """Who wrote a change: persons, and addresses that are nobody's at the base."""

    people: frozenset[str]
    unknown: frozenset[str]
    is_unseen: bool
    """True where part of the change is in no commit: a working tree."""


def authors(project: str, changes: Iterable[Change], law: Law) -> Authors:
    """Who wrote what the change does to a project, approvals apart."""
    touching: dict[str, Commit] = {}
    is_unseen = False
    for change in changes:
        if owner_of(change.id) != project or change.kind not in _OF_A_PROJECT:
            continue
        is_unseen = is_unseen or not change.commits
        touching.update((commit.hash, commit) for commit in change.commits)
    persons = {
        email.lower(): owner
        for owner, identity in law.work.identities.items()
        for email in identity.record.emails
    }
    emails = {email.lower() for commit in touching.values() for email in _wrote(commit)}
    unknown = frozenset(email for email in emails if email not in persons)
    people = frozenset(persons[email] for email in emails - unknown)
    return Authors(people, unknown, is_unseen or law.head.snapshot.label == "working tree")


_OF_A_PROJECT = ("project", "plan", "review", "closure", "baseline", "condition")


def _wrote(commit: Commit) -> Iterator[str]:
    """Author, co-authors and committer; the forge's own address is nobody's hand."""
    yield commit.author_email
    yield from (email for _, email in commit.co_authors)
    if commit.committer_email.lower() not in FORGES:
        yield commit.committer_email


# What counts.


def faults(one: Given, gate: Approving, wrote: Authors, law: Law) -> Iterator[tuple[Fault, str]]:
    """Why an approval does not count, each with its reason; nothing where it does."""
    person = one.person
    rules = [rule for rule in gate.gate.approvals if named(rule) == one.record.role]
    if not any(person in entitled(rule, gate, law) for rule in rules):
        yield Fault.NOT_ENTITLED, _why_not_entitled(one, gate)
    manager = {record.manager for record in _records(gate)}
    if person in manager:
        yield Fault.NOT_DISTINCT, f"{person} manages the project"
    elif person in wrote.people:
        yield Fault.NOT_DISTINCT, f"{person} wrote part of what is approved"
    if one.record.digest != digest(gate, law):
        yield Fault.STALE, "what was approved is not what stands here now"
        return
    reason = unproven(one, gate, law) or _unknown_author(wrote, law)
    if reason is not None:
        yield Fault.UNPROVEN, reason


def _records(gate: Approving) -> Iterator[Any]:
    for entity in (gate.project.before, gate.project.after):
        if entity is not None:
            yield entity.record


def _why_not_entitled(one: Given, gate: Approving) -> str:
    wanted = [named(rule) for rule in gate.gate.approvals]
    if one.record.role in wanted:
        return f"{one.person} is not the {one.record.role} at the base"
    return f"the gate asks for no {one.record.role}: it asks for {', '.join(wanted) or 'nobody'}"


def unproven(one: Given, gate: Approving, law: Law) -> str | None:
    """What is missing for the proof that the law asks for; None where it is there."""
    proof = proof_of(law)
    if proof is Proof.RECORDED:
        return None
    identity = law.work.identities.get(one.person)
    if identity is None:
        return f"{one.person} has no identity.yaml at the base"
    if proof is Proof.SIGNATURE:
        if not one.record.signature:
            return "it is not signed"
        keys = identity.record.keys
        signed = digest(gate, law).encode()
        if not law.evidence.verify(signed, one.record.signature, keys):
            return f"the signature is none of a key that {one.person} has at the base"
        return None
    return _unreviewed(one.person, identity.record.accounts, law.evidence)


def _unknown_author(wrote: Authors, law: Law) -> str | None:
    """Where proof is asked for, an author whom nobody knows may be the approver."""
    if proof_of(law) is Proof.RECORDED or not (wrote.unknown or wrote.is_unseen):
        return None
    who = ", ".join(sorted(wrote.unknown)) or "the change is not committed"
    return f"who wrote the change is not known: {who}"


def _unreviewed(person: str, accounts: Mapping[str, int], evidence: Evidence) -> str | None:
    """The forge's latest word of a person counts, at the head commit, and never a bot's."""
    theirs = [one for one in evidence.reviews if accounts.get(one.forge) == one.account]
    if not theirs:
        return f"the forge has no review of {person}"
    last = theirs[-1]
    if last.is_bot:
        return f"the account of {person} is a bot's"
    if last.commit != evidence.head:
        return f"the last review of {person} is of another commit"
    return None if last.state == "approved" else f"the last review of {person} says {last.state}"


def proof_of(law: Law) -> Proof:
    """What the base takes for proof; recorded where it says nothing."""
    said = law.settings.approvals
    return Proof(said.proof) if said is not None and said.proof in set(Proof) else Proof.RECORDED


def unmet(gate: Approving, approvals: Iterable[Given], law: Law) -> Iterator[ApprovalRule]:
    """The rules of a gate for which nobody who may has approved at all."""
    approvals = tuple(approvals)
    for rule in gate.gate.approvals:
        may = entitled(rule, gate, law)
        if not any(one.person in may and one.record.role == named(rule) for one in approvals):
            yield rule


def rejected(law: Law, changes: tuple[Change, ...], fault: Fault) -> Iterator[Found]:
    """The approvals of a change that do not count for one reason, as findings."""
    for gate in passed(changes, law):
        wrote = authors(gate.project.id, changes, law)
        for one in given(changes, gate.review):
            for why, reason in faults(one, gate, wrote, law):
                if why is fault:
                    message = f"the approval of {one.person} does not count: {reason}"
                    yield Found(one.entity.at(*_PLACES[fault]), message, _HINTS[fault])


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
