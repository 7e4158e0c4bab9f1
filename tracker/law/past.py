"""What came before a change on its line: for the rules that judge a history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tracker.law.change import Change
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS


class Gone(NamedTuple):
    """Who left, and when; of one that only took another id, nothing but when."""

    entity: Entity[Any] | None
    left: "Landing"


class Landing(NamedTuple):
    """A commit of the line: what it is called, and the day it landed."""

    commit: str
    day: date


@dataclass
class Past:
    """What is gone, and what has landed; it grows with each step.

    `gone` are the entities that left or took another id, by kind and id, and `reviews` when each
    gate review came. `answering` are the files of approvals that land after the move which they are of.
    """

    gone: dict[tuple[str, str], Gone] = field(default_factory=dict)
    reviews: dict[str, Landing] = field(default_factory=dict)
    answering: set[str] = field(default_factory=set)

    def land(self, changes: Iterable[Change], at: Landing) -> None:
        """A step is over."""
        for change in changes:
            before = change.before
            left = before is not None and (change.is_removed or change.renamed_from is not None)
            if before is not None and left and KINDS[change.kind].part_of is None:
                self.gone[before.kind, before.id] = Gone(before if change.is_removed else None, at)
            if change.kind == "review" and change.is_new:
                self.reviews[change.id] = at
