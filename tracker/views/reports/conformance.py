"""Conformance: every run beside the version of its process that it followed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.analysis.alignment import Alignment, Kind
from tracker.analysis.conformance import Verdict
from tracker.views.operation import Operation
from tracker.views.report import Column, Value, report


@dataclass(frozen=True)
class ConformanceRow:
    """A run: what its order costs, and how it left the order.

    The cost counts the steps that are to put in (`missing`) and the events that are to take out
    (`extra`): what was done out of its place is in both. `left_out` are the steps that were not done
    at all. Where a run could not be judged there is no cost, and `reason` says why.
    """

    process: str
    run: str
    version: int | None
    started: date | None
    status: str | None
    cost: int | None
    missing: tuple[str, ...]
    left_out: tuple[str, ...]
    extra: tuple[str, ...]
    out_of_order: tuple[str, ...]
    repeated: tuple[str, ...]
    unknown: tuple[str, ...]
    variant: tuple[str, ...]
    reason: str | None


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("run", "Run"),
    Column("cost", "Cost", Value.NUMBER),
    Column("status", "Status", Value.STATE),
    Column("started", "Started", Value.DATE),
    Column("version", "Version", Value.NUMBER),
    Column("left_out", "Missing", Value.REFS, below=True),
    Column("out_of_order", "Out of order", Value.REFS, below=True),
    Column("repeated", "Repeated", Value.REFS, below=True),
    Column("unknown", "Unknown", Value.REFS, below=True),
    Column("missing", "To put in", Value.REFS, quiet=True),
    Column("extra", "To take out", Value.REFS, quiet=True),
    Column("variant", "Steps", Value.REFS, quiet=True),
    Column("reason", "Not judged", below=True),
)
def conformance(operations: Mapping[str, Operation]) -> list[ConformanceRow]:
    """Every run beside the order that its process had then, those that leave it most first."""
    return [
        row(one.process.id, verdict)
        for one in operations.values()
        for verdict in sorted(one.verdicts, key=_most_first)
    ]


def _most_first(verdict: Verdict) -> tuple[float, str]:
    """By cost; what could not be judged comes before what keeps the order."""
    return -0.5 if verdict.cost is None else -verdict.cost, verdict.case.id


def row(process: str, verdict: Verdict) -> ConformanceRow:
    """The row of one run."""
    case, found = verdict.case, verdict.alignment
    return ConformanceRow(
        process,
        case.id.rpartition("/")[2],
        verdict.version,
        case.began.date() if case.began else None,
        case.run.status,
        verdict.cost,
        found.missing if found else (),
        _steps(found, Kind.MISSING),
        tuple(case.variant[at] for at in found.extra) if found else (),
        _steps(found, Kind.OUT_OF_ORDER),
        _steps(found, Kind.REPEATED),
        _steps(found, Kind.UNKNOWN),
        case.variant,
        verdict.reason,
    )


def _steps(found: Alignment | None, kind: Kind) -> tuple[str, ...]:
    """The steps with which a run deviates in one way, in its order."""
    there: Iterable[tuple[Kind, str, int]] = found.deviations if found else ()
    return tuple(step for each, step, _ in there if each is kind)
