"""Control charts of single values (XmR): what varies as it always did, and what is a signal.

Limits are mean ± 2.66 · mean moving range, the limit of ranges is 3.27 · mean moving range, and a
sigma is a third of the way from the mean to a limit. Limits are frozen on a baseline: an outlier that
takes part in its own limits widens them until it hides. They are provisional while the baseline has
fewer than `ENOUGH` values. A time is never below 0, nor is its lower limit; so it is with shares, which are
never more than all either. Source: definitions,
Control chart; Shewhart, Wheeler.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

NATURAL = 2.66
RANGES = 3.268
"""What the definitions round to 3.27; their vector takes it with three decimals."""
ENOUGH = 10
SHIFT = 8
"""So many values in a row on one side of the mean are a shift."""

_HAIR = 1e-12


class Rule(StrEnum):
    """What makes a value a signal; `beyond` counts sigmas, strictly."""

    OUTSIDE = "outside a limit"
    TWO_OF_THREE = "2 of 3 beyond two sigma on one side"
    FOUR_OF_FIVE = "4 of 5 beyond one sigma on one side"
    EIGHT_IN_A_ROW = "8 in a row on one side"


_RULES = {
    Rule.OUTSIDE: (1, 1, 3.0),
    Rule.TWO_OF_THREE: (2, 3, 2.0),
    Rule.FOUR_OF_FIVE: (4, 5, 1.0),
    Rule.EIGHT_IN_A_ROW: (SHIFT, SHIFT, 0.0),
}
"""How many of how many values in a row lie beyond so many sigmas, the last of them too."""


class Signal(NamedTuple):
    """The place of a value, from 0, its rule, and on which side of the mean it lies."""

    place: int
    rule: Rule
    is_above: bool


class Bounds(NamedTuple):
    """What no value can pass: a time is at least 0, and a share at most all. None is no bound."""

    least: float | None = None
    most: float | None = None


UNBOUND = Bounds()


@dataclass(frozen=True)
class Limits:
    """What a baseline of `count` values foretells; all in the unit of the values."""

    mean: float
    mean_range: float
    count: int
    bounds: Bounds = UNBOUND

    @property
    def sigma(self) -> float:
        return NATURAL * self.mean_range / 3

    @property
    def upper(self) -> float:
        high = self.mean + NATURAL * self.mean_range
        return high if self.bounds.most is None else min(high, self.bounds.most)

    @property
    def lower(self) -> float:
        low = self.mean - NATURAL * self.mean_range
        return low if self.bounds.least is None else max(low, self.bounds.least)

    @property
    def range_limit(self) -> float:
        return RANGES * self.mean_range

    @property
    def is_provisional(self) -> bool:
        return self.count < ENOUGH


def limits(baseline: Sequence[float], bounds: Bounds = UNBOUND) -> Limits | None:
    """The limits of a baseline, at least two values of it."""
    if len(baseline) < 2:
        return None
    ranges = [abs(after - before) for before, after in pairwise(baseline)]
    return Limits(sum(baseline) / len(baseline), sum(ranges) / len(ranges), len(baseline), bounds)


def signals(values: Sequence[float], frozen: Limits) -> list[Signal]:
    """Every signal, at the value with which its rule is fulfilled."""
    return sorted(
        Signal(place, rule, is_above)
        for rule in Rule
        for is_above in (True, False)
        for place in _places(rule, [_out(value, frozen, is_above) for value in values], frozen)
    )


def _out(value: float, frozen: Limits, is_above: bool) -> float:
    """How far a value lies from the mean on one side."""
    return value - frozen.mean if is_above else frozen.mean - value


def _places(rule: Rule, out: Sequence[float], frozen: Limits) -> Iterable[int]:
    wanted, among, sigmas = _RULES[rule]
    # Sums of floats are a hair off: equal values are not all on one side of their mean.
    least = sigmas * frozen.sigma + _HAIR * abs(frozen.mean)
    beyond = [distance > least for distance in out]
    return [
        at
        for at, is_beyond in enumerate(beyond)
        if is_beyond and sum(beyond[max(at - among + 1, 0) : at + 1]) >= wanted
    ]


def wide(values: Sequence[float], frozen: Limits) -> list[int]:
    """The places of values that lie further from the one before than the limit of ranges."""
    ranges = enumerate(pairwise(values), start=1)
    return [at for at, (before, after) in ranges if abs(after - before) > frozen.range_limit]
