"""The rule `gate-review`."""

from collections import defaultdict
from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change, Move
from tracker.law.check import check
from tracker.law.gates import COMPLETED, Held, held, leading, new_reviews, passed, stopped
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.law.reviewed import faults, order
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Condition


@check(Severity.ERROR)
def gate_review(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A forward move past a gate has its review, of this change.

    Leaving a phase that has a gate takes one review, in the same change:
    `gates/<phase left>-<day>/review.yaml`, which says where to, what was decided, and how each
    criterion of the gate was found. One review authorises one move; gates of a project are held
    one after the other, and never in the future. Two may share a day where the first has landed,
    and led to the phase that the second leaves.

    A criterion is met, with evidence where only people can judge it; or waived, with a reason, by
    somebody who may approve the gate and does not manage the project. With one that is not met
    nobody goes on. To hold, to recycle and to kill takes a reason: a project that is held is on
    hold, and one that was stopped or left its path is cancelled: only go and conditional complete
    one. A conditional decision lists its conditions, each with owner and day; one that is met is
    recorded in `conditions/<condition>.yaml`, beside the review.

    Fails:
        phase: planning, at the head, and nothing in gates/ came with it

    Passes:
        phase: planning, at the head, with gates/definition-2026-09-25/review.yaml, `to: planning`

    Mend: write the review that is missing, or complete it where the finding points.
    """
    projects = {one.id: one for one in changes if one.kind == "project"}
    came: dict[str, list[Held]] = defaultdict(list)
    for change in changes:
        if change.kind == "project":
            yield from _moves(change, law, changes)
        elif change.before is not None or change.after is None:
            continue
        elif change.kind == "review" and owner_of(change.id) in law.head.projects:
            owner, review = owner_of(change.id), held(change.after)
            came[owner].append(review)
            yield from faults(review, projects.get(owner), law, changes)
        elif change.kind == "condition":
            yield from _condition(change.after, law)
    for owner, reviews in came.items():
        yield from order(tuple(reviews), owner, law)


# A move has its review.


def _moves(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    before, after = change.before, change.after
    phases = law.phases(before) if before is not None and change.moves else None
    if after is None or phases is None:
        return
    came = new_reviews(changes, change.id)
    for move in change.moves:
        found = leading(move, change, came)
        for review in found[1:]:
            message = f"the move from {move.before} to {move.after} has two reviews"
            related = (("the other one", found[0].entity.at()),)
            yield Found(review.entity.at("to"), message, "keep the one that was held", related)
        yield from _ended(move, change, phases, law)
        left, *ahead = passed(phases, move, after.record.phase) or (None,)
        yield from _ahead(move, [name for name in ahead if name and phases.has_gate(name)])
        if left is None or not phases.has_gate(left) or found:
            continue
        to = COMPLETED if move.machine == "project" else move.after
        root = f"{law.head.root}/" if law.head.root else ""
        where = f"{root}projects/{change.id}/gates/{left}-{law.as_of}/review.yaml"
        message = f"leaving {left} takes a gate review, and none came with this change"
        hint = f"hold the gate, and say so in {where} with `to: {to}`; `tracker move` writes it"
        yield Found(move.at, message, hint, (), move.before, move.after)


def _ahead(move: Move, gates: list[str]) -> Iterator[Found]:
    """A project that is completed has come through its gates; an optional phase may be skipped."""
    if move.machine == "project" and gates:
        message = f"the project is completed ahead of the gate of {' and '.join(gates)}"
        hint = f"move it through its phases first: put back `status: {move.before}`; or cancel it"
        yield Found(move.at, message, hint, (), move.before, move.after)


def _ended(move: Move, change: Change, phases: Phases, law: Law) -> Iterator[Found]:
    """What was stopped or left its path did not reach its end: it is cancelled, never completed."""
    if move.machine != "project" or move.after != COMPLETED or change.after is None:
        return
    phase = change.after.record.phase
    if phase in phases.off_path:
        message = f"the project is completed in {phase}, which lies off the path of its phases"
        hint = "write `status: cancelled`; only the last phase of the path completes a project"
        yield Found(move.at, message, hint, (), move.before, move.after)
        return
    review = stopped(law.head, change.id, phase)
    if review is not None:
        message = f"a gate stopped the project on {review.day}: it is not completed"
        related = (("the review that stopped it", review.entity.at("decision")),)
        hint = "write `status: cancelled`; its closure tells what came of it"
        yield Found(move.at, message, hint, related, move.before, move.after)


def _condition(entity: Entity[Condition], law: Law) -> Iterator[Found]:
    """What is recorded as met is a condition of its review."""
    above, _, name = entity.id.rpartition("/")
    review = law.head.of("review").get(above)
    if review is None or review.unreadable or review.hides("conditions"):
        return
    known = [one.id for one in review.record.conditions if one.id]
    if name not in known:
        message = f"the review has no condition `{name}`"
        hint = f"name the file by the condition: {' or '.join(known) or 'it has none'}"
        yield Found(entity.at(), message, hint, (("the review", review.at("conditions")),))
    day = entity.record.done
    if day is not None and day > law.as_of:
        message = f"the condition is met on {day}, which is still to come"
        yield Found(entity.at("done"), message, "record it once it is met")
    asked = held(review).day
    if day is not None and asked is not None and day < asked:
        message = f"the condition is met on {day}, before its gate was held on {asked}"
        hint = "correct the day; what was met before the gate is no condition of it"
        yield Found(entity.at("done"), message, hint)
