"""Gates as they were held: which review of a change authorises which move of its project.

Pure: changes go in, reviews and what is wrong with them come out. A review is known by its folder,
`gates/<phase left>-<day>`. Source: definitions, Gates and phases.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.law.change import Change, Move
from tracker.law.lifecycle import Decision
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
    found = [held(one) for id, one in work.of("review").items() if owner_of(id) == project]
    return tuple(sorted(found, key=lambda one: (one.day or date.max, one.name)))


def new_reviews(changes: Iterable[Change], project: str) -> tuple[Held, ...]:
    """The reviews of a project that came with the change: these alone authorise its moves."""
    return tuple(
        held(change.after)
        for change in changes
        if change.kind == "review" and change.before is None and change.after is not None
        if owner_of(change.id) == project
    )


def leads(review: Held, move: Move) -> bool:
    """True where a review speaks of this move: out of the phase it leaves, to where it leads."""
    if move.machine == "phase":
        return review.left == move.before and review.record.to == move.after
    return move.after == COMPLETED and review.record.to == COMPLETED


def authorising(move: Move, came: Iterable[Held]) -> Held | None:
    """The one review of the change that authorises a move; None where there is none, or two."""
    found = [review for review in came if leads(review, move)]
    return found[0] if len(found) == 1 else None


def decision_of(move: Move, came: Iterable[Held]) -> Decision | None:
    """What the review of a move decided.

    To recycle and to kill takes a reason: without one the review moves nothing.
    """
    review = authorising(move, came)
    if review is None:
        return None
    if review.decision in (Decision.RECYCLE, Decision.KILL) and not review.record.reason:
        return None
    return review.decision
