"""One run beside the order that its process defines: what is missing, what is too much.

The cost is the least number of steps that must be put in or taken out to turn the run into the
defined order; an optional step costs nothing when it is missing. Of alignments with equal cost the
one is taken that keeps the earlier events of the run, so that what came late is what is out of its
place. A step that is done again costs, also where the process sends work back by `rework_to`: the
definitions know no free repetition. A run that has not ended is held against the order as far as it
has come: what can still be done is not missing. On purely sequential processes the cost is that of an
alignment in process mining. Source: definitions, Conformance to a sequence.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.analysis.cases import Variant
from tracker.analysis.order import Order

EFFORT = 200_000
"""Steps of the search for one variant, after which it is given up: no real process needs them."""

TOGETHER = 6_000_000
"""The same for all variants of a process; once they are spent, each is still searched for LEAST."""

LEAST = 4_000
"""It suffices for a run of 20 steps, eight of them side by side, of which four are out of their places."""


class Budget:
    """What the variants of a process may still cost; which are given up follows from their order alone."""

    def __init__(self) -> None:
        self.left = TOGETHER

    def of_one(self) -> int:
        """What the next variant may cost."""
        return max(min(EFFORT, self.left), LEAST)

    def spend(self, effort: int) -> None:
        """What a variant has cost."""
        self.left -= effort


class Kind(StrEnum):
    """How a run can leave the order."""

    MISSING = "missing"
    OUT_OF_ORDER = "out-of-order"
    REPEATED = "repeated"
    UNKNOWN = "unknown"


class Deviation(NamedTuple):
    """A step, and the place among the events, from 0, where the run left the order with it.

    A missing step points at the event that stands in its stead, at the end of the run behind it.
    """

    kind: Kind
    step: str
    place: int


@dataclass(frozen=True)
class Alignment:
    """`missing` steps were to put in, `extra` events, by place, to take out: `cost` counts both.

    A step that was done out of its place is in both (in `extra` alone where it is optional);
    `deviations` name each thing once, in the order of the run.
    """

    cost: int
    missing: tuple[str, ...]
    extra: tuple[int, ...]
    deviations: tuple[Deviation, ...]


def align(
    order: Order, variant: Variant, is_over: bool = True, budget: Budget | None = None
) -> Alignment | None:
    """The alignment of least cost; None where the ways to lay them side by side are too many."""
    budget = budget or Budget()
    left, limit = budget.of_one(), 0
    while left > 0:
        effort, kept = _within(order, variant, is_over, limit, left)
        budget.spend(effort)
        if kept is not None:
            return _told(order, variant, is_over, kept)
        left -= effort
        # Most runs keep the order, and most of the others nearly do: then few states are looked at.
        limit = 4 * limit or 4
    return None


def _within(
    order: Order, variant: Variant, is_over: bool, limit: int, budget: int
) -> tuple[int, list[bool] | None]:
    """Which events an alignment that costs at most `limit` keeps, and how much the search took.

    A state is the set of steps that are done with. What it carries is its cost, and the events taken
    out so far as the digits of a number: of two with equal cost the smaller kept the earlier ones.
    """
    states, effort = {0: (0, 1)}, 0
    for step in variant:
        before = order.before.get(step, 0)
        itself = 1 << order.place[step] if before else 0
        following: dict[int, tuple[int, int]] = {}
        for done, (cost, out) in states.items():
            if before and not done & itself:
                skipped = (before & ~done & ~itself & order.needed).bit_count()
                if cost + skipped <= limit:
                    _offer(following, done | before, (cost + skipped, 2 * out))
            if cost < limit:
                _offer(following, done, (cost + 1, 2 * out + 1))
        if not following:
            return effort + 1, None
        states = following
        effort += len(states)
        if effort > budget:
            return effort, None
    rest = order.needed if is_over else 0
    ends = [(cost + (rest & ~done).bit_count(), out) for done, (cost, out) in states.items()]
    best = min(ends, default=None)
    if best is None or best[0] > limit:
        return effort + 1, None
    return effort, [digit == "0" for digit in bin(best[1])[3:]]


def _offer(states: dict[int, tuple[int, int]], done: int, told: tuple[int, int]) -> None:
    known = states.get(done)
    if known is None or told < known:
        states[done] = told


def _told(order: Order, variant: Variant, is_over: bool, kept: list[bool]) -> Alignment:
    """What an alignment means, from the events that it keeps."""
    done, matched, last, left = 0, 0, -1, dict[str, int]()
    for at, step in enumerate(variant):
        if kept[at]:
            before, itself = order.before[step], 1 << order.place[step]
            left |= dict.fromkeys(order.names(before & ~done & ~itself), last + 1)
            done, matched, last = done | before, matched | itself, at
    if is_over:
        whole = (1 << len(order.steps)) - 1
        left |= dict.fromkeys(order.names(whole & ~done), last + 1)
    missing = tuple(step for step in left if order.needed >> order.place[step] & 1)
    extra = tuple(at for at, is_kept in enumerate(kept) if not is_kept)
    deviations = _deviations(order, variant, extra, order.names(matched), left)
    return Alignment(len(missing) + len(extra), missing, extra, deviations)


def _deviations(
    order: Order,
    variant: Variant,
    extra: tuple[int, ...],
    matched: tuple[str, ...],
    left: dict[str, int],
) -> tuple[Deviation, ...]:
    """The names of what was taken out and put in; `left` are the places where steps were left out."""
    seen, found = set(matched), []
    for at in extra:
        step = variant[at]
        if step not in order.place:
            found.append(Deviation(Kind.UNKNOWN, step, at))
        elif step in seen:
            found.append(Deviation(Kind.REPEATED, step, at))
        else:
            found.append(Deviation(Kind.OUT_OF_ORDER, step, min(at, left.get(step, at))))
            seen.add(step)
    found += [
        Deviation(Kind.MISSING, step, place)
        for step, place in left.items()
        if step not in seen and order.needed >> order.place[step] & 1
    ]
    return tuple(sorted(found, key=lambda one: one.place))
