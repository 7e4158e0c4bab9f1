"""What is measured of a process, by name: one value a run, or one a period.

A name is one of `TIMES`, `SHARES` or `COUNTS`. A time may end in how it is summed up, as in
`cycle_time_p85`, `lead_time_median` or `work_time_mean`; without that it has a value for every
completed run, at the moment of its end. Times are counted in the unit of the measure, as `elapsed.py`
counts spans: `m` and `h` by the clock, `d` and `w` in working time. Shares are from 0 to 1, or in
percent where the unit says so. Source: formats, Processes (measures); definitions, Goals and Control
chart.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.cases import Case, by_variant
from tracker.analysis.control import UNBOUND, Bounds
from tracker.analysis.elapsed import Lasting, lasting
from tracker.analysis.percentile import Sample, sample
from tracker.analysis.periods import Count, Period, finished_in, grouped, month, periods
from tracker.analysis.rework import rework
from tracker.model.records import Calendar, Measure

NOTHING = "nothing is measured yet"
_NAME = re.compile(r"([a-z_]+?)(?:_(mean|median|p([0-9]{1,3}(?:\.[0-9]+)?)))?\Z")
_PERCENT = ("percent", "%")


class Value(NamedTuple):
    """What was measured, and when: the end of a run, or the first day of a period."""

    day: date
    value: float


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

NAMES = (*TIMES, *SHARES, *COUNTS)


_COUNTED: Mapping[str, Callable[[Sequence[Case]], int]] = {
    "throughput": lambda cases: sum(one.is_completed for one in cases),
    "work_in_progress": lambda cases: sum(
        one.began is not None and not one.is_over for one in cases
    ),
}


def is_known(name: str | None) -> bool:
    """Whether a name is one of a measure."""
    found = _NAME.match(name or "")
    if found is None:
        return False
    return found[1] in TIMES or (found[2] is None and found[1] in (*SHARES, *COUNTS))


def is_time(name: str | None) -> bool:
    """Whether a measure is of a time, which is never below 0."""
    found = _NAME.match(name or "")
    return found is not None and found[1] in TIMES


def bounds(measure: Measure) -> Bounds:
    """What its values cannot pass: none is below 0, and no share is more than all."""
    found = _NAME.match(measure.of or "")
    if found is not None and found[1] in SHARES:
        return Bounds(0.0, 100.0 if measure.unit in _PERCENT else 1.0)
    return Bounds(0.0) if is_known(measure.of) else UNBOUND


def series(
    measure: Measure, cases: Sequence[Case], calendar: Calendar | None, period: Period = month
) -> list[Value]:
    """The values of a measure in the order of time; nothing of what is not known."""
    found = _NAME.match(measure.of or "")
    if found is None or not is_known(measure.of):
        return []
    if found[1] in TIMES and found[2] is None:
        return sorted(_lasted(measure, TIMES[found[1]], cases, calendar))
    if found[1] in COUNTS:
        return [Value(one.first, COUNTS[found[1]](one)) for one in periods(cases, period)]
    groups = sorted(grouped(cases, finished_in(period)).items())
    answers = [(day, summed_up(measure, group, calendar)) for day, group in groups]
    return [Value(day, one.value) for day, one in answers if one.value is not None]


def summed_up(measure: Measure, cases: Sequence[Case], calendar: Calendar | None) -> Answer:
    """A measure as one number over all cases; a time that does not say how is its mean."""
    found = _NAME.match(measure.of or "")
    if found is None or not is_known(measure.of):
        return unknown(f"nothing is measured by the name {measure.of}")
    if found[1] in SHARES:
        return _scaled(SHARES[found[1]](cases), measure.unit)
    if found[1] in COUNTS:
        return Answer(_COUNTED[found[1]](cases), None, len(cases), len(cases))
    lasted = _lasted(measure, TIMES[found[1]], cases, calendar)
    return _one(sample((each.value for each in lasted), NOTHING), found[2], found[3])


def _one(values: Sample, how: str | None, percent: str | None) -> Answer:
    if percent is not None:
        return values.percentile(float(percent))
    return values.median if how == "median" else values.mean


def _scaled(answer: Answer, unit: str | None) -> Answer:
    if answer.value is None or unit not in _PERCENT:
        return answer
    return Answer(answer.value * 100, None, answer.counted, answer.total)


def _lasted(
    measure: Measure, stretch: Stretch, cases: Iterable[Case], calendar: Calendar | None
) -> list[Value]:
    lasted = lasting(measure.unit if measure.unit in ("m", "h", "d", "w") else "h", calendar)
    return [value for case in cases if (value := _value(case, stretch, lasted)) is not None]


def _value(case: Case, stretch: Stretch, lasted: Lasting) -> Value | None:
    first, last = stretch(case)
    if case.cycle is None or first is None or last is None:
        return None
    time = lasted(first, last)
    return None if time is None else Value(last.date(), time)
