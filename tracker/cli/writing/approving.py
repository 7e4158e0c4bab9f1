"""Who approves which gate as what: told from the repository and the base, or refused with the reason."""

from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening
from tracker.law.approval import entitled, indistinct, named, unmet, works_here
from tracker.law.authorship import authors, persons
from tracker.law.check import Case
from tracker.law.content import digest
from tracker.law.gates import new_reviews
from tracker.law.passing import Approving, Given, given, passed
from tracker.law.proof import Proof
from tracker.law.proving import proof_of, unproven
from tracker.model.suggest import did_you_mean
from tracker.model.work import Work


def project_named(work: Work, text: str) -> str:
    """The id of a project, by `project/ID` or by its id alone."""
    if text.removeprefix("project/") in work.projects:
        return text.removeprefix("project/")
    entity = entity_named(work, text)
    raise Stop(
        f"{text!r} is a {entity.kind}, and projects have gates",
        did_you_mean(text, work.projects, "name a project: `tracker list projects`"),
    )


def gates_of(case: Case, project: str, base: str) -> list[Approving]:
    """The gates of a project that this change passes, and that ask for approvals."""
    changes = case.changes or ()
    found = [gate for gate in passed(changes, case.law) if gate.project.id == project]
    if not found and new_reviews(changes, project):
        raise Stop(
            f"the review of {project} that came with this change moves nothing",
            f"`tracker check --base {base}` says what is wrong with it",
        )
    if not found:
        raise Stop(
            f"no gate review of {project} came with this change since {base}",
            "an approval is of a review and of the move that it allows: "
            f"`tracker move {project} PHASE` writes both",
        )
    asking = [gate for gate in found if gate.gate.approvals]
    if not asking:
        raise Stop(
            f"the gate of {found[0].review.left} asks for nobody's approval",
            f"there is nothing to approve: `tracker check --base {base}`",
        )
    return asking


def myself(opening: Opening, case: Case) -> str:
    """The person whose identity at the base holds git's `user.email`."""
    email = opening.git().config("user.email")
    if not email:
        raise Stop(
            "git does not know who you are", "`git config user.email ADDRESS`, then approve again"
        )
    found = sorted(persons(email, case.law))
    if len(found) == 1:
        return found[0]
    if found:
        raise Stop(
            f"{email} belongs to {' and '.join(found)} at the base",
            "an approval is one person's: give each an address of their own, in a change of its own",
        )
    raise Stop(
        f"no identity at the base holds {email}",
        "add it to `emails` in people/PERSON/identity.yaml, in a change of its own; land that first",
    )


def standing_of(gate: Approving, person: str, case: Case) -> Given | None:
    """The approval that a person has given already, whatever it is of."""
    mine = (one for one in given(case.changes or (), gate.review) if one.person == person)
    return next(mine, None)


def awaiting(gates: list[Approving], person: str, case: Case) -> Approving:
    """The first gate that the person has not approved as it stands now."""
    for gate in gates:
        one = standing_of(gate, person, case)
        if one is None or not _stands(one, gate, case):
            return gate
    one = standing_of(gates[0], person, case)
    assert one is not None
    raise Stop(
        f"{person} has approved {gates[0].review.name} already, on {one.record.date}",
        f"what stands there is what was approved: commit {one.entity.path}",
    )


def _stands(one: Given, gate: Approving, case: Case) -> bool:
    """True where the file needs nothing more; the forge's review is no part of it."""
    approved = digest(gate, case.law)
    is_signed = proof_of(case.law) is not Proof.SIGNATURE or (
        unproven(one, gate, approved, case.law) is None
    )
    return one.record.digest == approved and is_signed


def role_of(gate: Approving, person: str, wanted: str | None, case: Case) -> str:
    """As what the person approves: what was asked for, else the first place that is still open."""
    law, rules = case.law, gate.gate.approvals
    asked = list(dict.fromkeys(named(rule) for rule in rules))
    if wanted is not None and wanted not in asked:
        raise Stop(
            f"the gate of {gate.review.left} asks for no {wanted}",
            did_you_mean(wanted, asked, f"it asks for {', '.join(asked)}"),
        )
    mine = [rule for rule in rules if person in entitled(rule, gate, law)]
    mine = [rule for rule in mine if wanted in (None, named(rule))]
    if not mine:
        raise _not_entitled(gate, person, case)
    others = [one for one in given(case.changes or (), gate.review) if one.person != person]
    left = list(unmet(gate, others, law))
    return named(next((rule for rule in mine if rule in left), mine[0]))


def _not_entitled(gate: Approving, person: str, case: Case) -> Stop:
    law = case.law
    wanted = [
        f"the {named(rule)} ({' or '.join(sorted(entitled(rule, gate, law))) or 'nobody'})"
        for rule in gate.gate.approvals
    ]
    known = law.work.people.get(person)
    if known is not None and not works_here(known.record, law):
        return Stop(
            f"{person} does not work here on {law.as_of}, says `active` at the base",
            "let one approve who does; or mend `active`, in a change of its own",
        )
    return Stop(
        f"{person} may not approve leaving {gate.review.left}: that takes {' and '.join(wanted)}",
        "roles and fields count as the base has them; change who that is in a change of its own",
    )


def refuse_own_work(gate: Approving, person: str, case: Case) -> None:
    """Nobody approves their own work."""
    changes = case.changes or ()
    same = indistinct(person, gate, changes, authors(gate.project, changes, case.law), case.law)
    if same is not None:
        reason, hint = same
        raise Stop(f"nobody approves their own work: {reason}", hint)
