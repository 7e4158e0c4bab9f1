"""The rule `approval-missing`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.approval import appointing, entitled, illegible, named, unmet
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.passing import given, passed
from tracker.law.policy import Law


@check(Severity.ERROR)
def approval_missing(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A gate is passed once everybody has approved whom it names.

    Each entry of a gate's `approvals` takes one approval, in a file of its own beside the review
    and in the same change: `approvals/<person>.yaml`. Who may give it is told by the base: the
    person whom a field of the project names, or one who holds a role. One approval answers one
    entry, so two entries take two people.

    Fails:
        approvals: [{field: sponsor}], in the gate, and no approval of the sponsor came

    Passes:
        gates/definition-2026-09-25/approvals/finance-director.yaml, `role: sponsor`

    Mend: let the person whom the finding names run `tracker approve PROJECT`.
    """
    for gate in passed(changes, law):
        if illegible(gate, law):
            message = f"who has to approve leaving {gate.review.left} cannot be read at the base"
            hint = "mend its lifecycle in a change of its own first"
            yield Found(gate.review.entity.at(), message, hint)
        for rule in unmet(gate, given(changes, gate.review), law):
            may = entitled(rule, gate, law)
            who = " or ".join(sorted(may)) or "nobody at the base"
            message = f"leaving {gate.review.left} takes the approval of the {named(rule)} ({who})"
            hint = f"let them run `tracker approve {gate.project.id}`, and commit the file with this change"
            hint = hint if may else appointing(rule, gate)
            yield Found(gate.review.entity.at(), message, hint)
