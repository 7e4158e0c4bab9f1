"""The rule `decision-unverified`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.deciding import APPROVED, decided_now
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import proof_of, unreviewed


@check(Severity.WARNING)
def decision_unverified(change: Change, law: Law) -> Iterator[Found]:
    """Where approvals are proved, so is who approved a change request.

    The decision of a change request is a name in a file, which whoever writes the file can type.
    Under `proof: signature` nothing verifies it; under `proof: review` the forge's review of the
    person does, in the change that brings the decision. Where it is not verified, the reviewers
    should ask the person.

    Fails:
        decided_by: finance-director, under `proof: signature`

    Passes:
        decided_by: finance-director, under `proof: review`, who approved the pull request

    Mend: see that the person said so; under `proof: review`, let them approve the pull request.
    """
    request = change.after
    if not decided_now(change) or request is None or request.state != APPROVED:
        return
    person, proof = request.record.decided_by, proof_of(law)
    if person is None or law.founding or proof is Proof.RECORDED:
        return
    if proof is Proof.REVIEW and unreviewed(person, law) is None:
        return
    message = f"that {person} approved the change request is recorded, not verified"
    hint = f"ask {person}: a name in a file is typed by whoever writes the file"
    yield Found(request.at("decided_by"), message, hint)
