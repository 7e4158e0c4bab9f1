"""The rule `gate-criteria`."""

from collections.abc import Iterator
from itertools import islice

from tracker.finding import Found, Severity
from tracker.law import criteria, subset
from tracker.law.change import Change, Move
from tracker.law.check import check
from tracker.law.gates import Held, authorising, new_reviews, passed
from tracker.law.policy import Law
from tracker.model.records import Criterion
from tracker.model.work import Work

_MOST = 20
"""A criterion that fails in more places than this is said to fail in these."""


@check(Severity.ERROR)
def gate_criteria(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """What leaving a phase takes is there.

    A gate's criteria with `requires` are held against the project as it stands at the head: its
    project file, its plan, its closure and the facts computed from them. What a criterion names
    must be there; nothing passes because it is absent. A criterion without `requires` is met by
    evidence in the gate review (`gate-review`); one that the review waives is not asked for, nor
    is any where the review stops the project or sends it back. A project that is completed leaves
    the last phase, and all that it has not been in. What is missing altogether is pointed at by
    the line of the move.

    Fails:
        phase: planning, at the head, in a project without a budget that `charter` requires

    Passes:
        phase: planning, at the head, with every key that `charter` requires

    Mend: mend the line that the finding points to, add what it misses, or leave the phase as it was.
    """
    before, after = change.before, change.after
    if change.kind != "project" or not change.moves or before is None or after is None:
        return
    phases = law.phases(before)
    if phases is None:
        return
    came = new_reviews(changes, change.id)
    for move in change.moves:
        review = authorising(move, change, came)
        if move.machine == "phase" and review is not None and not review.passes:
            continue
        for name in passed(phases, move, after.record.phase):
            gate = phases.phases[name].gate
            for criterion in gate.criteria if gate else ():
                if review is not None and _is_waived(review, criterion):
                    continue
                yield from _unmet(criterion, name, change, work, move)


def _is_waived(review: Held, criterion: Criterion) -> bool:
    """True where the review waives a criterion, and says why and who did."""
    found = review.found(criterion.id)
    return bool(found and found.status == "waived" and found.reason and found.approved_by)


def _unmet(
    criterion: Criterion, phase: str, change: Change, work: Work, move: Move
) -> Iterator[Found]:
    requires = criterion.requires
    if requires is None:
        return
    said = f"leaving {phase} takes `{criterion.id}`"
    if any(subset.faults(requires)):
        message = f"{said}, which cannot be judged: the criterion itself is at fault"
        hint = "mend the lifecycle first, in a change of its own (`lifecycle-fault`)"
        yield Found(move.at, message, hint, (), move.before, move.after)
        return
    view = criteria.View(work, change.id)
    meant = f" ({criterion.text})" if criterion.text else ""
    hint = f"meet the criterion{meant}, or leave the {move.field} at {move.before}"
    for failure in islice(criteria.failures(requires, view.data()), _MOST):
        for place in islice(view.places(failure.route, move.at), _MOST):
            yield Found(place, f"{said}: {failure.message}", hint, (), move.before, move.after)
