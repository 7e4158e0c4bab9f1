"""Habits: what runs do in place of the order of their process, how often, after what, and when."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tracker.analysis.alignment import Kind
from tracker.analysis.habits import Habit, Handover
from tracker.views.operation import Operation
from tracker.views.report import Column, Entry, Value, report
from tracker.views.words import MONTHS

K = TypeVar("K")
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MOST = 3
"""So many of the steps, people and times that are met most often are told."""


@dataclass(frozen=True)
class Often(Entry):
    """Something that was met `count` times."""

    brief = True
    what: str
    count: int

    @property
    def told(self) -> str:
        return f"{self.what} ({self.count})"


@dataclass(frozen=True)
class HabitRow:
    """A step, and the way in which `cases` runs deviate with it, `count` times; `share` runs to 100."""

    process: str
    step: str
    deviation: str
    cases: int
    share: float | None
    count: int
    after: tuple[Often, ...]
    instead: tuple[Often, ...]
    handovers: tuple[Often, ...]
    weekdays: tuple[Often, ...]
    hours: tuple[Often, ...]
    months: tuple[Often, ...]


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("step", "Step"),
    Column("deviation", "Deviation", Value.STATE),
    Column("cases", "Runs", Value.NUMBER),
    Column("share", "Of those judged", Value.PERCENT),
    Column("count", "Times", Value.NUMBER),
    Column("after", "After", Value.ENTRIES, Often, below=True),
    Column("instead", "Instead", Value.ENTRIES, Often, below=True),
    Column("handovers", "From, to", Value.ENTRIES, Often, below=True, internal=True),
    Column("weekdays", "On", Value.ENTRIES, Often, below=True),
    Column("hours", "At", Value.ENTRIES, Often, below=True, internal=True),
    Column("months", "In", Value.ENTRIES, Often, below=True),
)
def habits(operations: Mapping[str, Operation]) -> list[HabitRow]:
    """Every step that runs leave out, repeat or do elsewhere: how often, after what, what instead."""
    return [_row(one, habit) for one in operations.values() for habit in one.habits]


def _row(one: Operation, habit: Habit) -> HabitRow:
    share = habit.share(sum(each.alignment is not None for each in one.verdicts)).value
    return HabitRow(
        one.process.id,
        habit.step,
        habit.kind.value,
        habit.cases,
        None if share is None else round(share * 100, 2),
        habit.count,
        _often(habit.after, lambda step: step or "the start of the run"),
        _often(_instead(habit), lambda step: step or "the end of the run"),
        _often(habit.handovers, _handover),
        _often(habit.weekdays, WEEKDAYS.__getitem__),
        _often(habit.hours, lambda hour: f"{hour:02}:00 to {hour:02}:59"),
        _often(habit.months, lambda month: MONTHS[month - 1]),
    )


def _instead(habit: Habit) -> Counter[str | None]:
    """What was done in its place; what is too much stands in nobody's but its own."""
    is_too_much = habit.kind in (Kind.REPEATED, Kind.UNKNOWN)
    return Counter() if is_too_much else habit.instead


def _often(counts: Counter[K], name: Callable[[K], str]) -> tuple[Often, ...]:
    return tuple(Often(name(one), count) for one, count in counts.most_common(MOST))


def _handover(pair: Handover) -> str:
    giver, taker = pair
    return f"{giver or 'nobody'} to {taker or 'nobody'}"
