"""What an index says of processes in operation: columns beside those of what is defined."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from tracker.analysis.elapsed import lasting
from tracker.analysis.percentile import median
from tracker.views.operation import Operation
from tracker.views.report import Column, Report, Value
from tracker.views.reports.processes import ProcessRow, processes
from tracker.views.units import DAY, rounded
from tracker.views.yardstick import Yardstick, picked

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
        column("cycle", "Median", Value.SECONDS, _cycle),
        column("kept", "Kept", Value.PERCENT, _kept),
    )
    return replace(processes, columns=(*processes.columns, *more))


def _cycle(operation: Operation) -> float | None:
    """The median cycle time of a process, of all in the same unit: days of it are working days.

    They have 24 hours, as they do on the clock; what takes less than one is told by the clock.
    """
    cycles = Yardstick("d", lasting("d", operation.calendar), None).cycles(operation.cases)
    if not cycles:
        return None
    time, clock = picked(cycles, median)
    return round(clock if rounded(time) < 1 and clock < DAY else time * DAY)


def _kept(operation: Operation) -> float | None:
    met = operation.flow.service_level.met.value
    return None if met is None else met * 100
