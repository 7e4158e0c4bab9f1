"""Variants: the ways that the runs of processes really take."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.analysis.cases import Variant
from tracker.analysis.variants import Way
from tracker.views.operation import Operation
from tracker.views.report import Column, Entry, Value, report


@dataclass(frozen=True)
class Deviating(Entry):
    """A step with which a variant leaves the order, and how."""

    brief = True
    kind: str
    step: str

    @property
    def told(self) -> str:
        return f"{self.step} {self.kind.replace('-', ' ')}"


@dataclass(frozen=True)
class VariantRow:
    """The steps of a way in order; `share` runs to 100, and `cost` is the highest of its runs."""

    process: str
    variant: int
    cases: int
    share: float
    median_s: float | None
    mean_s: float | None
    cost: int | None
    steps: Variant
    deviations: tuple[Deviating, ...]


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("variant", "Variant", Value.NUMBER),
    Column("cases", "Cases", Value.NUMBER),
    Column("share", "Share", Value.PERCENT),
    Column("median_s", "Median", Value.SECONDS),
    Column("mean_s", "Mean", Value.SECONDS),
    Column("cost", "Cost", Value.NUMBER),
    Column("steps", "Steps", Value.REFS, below=True),
    Column("deviations", "Leaves order", Value.ENTRIES, Deviating, below=True),
)
def variants(operations: Mapping[str, Operation]) -> list[VariantRow]:
    """Every way that runs of a process take, the most frequent first, and how long they take it."""
    return [row for one in operations.values() for row in rows(one)]


def rows(one: Operation) -> list[VariantRow]:
    """The ways of one process, numbered from 1."""
    worst = _worst(one)
    return [
        _row(one.process.id, number, way, *worst.get(way.steps, (None, ())))
        for number, way in enumerate(one.ways, 1)
    ]


Worst = tuple[int | None, tuple[Deviating, ...]]
"""The highest cost of a way, and what it comes from."""


def _worst(one: Operation) -> Mapping[Variant, Worst]:
    """Runs that took one way may have followed several versions, and be over or not."""
    found: dict[Variant, Worst] = {}
    for case, _, alignment, _ in one.verdicts:
        if alignment is None:
            continue
        cost, _ = found.get(case.variant, (None, ()))
        if cost is None or alignment.cost > cost:
            told = dict.fromkeys((each.kind.value, each.step) for each in alignment.deviations)
            found[case.variant] = alignment.cost, tuple(Deviating(*each) for each in told)
    return found


def _row(
    process: str, number: int, way: Way, cost: int | None, deviations: tuple[Deviating, ...]
) -> VariantRow:
    return VariantRow(
        process,
        number,
        way.cases,
        round(way.share * 100, 2),
        way.elapsed.median.value,
        way.elapsed.mean.value,
        cost,
        way.steps,
        deviations,
    )
