"""What was measured of a process: one value a run, or one a period.

A time has a value for every completed run, at the moment of its end, in the unit of the measure, as
`elapsed.py` counts spans. What is summed up has one for each period in which a run ended, so have
shares; what is counted has one for every period. A name or a unit that `measurable.py` does not know has
none. Source: formats, Processes (measures); definitions, Goals and Control chart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.cases import Case, by_variant
from tracker.analysis.elapsed import Lasting, lasting
from tracker.analysis.measurable import (
    HOURS,
    PERCENT,
    Kind,
    Named,
    named,
    wrong_unit,
)
from tracker.analysis.percentile import Sample, sample
from tracker.analysis.periods import Count, Period, finished_in, grouped, month, periods
from tracker.analysis.rework import rework
from tracker.model.records import Calendar, Measure

NOTHING = "nothing is measured yet"


class Value(NamedTuple):
    """What was measured, and when: the end of a run, or the first day of a period."""

    day: date
    value: float


class Measured(NamedTuple):
    """A value, and the id of the run that it is of; None where it is of a period."""

    value: Value
    run: str | None


Stretch = Callable[[Case], tuple[datetime | None, datetime | None]]
TIMES: Mapping[str, Stretch] = {
    "cycle_time": lambda case: (case.began, case.ended),
    "lead_time": lambda case: (case.run.requested, case.ended),
}
SHARES: Mapping[str, Callable[[Sequence[Case]], Answer]] = {
    "first_pass_yield": lambda cases: rework(by_variant(cases)).first_pass,
    "rework_rate": lambda cases: rework(by_variant(cases)).rate,
}
COUNTS: Mapping[str, Callable[[Count], int]] = {
    "throughput": lambda period: period.completed,
    "work_in_progress": lambda period: period.wip,
}
"""How many runs were completed in a period, and how many were under way at its end."""

_COUNTED: Mapping[str, Callable[[Sequence[Case]], int]] = {
    "throughput": lambda cases: sum(one.is_completed for one in cases),
    "work_in_progress": lambda cases: sum(
        one.began is not None and not one.is_over for one in cases
    ),
}


def series(
    measure: Measure,
    cases: Sequence[Case],
    calendar: Calendar | None,
    period: Period = month,
    as_of: date | None = None,
) -> list[Value]:
    """The values of a measure in the order of time; nothing of what is not known.

    With a day, what is counted is told of the periods that are over by its end: a month of which half
    is to come is no month.
    """
    return [one.value for one in measured(measure, cases, calendar, period, as_of)]


def measured(
    measure: Measure,
    cases: Sequence[Case],
    calendar: Calendar | None,
    period: Period = month,
    as_of: date | None = None,
) -> list[Measured]:
    """The same, each with its run."""
    found = _named(measure)
    if found is None:
        return []
    if found.kind is Kind.TIME and found.how is None:
        return sorted(_lasted(measure, TIMES[found.what], cases, calendar))
    if found.kind is Kind.COUNT:
        count, until = COUNTS[found.what], None if as_of is None else period(_after(as_of))
        return [
            Measured(Value(one.first, count(one)), None)
            for one in periods(cases, period, as_of)
            if until is None or one.first < until
        ]
    groups = sorted(grouped(cases, finished_in(period)).items())
    answers = [(day, summed_up(measure, group, calendar)) for day, group in groups]
    return [Measured(Value(day, one.value), None) for day, one in answers if one.value is not None]


def summed_up(measure: Measure, cases: Sequence[Case], calendar: Calendar | None) -> Answer:
    """A measure as one number over all cases; a time that does not say how is its mean."""
    found = _named(measure)
    if found is None:
        return unknown(wrong_unit(measure) or f"nothing is measured by the name {measure.of}")
    if found.kind is Kind.SHARE:
        return _scaled(SHARES[found.what](cases), measure.unit)
    if found.kind is Kind.COUNT:
        return Answer(_COUNTED[found.what](cases), None, len(cases), len(cases))
    lasted = _lasted(measure, TIMES[found.what], cases, calendar)
    return _one(sample((each.value.value for each in lasted), NOTHING), found)


def _named(measure: Measure) -> Named | None:
    """What the name of a measure says, where it is measured in its unit."""
    return None if wrong_unit(measure) else named(measure.of)


def _after(day: date) -> date:
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)


def _one(values: Sample, found: Named) -> Answer:
    if found.percent is not None:
        return values.percentile(found.percent)
    return values.median if found.how == "median" else values.mean


def _scaled(answer: Answer, unit: str | None) -> Answer:
    if answer.value is None or unit not in PERCENT:
        return answer
    return Answer(answer.value * 100, None, answer.counted, answer.total)


def _lasted(
    measure: Measure, stretch: Stretch, cases: Iterable[Case], calendar: Calendar | None
) -> Iterator[Measured]:
    lasted = lasting(measure.unit or HOURS, calendar)
    for case in cases:
        value = _value(case, stretch, lasted)
        if value is not None:
            yield Measured(value, case.id)


def _value(case: Case, stretch: Stretch, lasted: Lasting) -> Value | None:
    first, last = stretch(case)
    if case.cycle is None or first is None or last is None:
        return None
    time = lasted(first, last)
    return None if time is None else Value(last.date(), time)
