"""Habits: which steps runs leave out or do elsewhere, after what, by whom, what instead, and when.

A habit is a step and the way in which runs deviate with it. Where the run left the order stands an
event: it is what was done instead, its moment is when (weekday and hour as written, in its own
offset), and the event before it is the step, and its people the hand-over, that came before. None
stands for the start or the end of a run, and for people nobody wrote down.
Source: issue of processes; process mining (root causes of deviations).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.analysis.alignment import Kind
from tracker.analysis.answer import Answer, share
from tracker.analysis.cases import Case
from tracker.analysis.conformance import NOTHING, Verdict

Handover = tuple[str | None, str | None]
"""Who did the event before, and who did what was done instead."""


@dataclass
class Habit:
    """How often a step is left out, or done elsewhere or again: by event `count`, by run `cases`.

    `after` counts the steps before, `instead` what was done in its stead; `weekdays` are from 0 for
    Monday, `hours` from 0 to 23, `months` from 1 to 12.
    """

    kind: Kind
    step: str
    count: int = 0
    cases: int = 0
    after: Counter[str | None] = field(default_factory=Counter)
    handovers: Counter[Handover] = field(default_factory=Counter)
    instead: Counter[str | None] = field(default_factory=Counter)
    weekdays: Counter[int] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    months: Counter[int] = field(default_factory=Counter)

    def share(self, judged: int) -> Answer:
        """Of the judged runs those that have it."""
        return share(self.cases, judged, NOTHING)

    def add(self, case: Case, place: int) -> None:
        """Count one deviation of a case."""
        events = case.events
        before = events[place - 1] if place else None
        here = events[place] if place < len(events) else None
        self.count += 1
        self.after[before.step if before else None] += 1
        self.instead[here.step if here else None] += 1
        self.handovers[before.by if before else None, here.by if here else None] += 1
        moment = (here.started or here.finished) if here else None
        if moment is not None:
            self.weekdays[moment.weekday()] += 1
            self.hours[moment.hour] += 1
            self.months[moment.month] += 1


def habits(verdicts: Iterable[Verdict]) -> list[Habit]:
    """Every habit, the one of most runs first; of equals the one that was met first."""
    found: dict[tuple[Kind, str], Habit] = {}
    for case, _, alignment, _ in verdicts:
        if alignment is None or not alignment.deviations:
            continue
        for kind, step, place in alignment.deviations:
            found.setdefault((kind, step), Habit(kind, step)).add(case, place)
        for kind, step in dict.fromkeys((one.kind, one.step) for one in alignment.deviations):
            found[kind, step].cases += 1
    return sorted(found.values(), key=lambda one: (-one.cases, -one.count))


def most_skipped(habits: Iterable[Habit]) -> Habit | None:
    """The step that most runs leave out altogether; None where none does."""
    return next((one for one in habits if one.kind is Kind.MISSING), None)
