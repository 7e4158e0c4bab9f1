"""The figures of a process in operation that a reader looks for first, each with what it is held against."""

from functools import partial
from typing import NamedTuple

from tracker.analysis.answer import Answer
from tracker.analysis.percentile import median, percentile
from tracker.views.operation import Operation
from tracker.views.reports.processes import service_level
from tracker.views.spans import elapsed
from tracker.views.words import count, number, percent
from tracker.views.yardstick import Yardstick, yardstick


class Figure(NamedTuple):
    """One figure: `value` is None where it cannot be told, and `sub` then says why.

    `verdict` is a word where the figure is held against a promise, and `is_good` how it came out.
    """

    label: str
    value: str | None
    sub: str
    verdict: str = ""
    is_good: bool = True


def figures(operation: Operation) -> list[Figure]:
    """The figures of a process that has runs."""
    stick = yardstick(operation)
    return [
        _under_way(operation, stick),
        _cycle(operation, stick),
        _kept(operation),
        _right(operation),
        _worked(operation.flow.activity),
    ]


def _under_way(operation: Operation, stick: Yardstick) -> Figure:
    wip, most = operation.flow.wip, operation.process.record.wip_limit
    oldest = operation.flow.open[0] if operation.flow.open else None
    age = stick.told_age(oldest.case, operation.as_of) if oldest else None
    said = f"the oldest {age}" if age is not None else "nothing is open"
    late = sum(one.is_late for one in operation.flow.open)
    if late:
        said += f"; {late} past the service level"
    if most is None:
        return Figure("Under way", str(wip), said)
    verdict = "more than the limit" if wip > most else "within the limit"
    return Figure("Under way", f"{wip} of {most} at most", said, verdict, wip <= most)


def _cycle(operation: Operation, stick: Yardstick) -> Figure:
    cycles = stick.cycles(operation.cases)
    if not cycles:
        return Figure("Cycle time", None, operation.flow.cycle.reason)
    told, clock = stick.told(cycles, median), operation.flow.cycle.median.value
    said = f"median of {count(len(cycles), 'run')}"
    if clock is not None and told != elapsed(clock) and not stick.is_clock:
        said += f", {elapsed(clock)} by the clock"
    if len(cycles) > 1:
        said += f"; 85 % within {stick.told(cycles, partial(percentile, percent=85))}"
    return Figure("Cycle time", told, said)


def _kept(operation: Operation) -> Figure:
    kept, promise = operation.flow.service_level, service_level(operation.process.record)
    if kept.met.value is None:
        return Figure("Service level kept", None, kept.met.reason or "")
    said = f"of {count(kept.met.total, 'run')}; promised: {promise}"
    verdict = "kept" if kept.is_kept else "not kept"
    return Figure("Service level kept", percent(kept.met.value), said, verdict, bool(kept.is_kept))


def _right(operation: Operation) -> Figure:
    flow = operation.flow
    first, rolled = flow.first_pass, flow.rolled_yield
    if first.value is None:
        return Figure("First-pass yield", None, first.reason or "")
    said = f"of {count(first.total, 'run')}"
    if rolled.value is not None:
        said += f"; rolled over the steps {percent(rolled.value)}"
    return Figure("First-pass yield", percent(first.value), said)


def _worked(activity: Answer) -> Figure:
    if activity.value is None:
        return Figure("Activity ratio", None, activity.reason or "")
    return Figure("Activity ratio", _share(activity.value), "of the time somebody works on it")


def _share(value: float) -> str:
    """A share; small ones with a decimal, since waiting is most of nearly all processes."""
    return percent(value) if value >= 0.1 else f"{number(round(value * 100, 1))} %"
