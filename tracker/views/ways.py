"""Variants as people read them: the steps that runs took, and what of them leaves the defined order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.analysis.alignment import Alignment, Kind
from tracker.analysis.cases import Variant
from tracker.analysis.conformance import Verdict
from tracker.views.operation import Operation
from tracker.views.spans import elapsed
from tracker.views.stepping import titles

KINDS = {
    Kind.MISSING: "left out",
    Kind.OUT_OF_ORDER: "out of its place",
    Kind.REPEATED: "done again",
    Kind.UNKNOWN: "no step of the process",
}
"""How a run can leave the order, in words."""

LONGEST = 24
"""Steps of a variant that are shown; of a longer one it says how many more there are."""


@dataclass(frozen=True)
class Chip:
    """A step of a variant; `left` says how it leaves the order, and what is left out was not done."""

    title: str
    left: Kind | None

    @property
    def said(self) -> str:
        return KINDS[self.left] if self.left else ""


@dataclass(frozen=True)
class Shown:
    """A variant: how many runs took it, their share, their median time by the clock, its steps.

    `is_judged` says whether it could be laid beside the order, `is_whole` whether its runs were
    completed; `more` steps are not shown.
    """

    cases: int
    share: float
    median: str | None
    chips: tuple[Chip, ...]
    more: int
    is_judged: bool
    is_whole: bool

    @property
    def is_in_order(self) -> bool:
        return self.is_judged and not any(one.left for one in self.chips)


def shown(operation: Operation, most: int) -> list[Shown]:
    """The variants that most runs took, at most so many."""
    named, judged = titles(operation), _judged(operation)
    found = []
    for way in operation.ways[:most]:
        median, verdict = way.elapsed.median.value, judged.get(way.steps)
        alignment = verdict.alignment if verdict else None
        chips = tuple(_chips(way.steps, alignment, named))
        told = None if median is None else elapsed(median)
        more = max(len(chips) - LONGEST, 0)
        is_whole = verdict is not None and verdict.case.is_completed
        seen = chips[:LONGEST]
        found.append(Shown(way.cases, way.share, told, seen, more, alignment is not None, is_whole))
    return found


def _judged(operation: Operation) -> Mapping[Variant, Verdict]:
    """Of each variant the run that was judged last, of completed ones where there are any."""
    known = [one for one in operation.verdicts if one.alignment is not None]
    return {one.case.variant: one for one in sorted(known, key=lambda one: one.case.is_completed)}


def _chips(steps: Variant, alignment: Alignment | None, named: Mapping[str, str]) -> Iterator[Chip]:
    extra = frozenset(alignment.extra) if alignment else frozenset()
    deviations = alignment.deviations if alignment else ()
    kinds = {(one.step, one.place): one.kind for one in deviations}
    for at in range(len(steps) + 1):
        for one in deviations:
            if one.kind is Kind.MISSING and one.place == at:
                yield Chip(named.get(one.step, one.step), Kind.MISSING)
        if at < len(steps):
            # What is out of its place is noted where it was expected.
            left = kinds.get((steps[at], at), Kind.OUT_OF_ORDER) if at in extra else None
            yield Chip(named.get(steps[at], steps[at]), left)
