"""Where the numbers of a key result come from: measured by hand, or computed from the runs of a process.

A measure of a process gives one measurement a month, over the runs that ended in it, dated with the
last day of the month or, of the month that is running, with the day as of which it is told; what is
counted by month is told once the month is over. A time that does not say how it is summed up is its
mean. What progress, charts and lists tell of a key result
is then told of both in the same way. Source: definitions, Goals (sources of progress).
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from tracker.analysis.cases import cases
from tracker.analysis.measurable import is_known, is_time, wrong_unit
from tracker.analysis.measures import TIMES, Value, series
from tracker.model.records import KeyResult, Measure, Measurement, Process, ProcessMeasure
from tracker.model.work import Work


def measured(work: Work, one: KeyResult, as_of: date = date.max) -> KeyResult:
    """The key result with what its source has measured by a day; what is measured by hand stays as it is."""
    source = one.source
    if not isinstance(source, ProcessMeasure) or why_not(work, source, one.unit) is not None:
        return one
    found = _values(work, source, one.unit, as_of)
    told = (
        Measurement(date=min(_last_day(value.day), as_of), value=value.value)
        for value in found
        if value.day <= as_of
    )
    return replace(one, measurements=tuple(told))


def why_not(work: Work, source: ProcessMeasure, unit: str | None = None) -> str | None:
    """Why a source measures nothing in the unit of a key result; None where it does."""
    process = work.processes.get(source.process or "")
    if process is None or process.unreadable:
        return f"there is no process {source.process}"
    measure = asked(process.record, source, unit)
    if not is_known(measure.of):
        return f"nothing is measured by the name {source.measure}"
    return wrong_unit(measure)


_SPANS = {
    **dict.fromkeys(("m", "min", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days", "working days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
}
"""The units of times, as people write them for a key result."""


def asked(process: Process, source: ProcessMeasure, unit: str | None) -> Measure:
    """A measure of the process by its id, or what is computed by that name; in the unit of the key result."""
    own = next((one for one in process.measures if one.id == source.measure), None)
    of, unit = (own.of, unit or own.unit) if own is not None else (source.measure, unit)
    if is_time(of):
        unit = _SPANS.get((unit or "h").strip().lower(), unit)
    return Measure(of=of, unit=unit)


def _values(work: Work, source: ProcessMeasure, unit: str | None, as_of: date) -> Sequence[Value]:
    process = work.processes[source.process or ""]
    runs = {one.id: one.record for one in work.parts("run", process.id)}
    measure = asked(process.record, source, unit)
    if measure.of in TIMES:
        measure = replace(measure, of=f"{measure.of}_mean")
    return series(measure, cases(runs, as_of), work.settings.calendar, as_of=as_of)


def _last_day(first: date) -> date:
    """The last day of the month that begins with a day."""
    return first.replace(day=monthrange(first.year, first.month)[1])
