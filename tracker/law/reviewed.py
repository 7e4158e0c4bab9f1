"""What is wrong with a gate review itself: it is whole, it was held, and its move is made with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from tracker.finding import Found
from tracker.law.approval import entitled, own_work
from tracker.law.authorship import authors
from tracker.law.change import Change
from tracker.law.gates import COMPLETED, Held, leading, passed, reviews
from tracker.law.lifecycle import ON_HOLD, Decision, Phases
from tracker.law.passing import Approving, is_taken_in
from tracker.law.policy import Law
from tracker.model.kinds import owner_of
from tracker.model.records import Criterion, Gate


def faults(
    review: Held, project: Change | None, law: Law, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """Everything that keeps a new review from standing as the record of a gate."""
    entity = review.entity
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
    yield from _unreasoned(review)
    yield from _conditions(review)
    if not is_taken_in(project, law):
        yield from _unmade(review, project, law)
        yield from _criteria(review, project, law, changes)


def order(came: tuple[Held, ...], owner: str, law: Law) -> Iterator[Found]:
    """Gates of a project are held one after the other: else the order of its phases is not told.

    On one day it is told where one leads to the phase that the other leaves, and has landed.
    """
    new = {one.name for one in came}
    dated = [one for one in reviews(law.head, owner) if one.day is not None]
    last = next((one for one in reversed(dated) if one.name not in new), None)
    on_day: dict[date | None, list[Held]] = defaultdict(list)
    for one in dated:
        on_day[one.day].append(one)
    for review in came:
        entity, day = review.entity, review.day
        if entity.unreadable or day is None:
            continue
        others = (one for one in on_day[day] if one.name != review.name)
        other = next((one for one in others if not _follows(review, one, new)), None)
        if other is not None:
            message = f"two gates of the project are held on {day}"
            yield Found(entity.at(), message, _SAME_DAY, (("the other one", other.entity.at()),))
        if last is not None and last.day is not None and last.day > day:
            message = f"the gate is held on {day}, before one that the base has"
            hint = "correct the day in the name of the folder"
            yield Found(entity.at(), message, hint, (("the other one", last.entity.at()),))


_SAME_DAY = (
    "say in the name of the folder on which day each was held; or let the first one land first"
)


def _follows(review: Held, other: Held, came: set[str]) -> bool:
    return other.name not in came and other.record.to == review.left


def _unmade(review: Held, project: Change | None, law: Law) -> Iterator[Found]:
    """A review authorises the move that is made with it, and stays behind as its record."""
    entity, to = review.entity, review.record.to
    if review.decision is Decision.HOLD:
        yield from _unheld(review, law)
        return
    if to == COMPLETED and review.decision in (Decision.RECYCLE, Decision.KILL):
        message = f"a review that decides {review.decision} completes no project"
        hint = "decide go or conditional; a project that is stopped gets `status: cancelled`"
        yield Found(entity.at("to"), message, hint)
        return
    moves = project.moves if project is not None else ()
    if project is not None and any(leading(move, project, [review]) for move in moves):
        return
    said = next((move for move in moves if move.machine == "phase"), None)
    if said is not None and review.left == said.before:
        message = f"the review leads to {to}, and the project moves to {said.after}"
        hint = f"write `to: {said.after}`, or move the project to {to}"
        yield Found(entity.at("to"), message, hint)
        return
    message = f"the review leads from {review.left} to {to}, and the project makes no such move"
    hint = "move the project in this change, or take the review out of it"
    yield Found(entity.at("to"), message, hint)


def _unheld(review: Held, law: Law) -> Iterator[Found]:
    """To hold stops the project where it is."""
    project = law.head.projects.get(owner_of(review.entity.id))
    if project is None:
        return
    phase, status = project.record.phase, project.record.status
    if phase is not None and phase != review.left:
        message = f"the review holds the project in {review.left}, and it is in {phase}"
        yield Found(project.at("phase"), message, f"put it back: `phase: {review.left}`")
    if status not in (ON_HOLD, None):
        message = f"the review holds the project, and its status is {status}"
        yield Found(project.at("status"), message, f"write `status: {ON_HOLD}`")


def _unreasoned(review: Held) -> Iterator[Found]:
    decision, entity = review.decision, review.entity
    stops = decision in (Decision.HOLD, Decision.RECYCLE, Decision.KILL)
    if stops and not review.record.reason and entity.knows("reason"):
        message = f"a review that decides {decision} says why"
        yield Found(entity.at("decision"), message, "add `reason:`")


def _conditions(review: Held) -> Iterator[Found]:
    """What a conditional decision leaves to be done has somebody who sees to it, and a day."""
    entity, conditions = review.entity, review.record.conditions
    if review.decision is Decision.CONDITIONAL and not conditions and entity.knows("conditions"):
        message = "a conditional decision lists its conditions"
        hint = "add `conditions:`, each with owner and due; or decide go"
        yield Found(entity.at("decision"), message, hint)
    yield from _doubled(review, "conditions", [one.id for one in conditions])
    for index, condition in enumerate(conditions):
        for name in ("owner", "due"):
            if getattr(condition, name) is None and entity.knows("conditions", index, name):
                message = f"the condition `{condition.id}` has no {name}"
                hint = f"add `{name}:`, so that somebody sees to it"
                yield Found(entity.at("conditions", index), message, hint)
        if condition.due is not None and review.day is not None and condition.due < review.day:
            message = f"the condition `{condition.id}` is due on {condition.due}, before its gate"
            hint = f"it is met after the gate, which is held on {review.day}: correct the day"
            yield Found(entity.at("conditions", index, "due"), message, hint)


def _doubled(review: Held, part: str, ids: list[str | None]) -> Iterator[Found]:
    counts = Counter(ids)
    for index, id in enumerate(ids):
        if id is not None and counts[id] > 1 and index > ids.index(id):
            message = f"`{id}` stands twice in the `{part}` of the review"
            yield Found(review.entity.at(part, index, "id"), message, "keep one of the two")


def _criteria(
    review: Held, project: Change | None, law: Law, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """Each criterion of the gate is found somehow, and none besides.

    Where optional phases are skipped, the review may waive what their gates ask of the files.
    """
    of = project.before if project else law.head.projects.get(owner_of(review.entity.id))
    phases = law.phases(of) if of is not None else None
    if phases is None or review.left not in phases.phases:
        return
    gate = phases.phases[review.left].gate or Gate()
    beside = {one.id for one in _skipped(phases, project)}
    known = [one.id for one in gate.criteria if one.id]
    yield from _doubled(review, "criteria", [one.id for one in review.record.criteria])
    for index, met in enumerate(review.record.criteria):
        if met.id is not None and met.id not in known and met.id not in beside:
            message = f"the gate has no criterion `{met.id}`"
            hint = f"its criteria are {', '.join(known) or 'none'}"
            yield Found(review.entity.at("criteria", index, "id"), message, hint)
    if not review.passes:
        return
    for criterion in gate.criteria:
        yield from _criterion(review, criterion)
    if project is not None and project.before is not None and project.after is not None:
        held = Approving(project, review, gate, project.before, project.after)
        yield from _waivers(held, law, changes)


def _skipped(phases: Phases, project: Change | None) -> Iterator[Criterion]:
    """The criteria of every gate that the project passes."""
    if project is None or project.after is None:
        return
    for move in project.moves:
        for name in passed(phases, move, project.after.record.phase):
            gate = phases.phases[name].gate
            yield from gate.criteria if gate else ()


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
    if found.status == "not-met":
        at = entity.at("criteria", places[0], "status")
        message = f"{said} is not met, and the review lets the project go on"
        hint = "let it be met, and say by what evidence; or waive it, or decide hold or recycle"
        yield Found(at, message, hint)
    elif found.status == "met" and criterion.requires is None and not found.evidence:
        message = f"{said} is met, and nothing shows it"
        hint = "add `evidence:`: what people looked at"
        yield Found(entity.at("criteria", places[0]), message, hint)


def _waivers(gate: Approving, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A waiver says why, and is given by one who may approve the gate, and not for one's own work."""
    entity = gate.review.entity
    for index, found in enumerate(gate.review.record.criteria):
        if found.status != "waived":
            continue
        if not (found.reason and found.approved_by):
            message = f"`{found.id}` is waived without saying why and by whom"
            yield Found(entity.at("criteria", index), message, "add `reason:` and `approved_by:`")
            continue
        reason = _why_not_waived(found.approved_by, gate, law, changes)
        if reason is not None:
            said, hint = reason
            message = f"`{found.id}` is waived by {found.approved_by}, who {said}"
            yield Found(entity.at("criteria", index, "approved_by"), message, hint)


def _why_not_waived(
    person: str, gate: Approving, law: Law, changes: tuple[Change, ...]
) -> tuple[str, str] | None:
    """Why a person may not waive, and what to do; where the gate names nobody, anybody else may."""
    may = frozenset().union(*(entitled(rule, gate, law) for rule in gate.gate.approvals))
    if gate.gate.approvals and person not in may:
        who = " or ".join(sorted(may)) or "nobody at the base"
        hint = f"those who may are the ones whom the gate names: {who}"
        return "may not approve the gate", hint
    own = own_work(person, gate, changes, authors(gate.project, changes, law), law)
    return None if own is None else (own[0], "let somebody else waive it, or meet it")
