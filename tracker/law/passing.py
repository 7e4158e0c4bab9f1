"""Gates that a change passes: by which review, and which approvals came with it.

Pure: changes and law go in, gates come out. Source: design, section 3.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tracker.law.change import Change, project_of
from tracker.law.gates import Held, authorising, new_reviews
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Approval, Gate, Project


class Approving(NamedTuple):
    """A gate that a change passes: its review, the project before and after, and who has to approve."""

    project: Change
    review: Held
    gate: Gate
    before: Entity[Project]
    after: Entity[Project]


@dataclass(frozen=True)
class Given:
    """One approval of a review, as its file says; the name of the file is the person."""

    entity: Entity[Approval]

    @property
    def person(self) -> str:
        return self.entity.id.rpartition("/")[2]

    @property
    def review(self) -> str:
        """The id of the review that it stands beside."""
        return self.entity.id.rpartition("/")[0]

    @property
    def record(self) -> Approval:
        return self.entity.record


def passed(changes: Iterable[Change], law: Law) -> Iterator[Approving]:
    """Every gate that the change passes by a review of its own, whatever that decides."""
    changes = tuple(changes)
    for change in changes:
        if change.kind != "project" or change.before is None or change.after is None:
            continue
        phases = law.phases(change.before) if change.moves else None
        came = new_reviews(changes, change.id)
        for move in change.moves if phases is not None else ():
            review = authorising(move, change, came)
            left = phases.phases.get(review.left or "") if phases and review else None
            if review is not None and left is not None and left.gate is not None:
                yield Approving(change, review, left.gate, change.before, change.after)


def given(changes: Iterable[Change], review: Held) -> tuple[Given, ...]:
    """The approvals of a review that came with it: one that was there before it is none."""
    return tuple(one for one in _came(changes) if one.review == review.entity.id)


def stray(changes: Iterable[Change], passing: Container[str], law: Law) -> Iterator[Given]:
    """New approvals that are of no review by which the change passes a gate.

    The gates of a project that is taken in under way lie behind it, and so do their approvals.
    """
    for one in _came(changes):
        if one.review not in passing and not is_taken_in(project_of(one.review, changes), law):
            yield one


def is_taken_in(project: Change | None, law: Law) -> bool:
    """True of a project that was under way already: what its gates left stays as it was."""
    if law.founding:
        return True
    new = project.after if project is not None and project.is_new else None
    return new is not None and law.imports(new)


def _came(changes: Iterable[Change]) -> Iterator[Given]:
    for change in changes:
        if change.kind == "approval" and change.before is None and change.after is not None:
            yield Given(change.after)


def names(project: Change) -> frozenset[str]:
    """The ids of a project, before and after."""
    return frozenset(owner_of(one.id) for one in (project.before, project.after) if one is not None)
