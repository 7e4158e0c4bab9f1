"""What an index says of processes in operation: columns beside those of what is defined."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from tracker.analysis.elapsed import lasting
from tracker.analysis.percentile import median
from tracker.views.operation import Operation
from tracker.views.report import Column, Report, Value
from tracker.views.reports.processes import ProcessRow, processes
from tracker.views.units import rounded

Told = Callable[[Operation], float | None]


def operating(operations: Mapping[str, Operation]) -> Report[ProcessRow]:
    """The report of the processes with three more columns, empty of what has no run."""

    def column(name: str, heading: str, value: Value, told: Told) -> Column:
        @cache
        def cell(id: str) -> float | None:
            found = operations.get(id)
            return told(found) if found and found.cases else None

        return Column(name, heading, value, cell=lambda row: cell(row.id))

    more = (
        column("open", "Open", Value.NUMBER, lambda one: one.flow.wip),
        column("cycle", "Median working days", Value.NUMBER, _cycle),
        column("kept", "Kept", Value.PERCENT, _kept),
    )
    return replace(processes, columns=(*processes.columns, *more))


def _cycle(operation: Operation) -> float | None:
    """The median cycle time, of all processes in the same unit."""
    lasted = lasting("d", operation.calendar)
    times = (
        lasted(one.began, one.ended)
        for one in operation.cases
        if one.cycle is not None and one.began is not None and one.ended is not None
    )
    known = sorted(time for time in times if time is not None)
    return rounded(median(known)) if known else None


def _kept(operation: Operation) -> float | None:
    met = operation.flow.service_level.met.value
    return None if met is None else met * 100
