"""The probe `approvals`."""

from collections.abc import Iterator, Sequence

from tracker.cli.doctor.probe import Patient, Remark, fail, law, ok, probe, warn
from tracker.law.content import NAMESPACE, statement
from tracker.law.passing import Given
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import keys_of, proof_of
from tracker.model.kinds import KINDS
from tracker.model.work import Work
from tracker.outputs.closing import plural
from tracker.source.ssh import verified

_MOST = 3
_SIGNATURE = "`approvals: {proof: signature}`"
_AUDIT = "`tracker audit` judges each by the law and the keys of its day"


@probe(6)
def approvals(patient: Patient) -> Iterator[Remark]:
    """Which approvals are verified, and who could give one that is."""
    if patient.work is None:
        return
    here = law(patient.work)
    proof = proof_of(here)
    given = [Given(one) for one in patient.work.of("approval").values() if not one.unreadable]
    unsigned = [one for one in given if not one.record.signature]
    if proof is Proof.RECORDED:
        yield _recorded(unsigned, patient)
    else:
        yield ok(f"approvals are proven by `{proof}`")
        yield from _unproven(unsigned, proof)
    yield from _signed([one for one in given if one.record.signature], here)
    yield _people(patient.work, proof)


def _recorded(unsigned: Sequence[Given], patient: Patient) -> Remark:
    """Names in files; and what would have those to come verified."""
    said = "approvals are names in files: recorded, not verified"
    if unsigned:
        said = f"{plural(len(unsigned), 'approval')} recorded, not verified: {_gates(unsigned)}"
    return warn(
        said,
        f"read one as a claim; {_SIGNATURE} in {patient.prefix}tracker.yaml has those to come "
        "verified by keys, `{proof: review}` by the reviews of the forge",
    )


def _unproven(unsigned: Sequence[Given], proof: Proof) -> Iterator[Remark]:
    """What was given under another law, or is proven by what no clone holds."""
    if not unsigned:
        return
    count = plural(len(unsigned), "approval")
    if proof is Proof.SIGNATURE:
        yield warn(f"{count} not signed, so not verified: {_gates(unsigned)}", _AUDIT)
    else:
        yield warn(
            f"{count} not verified here, as no clone holds the forge's reviews: {_gates(unsigned)}",
            "`tracker check --reviews FILE` verifies those of a pull request; "
            f"with {_SIGNATURE} the proof of those to come is in the files",
        )


def _signed(signed: Sequence[Given], here: Law) -> Iterator[Remark]:
    """Signatures, held against the keys of today: a key may have been changed since."""
    broken = [one for one in signed if not _is_verified(one, here)]
    if len(signed) > len(broken):
        count = plural(len(signed) - len(broken), "approval")
        yield ok(f"{count} signed by a key that the approver has today")
    if broken:
        count = plural(len(broken), "approval")
        yield warn(
            f"{count} signed by no key that the approver alone has today: {_gates(broken)}",
            f"a key may have been changed since: {_AUDIT}",
        )


def _is_verified(one: Given, here: Law) -> bool:
    """True where the approver signed that digest; whether it is of these files, `tracker audit` tells."""
    record = one.record
    said = statement(record.digest or "", one.person, record.role, record.date)
    return verified(said, record.signature or "", keys_of(one.person, here), NAMESPACE)


def _gates(given: Sequence[Given]) -> str:
    """Of which gates they are, as `tracker list approvals` begins them: not who gave them."""
    gates = sorted({one.entity.id.rpartition("/")[0] for one in given})
    more = f" and {len(gates) - _MOST} more (`tracker list approvals`)" if gates[_MOST:] else ""
    return ", ".join(gates[:_MOST]) + more


def _people(work: Work, proof: Proof) -> Remark:
    """Who is not known to git can neither approve nor be told from an author."""
    people = work.people
    known = {id for id, identity in work.identities.items() if identity.record.emails}
    missing = len(people.keys() - known)
    if not missing:
        return ok(f"{plural(len(people), 'person', 'people')} known to git by an identity.yaml")
    said = f"without an address in an identity.yaml: {missing} of {plural(len(people), 'person', 'people')}"
    todo = f"`tracker new identity ID`; it lies at {KINDS['identity'].path_of('ID')}"
    return warn(said, todo) if proof is Proof.RECORDED else fail(said, todo)
