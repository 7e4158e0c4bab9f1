"""Percentiles by nearest rank, and medians: of what was measured, nothing between two values.

Source: definitions, Flow of a process. The p-th percentile of n values is the ⌈p·n/100⌉-th of them;
the median of an even number is the mean of the two in the middle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from tracker.analysis.answer import Answer, mean, unknown


@dataclass(frozen=True)
class Sample:
    """Numbers in any order; `reason` says why there are none, where there are none."""

    numbers: Sequence[float]
    reason: str = "there are no values"

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def values(self) -> Sequence[float]:
        """The numbers in ascending order: sorted when somebody asks, since many are never asked for."""
        return sorted(self.numbers)

    @property
    def mean(self) -> Answer:
        return mean(self.numbers, self.reason)

    @property
    def median(self) -> Answer:
        return self._known(median(self.values)) if self.numbers else unknown(self.reason)

    def percentile(self, percent: float) -> Answer:
        """The value by nearest rank; `percent` from 0 to 100."""
        return (
            self._known(percentile(self.values, percent)) if self.numbers else unknown(self.reason)
        )

    def _known(self, value: float) -> Answer:
        return Answer(value, None, len(self.values), len(self.values))


def sample(values: Iterable[float], reason: str) -> Sample:
    """What was measured, and why it is nothing where it is."""
    return Sample([*values], reason)


def percentile(ascending: Sequence[float], percent: float) -> float:
    """The ⌈p·n/100⌉-th of at least one value. 8.8 % of 375 are 33, of which floats make 34."""
    rank = ceil(Fraction(repr(percent)) * len(ascending) / 100)
    return ascending[min(max(rank, 1), len(ascending)) - 1]


def median(ascending: Sequence[float]) -> float:
    """The middle of at least one value, or the mean of the two that share it."""
    half, is_odd = divmod(len(ascending), 2)
    return ascending[half] if is_odd else (ascending[half - 1] + ascending[half]) / 2
