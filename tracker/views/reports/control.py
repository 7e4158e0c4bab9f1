"""Control: the measures of processes with their limits, what stands out, and what improvements did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.analysis.answer import Answer
from tracker.analysis.improvement import Outlook
from tracker.analysis.measurable import is_known, wrong_unit
from tracker.views.measuring import counted
from tracker.views.operation import Controlled, Operation, Tried
from tracker.views.report import Column, Entry, Value, report
from tracker.views.words import number

NO_MEASURE = "it names no measure of the process"
NO_VALUES = "nothing is measured yet"
ONE_VALUE = "one value makes no limits"


@dataclass(frozen=True)
class Signalled(Entry):
    """A value that stands out: its day, how much it is, the rule, and on which side of the mean.

    `run` is the one that it is of, None of what is measured of a month.
    """

    most = 5
    day: date
    value: float
    rule: str
    side: str
    run: str | None

    @property
    def told(self) -> str:
        of = f", run {self.run}" if self.run else ""
        said = f"{number(self.value)}, {self.rule} ({self.side} the mean)"
        return f"{self.day.isoformat()}{of}: {said}"


@dataclass(frozen=True)
class Improved(Entry):
    """An improvement: what was before and is now, in the unit of the measure, and whether it is confirmed.

    `confirmed` is None where that cannot be told; `reason` says why, or what is still wanting.
    """

    improvement: str
    status: str | None
    before: float | None
    after: float | None
    target: float | None
    confirmed: bool | None
    reason: str | None

    @property
    def told(self) -> str:
        stood = f"before {_amount(self.before)}, now {_amount(self.after)}"
        verdict = {True: "confirmed", False: "not confirmed", None: "n/a"}[self.confirmed]
        why = f": {self.reason}" if self.reason else ""
        return f"{self.improvement}: {stood}, target {_amount(self.target)}; {verdict}{why}"


def _amount(value: float | None) -> str:
    return "n/a" if value is None else number(value)


@dataclass(frozen=True)
class ControlRow:
    """A measure of a process; all values are in its `unit`, which `counted` says in words.

    Limits are of `baseline` values from the day `since` on, and provisional where those are few; they
    are those in force now. Improvements that name no measure of their process stand in a row without one.
    """

    process: str
    measure: str | None
    of: str | None
    unit: str | None
    values: int
    baseline: int
    since: date | None
    mean: float | None
    lower: float | None
    upper: float | None
    limits: str | None
    latest: float | None
    latest_on: date | None
    signals: tuple[Signalled, ...]
    improvements: tuple[Improved, ...]
    reason: str | None
    counted: str | None = None


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("measure", "Measure"),
    Column("latest", "Latest", Value.NUMBER),
    Column("mean", "Mean", Value.NUMBER),
    Column("lower", "Lower", Value.NUMBER),
    Column("upper", "Upper", Value.NUMBER),
    Column("unit", "Unit"),
    Column("limits", "Limits", Value.STATE),
    Column("values", "Values", Value.NUMBER),
    Column("baseline", "Baseline", Value.NUMBER),
    Column("since", "Since", Value.DATE),
    Column("latest_on", "On", Value.DATE),
    Column("of", "Of"),
    Column("counted", "Counted in", below=True),
    Column("signals", "Signals", Value.ENTRIES, Signalled, below=True),
    Column("improvements", "Improvements", Value.ENTRIES, Improved, below=True),
    Column("reason", "No limits", below=True),
)
def control(operations: Mapping[str, Operation]) -> list[ControlRow]:
    """Every measure of a process with its limits: what stands out, and what improvements have done."""
    return [row for one in operations.values() for row in _rows(one)]


def _rows(one: Operation) -> Iterator[ControlRow]:
    id = one.process.id
    for name, held in one.controlled.items():
        tried = [each for each in one.tried if each.measure is held.measure]
        yield _row(id, name, held, tuple(map(_improved, tried)))
    rest = tuple(_improved(each) for each in one.tried if each.measure is None)
    if rest:
        yield ControlRow(
            id, None, None, None, 0, 0, None, None, None, None, None, None, None, (), rest, None
        )


def _row(process: str, name: str, held: Controlled, tried: tuple[Improved, ...]) -> ControlRow:
    now, last = held.present, held.values[-1] if held.values else None
    limits = now.limits
    return ControlRow(
        process,
        name,
        held.measure.of,
        held.measure.unit,
        len(held.values),
        now.baseline,
        held.values[now.since].day if limits else None,
        _short(limits.mean if limits else None),
        _short(limits.lower if limits else None),
        _short(limits.upper if limits else None),
        ("provisional" if limits.is_provisional else "frozen") if limits else None,
        _short(last.value if last else None),
        last.day if last else None,
        tuple(_signals(held)),
        tried,
        _reason(held),
        counted(held.measure),
    )


def _reason(held: Controlled) -> str | None:
    """Why there are no limits, where there are none."""
    if not is_known(held.measure.of):
        return f"nothing is measured by the name {held.measure.of}"
    none = wrong_unit(held.measure) or (ONE_VALUE if held.values else NO_VALUES)
    return None if held.present.limits else none


def _signals(held: Controlled) -> Iterator[Signalled]:
    for place, rule, is_above in held.signals:
        (day, value), run = held.values[place], held.runs[place]
        side = "above" if is_above else "below"
        id = run.rpartition("/")[2] if run else None
        yield Signalled(day, round(value, 4), rule.value, side, id)


def _improved(tried: Tried) -> Improved:
    record, seen = tried.entity.record, tried.outlook
    id = tried.entity.id.rpartition("/")[2]
    if seen is None:
        return Improved(id, record.status, None, None, None, None, NO_MEASURE)
    return Improved(id, record.status, *_levels(seen), seen.is_confirmed, seen.reason)


def _levels(seen: Outlook) -> tuple[float | None, float | None, float | None]:
    return _value(seen.before), _value(seen.after), _value(seen.target)


def _value(answer: Answer) -> float | None:
    return _short(answer.value)


def _short(value: float | None) -> float | None:
    """Four digits behind the point are more than anybody measures."""
    return None if value is None else round(value, 4)
