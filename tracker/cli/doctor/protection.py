"""The probe `protection`."""

from collections.abc import Iterator

from tracker.cli.doctor.owners import owned
from tracker.cli.doctor.probe import Patient, Remark, fail, ok, probe, warn
from tracker.model.kinds import KINDS, placed
from tracker.model.work import Work
from tracker.outputs.closing import plural

OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
RECORDED = "recorded"


@probe(5)
def protection(patient: Patient) -> Iterator[Remark]:
    """What somebody could do that nothing here would prevent."""
    if patient.work is None:
        return
    yield _law(patient)
    yield _proof(patient.work)
    yield _people(patient.work)
    if patient.opening.repository is not None:
        yield warn(
            "whether the main branch is protected cannot be seen from here",
            "on the forge: require a pull request, the check and a review of code owners",
        )


def _law(patient: Patient) -> Remark:
    """The files that judge others change only with the consent of their owners."""
    law = [path for path in _files(patient) if _is_law(path.removeprefix(patient.prefix))]
    path = next((name for name in OWNERS if patient.files.exists(name)), None)
    if path is None:
        return warn(
            f"{plural(len(law), 'file')} of the law without an owner: there is no CODEOWNERS",
            f"give {patient.prefix}tracker.yaml, lifecycles/, roles and identities an owner there",
        )
    rules = patient.text(path) or ""
    free = [one for one in law if not owned(one, rules)]
    if free:
        return warn(
            f"{len(free)} of {plural(len(law), 'file')} of the law without an owner in {path}",
            f"give them one there; they are of these kinds: {patient.kinds(free)}",
        )
    return ok(f"all {plural(len(law), 'file')} of the law have an owner in {path}")


def _files(patient: Patient) -> list[str]:
    return [entry.path for entry in patient.files.entries(patient.opening.root or "")]


def _is_law(below: str) -> bool:
    place = placed(below)
    return place is not None and place.kind.law


def _proof(work: Work) -> Remark:
    approvals = work.settings.approvals
    proof = (approvals and approvals.proof) or RECORDED
    if proof == RECORDED:
        return warn(
            "approvals are names in files: recorded, not verified",
            "read one as a claim; what proves it is the review on the forge",
        )
    return ok(f"approvals are proven by `{proof}`")


def _people(work: Work) -> Remark:
    """Who is not known to git can neither approve nor be told from an author."""
    people = work.people
    known = {id for id, identity in work.identities.items() if identity.record.emails}
    missing = len(people.keys() - known)
    if not missing:
        return ok(f"{plural(len(people), 'person', 'people')} known to git by an identity.yaml")
    said = f"without an address in an identity.yaml: {missing} of {plural(len(people), 'person', 'people')}"
    todo = f"`tracker new identity ID`; it lies at {KINDS['identity'].path_of('ID')}"
    approvals = work.settings.approvals
    strict = approvals is not None and approvals.proof not in (None, RECORDED)
    return fail(said, todo) if strict else warn(said, todo)
