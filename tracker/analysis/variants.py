"""Variants: the ways that runs really take, the most frequent first.

Source: definitions, Flow of a process; a variant is the sequence of the steps of a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.analysis.cases import Case, Variant, by_variant
from tracker.analysis.percentile import Sample, sample

UNTIMED = "none of its events has a time"


@dataclass(frozen=True)
class Way:
    """One variant: how many cases took it, their share from 0 to 1, and how long they took."""

    steps: Variant
    cases: int
    share: float
    elapsed: Sample


def variants(cases: Iterable[Case]) -> list[Way]:
    """Every variant by number of cases; of equals the one that was met first comes first."""
    found = by_variant(cases)
    total = sum(map(len, found.values()))
    ways = [
        Way(steps, len(each), len(each) / total, elapsed(each)) for steps, each in found.items()
    ]
    return sorted(ways, key=lambda way: -way.cases)


def elapsed(cases: Iterable[Case]) -> Sample:
    """Elapsed seconds of cases, from the first to the last event of each."""
    return sample((time for one in cases if (time := one.elapsed) is not None), UNTIMED)
