"""Gates as they were held: which review of a change authorises which move of its project.

Pure: changes go in, reviews and what is wrong with them come out. A review is known by its folder,
`gates/<phase left>-<day>`. Source: definitions, Gates and phases.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.law.change import Change, Move
from tracker.law.lifecycle import Decision, Phases
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Met, Review
from tracker.model.work import Work

COMPLETED = "completed"
"""What a review of the last phase's gate leads to: a status, as there is no further phase."""

_FOLDER = re.compile(r"(?P<left>.+)-(?P<day>\d{4}-\d\d-\d\d)\Z", re.ASCII)
_PASSING = (Decision.GO, Decision.CONDITIONAL)


@dataclass(frozen=True)
class Held:
    """One gate review: the phase that it leaves and its day, as its folder says (None where it does not)."""

    entity: Entity[Review]
    left: str | None
    day: date | None

    @property
    def record(self) -> Review:
        return self.entity.record

    @property
    def decision(self) -> Decision | None:
        """What was decided; None where the schema refused it."""
        said = self.record.decision
        return Decision(said) if said in set(Decision) else None

    @property
    def name(self) -> str:
        """The folder of the review."""
        return self.entity.id.partition("/")[2]

    @property
    def passes(self) -> bool:
        """True where the project goes on."""
        return self.decision in _PASSING

    def found(self, criterion: str | None) -> Met | None:
        """How the review found one criterion; None where it does not speak of it."""
        return next((one for one in self.record.criteria if one.id == criterion), None)


def held(entity: Entity[Review]) -> Held:
    """A review with what its folder says."""
    said = _FOLDER.match(entity.id.partition("/")[2])
    if said is None:
        return Held(entity, None, None)
    try:
        return Held(entity, said["left"], date.fromisoformat(said["day"]))
    except ValueError:
        return Held(entity, said["left"], None)


def reviews(work: Work, project: str) -> tuple[Held, ...]:
    """All reviews of a project, by day."""
    return tuple(sorted(map(held, work.parts("review", project)), key=_order))


def reviews_by_project(work: Work) -> dict[str, list[Held]]:
    """All reviews by the project that they are of, each project's by day."""
    found: dict[str, list[Held]] = {}
    for one in sorted(map(held, work.of("review").values()), key=_order):
        found.setdefault(owner_of(one.entity.id), []).append(one)
    return found


def _order(one: Held) -> tuple[date, str]:
    return one.day or date.max, one.name


def new_reviews(changes: Iterable[Change], project: str) -> tuple[Held, ...]:
    """The reviews of a project that came with the change: these alone authorise its moves."""
    return tuple(
        held(change.after)
        for change in changes
        if change.kind == "review" and change.before is None and change.after is not None
        if owner_of(change.id) == project
    )


def leading(move: Move, change: Change, came: Iterable[Held]) -> tuple[Held, ...]:
    """The reviews that speak of a move: out of the phase that it leaves, to where it leads."""
    left, to = move.before, move.after
    if move.machine != "phase":
        if move.machine != "project" or move.after != COMPLETED or change.after is None:
            return ()
        left, to = change.after.record.phase, COMPLETED
    return tuple(one for one in came if one.left == left and one.record.to == to)


def authorising(move: Move, change: Change, came: Iterable[Held]) -> Held | None:
    """The one review of the change that authorises a move; None where there is none, or two."""
    found = leading(move, change, came)
    return found[0] if len(found) == 1 else None


def decision_of(move: Move, change: Change, came: Iterable[Held]) -> Decision | None:
    """What the review of a move decided.

    To recycle and to kill takes a reason: without one the review moves nothing.
    """
    review = authorising(move, change, came)
    if review is None:
        return None
    if review.decision in (Decision.RECYCLE, Decision.KILL) and not review.record.reason:
        return None
    return review.decision


def stopped(work: Work, project: str, phase: str | None) -> Held | None:
    """The review that stopped a project and led it to the phase; None where it came there in order."""
    found = [one for one in reviews(work, project) if one.decision is not Decision.HOLD]
    last = next((one for one in reversed(found) if one.record.to == phase), None)
    return last if last is not None and last.decision is Decision.KILL else None


def accounted(
    phases: Phases, project: str, work: Work, changes: Iterable[Change]
) -> tuple[str, ...]:
    """Where a project may stand by what its earlier reviews tell: beyond them it passed no gate.

    Asked where the base says a phase that its lifecycle does not know.
    """
    came = {one.name for one in new_reviews(changes, project)}
    led = [
        one.record.to
        for one in reviews(work, project)
        if one.name not in came and one.decision is not Decision.HOLD
        if one.record.to in phases.order
    ]
    return phases.open_from(filter(None, led[-1:]) if led else phases.starts)


def passed(phases: Phases, move: Move, phase: str | None) -> tuple[str, ...]:
    """The phases that a move leaves behind, the skipped ones too; none where the order refuses it.

    A project that is completed leaves the phase that it is in, and all that follow.
    """
    order = phases.order
    if move.machine == "project" and move.after == COMPLETED and phase in order:
        return order[order.index(phase) :]
    if move.machine != "phase" or move.before not in order or move.after not in order:
        return ()
    if not phases.leads(move.before, move.after):
        return ()
    return order[order.index(move.before) : order.index(move.after)]
