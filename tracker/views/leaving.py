"""How runs leave the order of their process: how many keep it, and what the others do most often."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.analysis.alignment import Kind
from tracker.analysis.conformance import conforming, mean_cost
from tracker.analysis.habits import Habit, Handover, most_skipped
from tracker.views.operation import Operation
from tracker.views.stepping import titles
from tracker.views.ways import KINDS
from tracker.views.words import count, number, percent

_DAYS = "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays".split()
_OFTEN = 0.5
"""The share from which on something is said to be most often so."""


@dataclass(frozen=True)
class Left:
    """One way in which runs leave the order: of `runs`, a share of those judged; `kind` in words.

    `after` and `instead` are the most frequent; what was done again is in nothing's stead: None.
    `handover` are the people who most often stood on both sides of it.
    """

    step: str
    kind: str
    runs: int
    share: float
    after: str
    instead: str | None
    handover: Handover


@dataclass(frozen=True)
class Leaving:
    """`kept` is the share in order, None where no run was judged; `sentence` says it in words.

    `unjudged` counts runs by the reason why they could not be judged; of those `unknown` followed a
    version whose steps nobody knows here.
    """

    kept: float | None
    judged: int
    sentence: str
    habit: str
    rows: tuple[Left, ...]
    unjudged: Mapping[str, int]
    unknown: int


def leaving(operation: Operation, most: int) -> Leaving:
    """How the runs of a process leave its order, with so many ways at most."""
    kept, cost = conforming(operation.verdicts), mean_cost(operation.verdicts)
    named, judged = titles(operation), kept.total
    habits = operation.habits
    rows = tuple(_left(one, named, judged) for one in habits[:most])
    unjudged = Counter(one.reason for one in operation.verdicts if one.reason is not None)
    skipped = most_skipped(habits) or (habits[0] if habits else None)
    habit = _habit(skipped, named, judged) if skipped else ""
    sentence = _sentence(kept.value, cost.value, judged, kept.reason)
    unknown = sum(one.version not in operation.versions for one in operation.verdicts)
    counted = dict(unjudged.most_common())
    return Leaving(kept.value, judged, sentence, habit, rows, counted, unknown)


def _left(habit: Habit, named: Mapping[str, str], judged: int) -> Left:
    after, instead = _most(habit.after)[0], _most(habit.instead)[0]
    is_moved = habit.kind in (Kind.MISSING, Kind.OUT_OF_ORDER)
    return Left(
        named.get(habit.step, habit.step),
        KINDS[habit.kind],
        habit.cases,
        habit.cases / judged if judged else 0.0,
        "the start" if after is None else named.get(after, after),
        _instead(instead, named) if is_moved else None,
        _most(habit.handovers)[0] or (None, None),
    )


def _instead(step: str | None, named: Mapping[str, str]) -> str:
    return "the end" if step is None else named.get(step, step)


def _most(counts: Counter[Any]) -> tuple[Any, float]:
    """What is most frequent, None of nothing, and its share."""
    for found, times in counts.most_common(1):
        return found, times / counts.total()
    return None, 0.0


def _sentence(kept: float | None, cost: float | None, judged: int, reason: str | None) -> str:
    if kept is None or cost is None:
        return f"Whether runs keep the order cannot be told: {reason}."
    runs = count(judged, "judged run")
    if kept == 1:
        return (
            f"All {runs} keep the order." if judged > 1 else "The one judged run keeps the order."
        )
    return (
        f"{percent(kept)} of {runs} keep the order; a run is {number(round(cost, 2))} "
        f"{'step' if cost == 1 else 'steps'} away from it on average."
    )


def _habit(habit: Habit, named: Mapping[str, str], judged: int) -> str:
    """The most frequent habit in a sentence: what, how often, after what, when, what instead."""
    said = f"{named.get(habit.step, habit.step)} is {KINDS[habit.kind]} most often"
    said += f", in {habit.cases} of {count(judged, 'run')}"
    after, share = _most(habit.after)
    if share >= _OFTEN:
        said += f", mostly {f'after {named.get(after, after)}' if after else 'at the start'}"
    day, share = _most(habit.weekdays)
    if day is not None and share >= _OFTEN and habit.count > 1:
        said += f", on {_DAYS[day]}"
    hour, share = _most(habit.hours)
    if hour is not None and share >= _OFTEN and habit.count > 1:
        said += f", between {hour:02}:00 and {hour + 1:02}:00"
    instead, share = _most(habit.instead)
    if habit.kind is Kind.MISSING and instead and share >= _OFTEN:
        said += f"; {named.get(instead, instead)} is done instead"
    return said + "."
