"""Whether an approval is proved as the law asks for: by a name alone, a signature, or the forge's review."""

from collections.abc import Sequence

from tracker.finding import Severity
from tracker.law.content import statement
from tracker.law.passing import Approving, Given
from tracker.law.policy import Law
from tracker.law.proof import ForgeReview, Proof, State
from tracker.source.keys import bare, is_plain

Missing = tuple[str, str] | None
"""What a proof lacks, and what mends that; None where it is whole."""


def proof_of(law: Law) -> Proof:
    """What the base takes for proof: recorded where it says nothing, signatures where it cannot be read."""
    workspace = law.work.workspace
    if workspace is not None and (
        workspace.unreadable or not workspace.knows("approvals", "proof")
    ):
        return Proof.SIGNATURE
    said = law.settings.approvals
    return Proof(said.proof) if said is not None and said.proof else Proof.RECORDED


def unverified(law: Law) -> Severity:
    """How grave it is that an author is not known: where proof is asked for, it may be the approver."""
    return Severity.WARNING if proof_of(law) is Proof.RECORDED else Severity.ERROR


def unproven(one: Given, gate: Approving, approved: str, law: Law) -> Missing:
    """What is missing for the proof that the law asks for."""
    proof = proof_of(law)
    if proof is Proof.RECORDED:
        return None
    if one.person not in law.work.identities:
        return _unidentified(one.person)
    if proof is Proof.SIGNATURE:
        return _unsigned(one, gate, approved, law)
    return unreviewed(one.person, law)


def _unidentified(person: str) -> Missing:
    reason = f"{person} has no identity.yaml at the base"
    return reason, f"bring people/{person}/identity.yaml in a change of its own first"


def _unsigned(one: Given, gate: Approving, approved: str, law: Law) -> Missing:
    hint = f"let {one.person} sign it: `tracker approve {gate.project.id} --key FILE`"
    if not one.record.signature:
        return "it is not signed", hint
    if signed(one, approved, law):
        return None
    return f"no key that {one.person} alone has at the base made this signature", hint


def signed(one: Given, approved: str, law: Law) -> bool:
    """True where the signature of an approval is one of that person's, over that digest."""
    said = statement(approved, one.person, one.record.role, one.record.date)
    signature = one.record.signature or ""
    return law.evidence.verify(said, signature, keys_of(one.person, law))


def keys_of(person: str, law: Law) -> tuple[str, ...]:
    """The keys of a person; one that somebody else has as well, or that is padded, is nobody's."""
    others = {
        bare(key)
        for id, one in law.work.identities.items()
        for key in one.record.keys
        if id != person
    }
    identity = law.work.identities.get(person)
    keys = identity.record.keys if identity is not None else ()
    return tuple(key for key in keys if bare(key) not in others and is_plain(key))


def unreviewed(person: str, law: Law) -> Missing:
    """The forge's latest word of a person counts, at the head commit, and never a bot's."""
    identity = law.work.identities.get(person)
    if identity is None:
        return _unidentified(person)
    evidence, accounts = law.evidence, set(identity.record.accounts.items())
    if evidence.reviews is None:
        reason = "the forge's reviews were not handed in"
        return reason, "hand them in: `tracker check --reviews FILE`; the action does with `token`"
    for id, one in law.work.identities.items():
        if id != person and accounts & set(one.record.accounts.items()):
            reason = f"the account of {person} is that of {id} as well"
            return reason, "give each an account of their own, in a change of its own"
    theirs = [one for one in evidence.reviews if (one.forge, one.account) in accounts]
    undecided = _undecided(person, theirs, evidence.head)
    hint = f"let {person} approve the pull request as it stands now, then check its head commit"
    return None if undecided is None else (undecided, hint)


def _undecided(person: str, theirs: Sequence[ForgeReview], head: str | None) -> str | None:
    if not theirs:
        return f"the forge has no review of {person} that approves or refuses"
    last = theirs[-1]
    if last.is_bot:
        return f"the account of {person} is a bot's"
    if last.state is not State.APPROVED:
        return f"the last review of {person} says {last.state.replace('_', ' ')}"
    if head is None:
        return "a review is of a commit, and a working tree was judged"
    return None if last.commit == head else f"the last review of {person} is of another commit"
