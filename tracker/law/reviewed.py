"""What is wrong with a gate review itself: it is whole, it was held, and its move is made with it."""

from collections.abc import Iterator

from tracker.finding import Found
from tracker.law.change import Change
from tracker.law.gates import Held, leads, reviews
from tracker.law.lifecycle import Decision
from tracker.law.policy import Law
from tracker.model.kinds import owner_of
from tracker.model.records import Criterion, Gate

ON_HOLD = "on-hold"


def faults(review: Held, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """Everything that keeps a new review from standing as the record of a gate."""
    entity, owner = review.entity, owner_of(review.entity.id)
    if entity.unreadable:
        return
    if review.left is None or review.day is None:
        message = f"`{review.name}` is no name for a gate review"
        hint = "name the folder by the phase left and the day: gates/definition-2026-09-25"
        yield Found(entity.at(), message, hint)
        return
    if review.day > law.as_of:
        message = f"the gate is held on {review.day}, which is still to come"
        yield Found(entity.at(), message, "a review is written once it was held: correct the day")
    project = next((one for one in changes if one.kind == "project" and one.id == owner), None)
    yield from _same_day(review, law)
    yield from _unmade(review, project, law)
    yield from _unreasoned(review)
    yield from _criteria(review, _gate(review, project, law))


def _same_day(review: Held, law: Law) -> Iterator[Found]:
    """Two gates of a project are not held on one day: the order of its phases could not be told."""
    for other in reviews(law.head, owner_of(review.entity.id)):
        if other.day == review.day and other.entity.id != review.entity.id:
            message = f"two gates of the project are held on {review.day}"
            related = (("the other one", other.entity.at()),)
            yield Found(
                review.entity.at(), message, "correct the day in the name of one folder", related
            )


def _unmade(review: Held, project: Change | None, law: Law) -> Iterator[Found]:
    """A review authorises the move that is made with it, and stays behind as its record."""
    moves = project.moves if project is not None else ()
    if review.decision is Decision.HOLD:
        entity = law.head.projects.get(owner_of(review.entity.id))
        if entity is not None and entity.record.status not in (ON_HOLD, None):
            message = f"the review holds the project, and its status is {entity.record.status}"
            yield Found(
                review.entity.at("decision"),
                message,
                f"write `status: {ON_HOLD}` in its project.yaml",
            )
        return
    if any(leads(review, move) for move in moves):
        return
    said = next((move for move in moves if move.machine == "phase"), None)
    if said is not None and review.left == said.before:
        message = f"the review leads to {review.record.to}, and the project moves to {said.after}"
        yield Found(
            review.entity.at("to"),
            message,
            f"write `to: {said.after}`, or move the project to {review.record.to}",
        )
        return
    message = f"the review leads from {review.left} to {review.record.to}, and the project makes no such move"
    yield Found(
        review.entity.at("to"),
        message,
        "move the project in this change, or take the review out of it",
    )


def _unreasoned(review: Held) -> Iterator[Found]:
    decision = review.decision
    if decision in (Decision.HOLD, Decision.RECYCLE, Decision.KILL) and not review.record.reason:
        message = f"a review that decides {decision} says why"
        yield Found(review.entity.at("reason"), message, "add `reason:`")
    if decision is Decision.CONDITIONAL and not review.record.conditions:
        message = "a conditional decision lists its conditions"
        yield Found(
            review.entity.at("conditions"),
            message,
            "add `conditions:`, each with owner and due; or decide go",
        )
    for index, condition in enumerate(review.record.conditions):
        for name in ("owner", "due"):
            if getattr(condition, name) is None and review.entity.knows("conditions", index, name):
                message = f"the condition `{condition.id}` has no {name}"
                yield Found(
                    review.entity.at("conditions", index),
                    message,
                    f"add `{name}:`, so that somebody sees to it",
                )


def _gate(review: Held, project: Change | None, law: Law) -> Gate | None:
    """The gate that was held, as the law of the base has it."""
    of = (
        project.before if project is not None else law.head.projects.get(owner_of(review.entity.id))
    )
    phases = law.phases(of) if of is not None else None
    return phases.phases[review.left].gate if phases and review.left in phases.phases else None


def _criteria(review: Held, gate: Gate | None) -> Iterator[Found]:
    """Each criterion of the gate is found somehow, and none besides."""
    if gate is None:
        return
    known = [criterion.id for criterion in gate.criteria if criterion.id]
    for index, met in enumerate(review.record.criteria):
        if met.id is not None and met.id not in known:
            message = f"the gate has no criterion `{met.id}`"
            hint = f"its criteria are {', '.join(known) or 'none'}"
            yield Found(review.entity.at("criteria", index, "id"), message, hint)
    for criterion in gate.criteria if review.passes else ():
        yield from _criterion(review, criterion)


def _criterion(review: Held, criterion: Criterion) -> Iterator[Found]:
    entity = review.entity
    said = f"`{criterion.id}` ({criterion.text})" if criterion.text else f"`{criterion.id}`"
    places = [at for at, one in enumerate(review.record.criteria) if one.id == criterion.id]
    if not places:
        if not entity.hides("criteria"):
            hint = f"add {{id: {criterion.id}, status: met, evidence: ...}}"
            yield Found(entity.at("criteria"), f"the review does not say how it found {said}", hint)
        return
    found = review.record.criteria[places[0]]
    at = entity.at("criteria", places[0])
    if found.status == "not-met":
        message = f"{said} is not met, and the review lets the project go on"
        yield Found(at, message, "decide hold or recycle; or waive it, with reason and approved_by")
    elif found.status == "waived" and not (found.reason and found.approved_by):
        message = f"{said} is waived without saying why and by whom"
        yield Found(at, message, "add `reason:` and `approved_by:`")
    elif found.status == "met" and criterion.requires is None and not found.evidence:
        message = f"{said} is met, and nothing shows it"
        yield Found(at, message, "add `evidence:`: what people looked at")
