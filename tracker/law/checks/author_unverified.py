"""The rule `author-unverified`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.authorship import authors
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.passing import passed
from tracker.law.policy import Law
from tracker.law.proving import unverified


@check(Severity.WARNING, unverified)
def author_unverified(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """The author of a change that passes a gate is known.

    Whether an approver is somebody else than the author can be told only of commits, whose
    addresses are those of people at the base. A working tree has no author yet, and an address
    that no identity.yaml holds may be anybody's, the approver's too. Under `proof: recorded` that
    is a warning; where the law asks for proof, it is an error.

    Fails:
        a commit of new.address@example.org, which no identity holds, passes a gate

    Passes:
        a commit of clerk.a@meridian.example, whose identity says so

    Mend: commit with an address of an identity.yaml; or add the address, in a change of its own.
    """
    for gate in passed(changes, law):
        if not gate.gate.approvals:
            continue
        wrote = authors(gate.project, changes, law)
        at = gate.review.entity.at()
        if wrote.is_unseen:
            message = "who wrote this change is not known: it is not committed"
            yield Found(at, message, "commit it, then check the commit")
        for email in sorted(wrote.unknown):
            message = f"who wrote this change is not known: {email} is nobody's at the base"
            yield Found(
                at, message, "commit with an address that an identity.yaml of the base holds"
            )
