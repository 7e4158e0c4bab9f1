"""The tree around a goal: what it is part of, what stands beside it, and what it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.analysis.goals import contributions
from tracker.analysis.tree import Row, above, below
from tracker.model.work import Work

UP, DOWN, BESIDE = 5, 4, 20
"""How many goals above one are shown, how many below each other, how many beside it to each side."""


class Place(StrEnum):
    """Where a goal stands, seen from the one that is looked at."""

    ABOVE = "above"
    HERE = "here"
    BESIDE = "beside"
    BELOW = "below"


@dataclass(frozen=True)
class Branch:
    """A goal with those below it that are shown.

    `share` is what it counts in the progress of the one above, None where it counts nothing there;
    `hidden` of those below it are not shown.
    """

    id: str
    place: Place
    share: float | None
    branches: tuple["Branch", ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class GoalTree:
    """The tree of all goals, from which that around one is taken."""

    work: Work
    parents: Mapping[str, str | None]
    under: Mapping[str, Sequence[str]]
    row: Row

    def around(self, goal: str) -> Branch | None:
        """The tree around a goal; None for one that stands alone."""
        chain = above(self.parents, goal, UP)
        found = self._down(goal, Place.HERE, DOWN)
        for parent in chain:
            found = self._up(parent, found)
        return found if chain or found.branches or found.hidden else None

    def all_under(self, goal: str) -> set[str]:
        """Every goal below one, at any depth."""
        return set(self.row.within(goal)[1:])

    def _down(self, goal: str, place: Place, levels: int) -> Branch:
        under = self.under.get(goal, ())
        shown = under if levels else ()
        branches = (self._down(one, Place.BELOW, levels - 1) for one in shown)
        return self._branch(goal, place, tuple(branches), len(under) - len(shown))

    def _up(self, parent: str, child: Branch) -> Branch:
        """The one above, with what stands beside the goal itself; further up only the way is shown."""
        if child.place is not Place.HERE:
            hidden = len(self.under.get(parent, ())) - 1
            return self._branch(parent, Place.ABOVE, (child,), hidden)
        under = self.under.get(parent, ())
        place = self._at[child.id]
        near = under[max(0, place - BESIDE) : place + BESIDE + 1]
        branches = (child if one == child.id else self._branch(one, Place.BESIDE) for one in near)
        return self._branch(parent, Place.ABOVE, tuple(branches), len(under) - len(near))

    def _branch(
        self, goal: str, place: Place, branches: tuple[Branch, ...] = (), hidden: int = 0
    ) -> Branch:
        share = self._shares.get(self.parents.get(goal) or "", {}).get(goal)
        return Branch(goal, place, share, branches, hidden)

    @cached_property
    def _at(self) -> Mapping[str, int]:
        """Where each goal stands among those beside it."""
        return {id: at for under in self.under.values() for at, id in enumerate(under)}

    @cached_property
    def _shares(self) -> Mapping[str, Mapping[str, float | None]]:
        return {id: contributions(self.work, id, self.under) for id in self.under}


def goal_tree(work: Work) -> GoalTree:
    """The tree of all goals."""
    parents = {id: one.record.parent for id, one in work.goals.items()}
    return GoalTree(work, parents, below(parents), Row(parents))
