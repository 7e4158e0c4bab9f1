"""Progress of goals: how far the key results have come, and whether that is far enough.

Source: definitions, Goals (objectives and key results). Where a number cannot be told, the answer
carries the reason in its place; it is never 0.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.analysis.sources import measured, why_not
from tracker.model.records import Goal, KeyResult, Measurement, Period, ProcessMeasure
from tracker.model.work import Work

W = TypeVar("W", Goal, KeyResult)

BEHIND = 0.25
"""A goal that is further than this behind the elapsed share of its period is at risk."""


class Standing(StrEnum):
    """What the progress of a goal means."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    UNKNOWN = "n/a"


@dataclass(frozen=True)
class Progress:
    """A share from 0 to 1, or None with the reason; `counted` of `total` parts went into it."""

    value: float | None
    reason: str | None = None
    counted: int = 1
    total: int = 1


def unknown(reason: str) -> Progress:
    """Progress that cannot be told."""
    return Progress(None, reason, 0)


def share(baseline: float, target: float, current: float) -> Progress:
    """clamp((current - baseline) / (target - baseline)), for falling targets too."""
    if target == baseline:
        return unknown("the target is the baseline")
    return Progress(min(1.0, max(0.0, (current - baseline) / (target - baseline))))


def weighted_mean(parts: Iterable[tuple[float, Progress]]) -> Progress:
    """The mean by weight of the parts that are known; it says how many of how many those are."""
    parts = list(parts)
    known = [(weight, part.value) for weight, part in parts if part.value is not None]
    total = sum(weight for weight, _ in known)
    if not known:
        reasons = {part.reason for _, part in parts}
        return unknown((reasons.pop() if len(reasons) == 1 else None) or "nothing is measured yet")
    if total <= 0:
        return unknown("the weights add up to 0")
    value = sum(weight * value for weight, value in known) / total
    return Progress(value, None, len(known), len(parts))


def latest(key_result: KeyResult) -> Measurement | None:
    """The last measurement by date; of two on a day the one that stands later in the file."""
    measured = [item for item in key_result.measurements if item.date and item.value is not None]
    return max(reversed(measured), key=lambda item: item.date or date.min, default=None)


def key_result_progress(work: Work, goal: str, key_result: KeyResult) -> Progress:
    """The progress of one key result, from the source that it names."""
    return Goals(work).from_source(goal, key_result)


def goal_progress(work: Work, goal: str) -> Progress:
    """The weighted mean of the key results; of a goal without any, that of its sub-goals."""
    return Goals(work).of(goal)


def expected(period: Period | None, as_of: date) -> Progress:
    """The elapsed share of the period: what an even pace would have reached."""
    if period is None or period.start is None or period.end is None:
        return unknown("the period has no end")
    if period.end <= period.start:
        return unknown("the period has no days")
    return share(period.start.toordinal(), period.end.toordinal(), as_of.toordinal())


def standing(goal: Goal, progress: Progress, as_of: date) -> Standing:
    """While the period runs, progress is held against the elapsed share; after it, scored by bands."""
    if progress.value is None:
        return Standing.UNKNOWN
    over = goal.period is not None and goal.period.end is not None and as_of > goal.period.end
    if goal.status == "closed" or over:
        return band(progress.value)
    pace = expected(goal.period, as_of).value
    if pace is not None and pace - progress.value > BEHIND:
        return Standing.AT_RISK
    return Standing.ON_TRACK


def band(score: float) -> Standing:
    """0 to 0.3 is off track, 0.4 to 0.6 at risk, 0.7 to 1 on track; scores have one decimal."""
    tenths = int(score * 10 + 0.5)
    if tenths <= 3:
        return Standing.OFF_TRACK
    return Standing.AT_RISK if tenths <= 6 else Standing.ON_TRACK


def contributions(
    work: Work, parent: str, below: Mapping[str, Sequence[str]]
) -> dict[str, float | None]:
    """The share by weight that each goal below one counts in its progress; `below` is the tree.

    Where the parent has key results, only those that take `goals` as their source look at what
    stands below; where there are none, the goals count nothing: None.
    """
    results = work.goals[parent].record.key_results
    looking = _share(results, lambda one: one.source == "goals") if results else 1.0
    weights = {id: _weight(work.goals[id].record) for id in below.get(parent, ())}
    total = sum(weights.values())
    return {
        id: (looking * weight / total if total > 0 else 0.0) or None
        for id, weight in weights.items()
    }


def key_result_share(goal: Goal, key_result: KeyResult) -> float:
    """The share by weight that a key result counts in the progress of its goal."""
    return _share(goal.key_results, lambda one: one is key_result)


def _weight(part: Goal | KeyResult) -> float:
    return 1.0 if part.weight is None else part.weight


def _share(parts: Sequence[W], wanted: Callable[[W], bool]) -> float:
    """The share by weight of those that are wanted; 0 where the weights add up to nothing."""
    weights = [(_weight(one), wanted(one)) for one in parts]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, is_wanted in weights if is_wanted) / total if total > 0 else 0.0


class Goals:
    """The progress of goals, each computed once: from the leaves up, however deep they lie."""

    def __init__(self, work: Work, as_of: date = date.max) -> None:
        self._work = work
        self._as_of = as_of
        self._measured: dict[KeyResult, KeyResult] = {}
        self._below: dict[str, list[str]] = {}
        for id, entity in work.goals.items():
            self._below.setdefault(entity.record.parent or "", []).append(id)
        self._known: dict[str, Progress] = {}

    def of(self, goal: str) -> Progress:
        """The progress of a goal; one that stands above itself has none."""
        open_: set[str] = set()
        stack = [goal]
        while stack:
            one = stack[-1]
            if one in self._known:
                stack.pop()
                continue
            waiting = [id for id in self._below.get(one, ()) if id not in self._known]
            if one in open_ or not waiting:
                # Below an open goal only a circle can still be unknown.
                for id in waiting:
                    self._known[id] = unknown("the goals stand above each other in a circle")
                self._known[one] = self._goal(one)
                stack.pop()
            else:
                open_.add(one)
                stack += waiting
        return self._known[goal]

    def _goal(self, goal: str) -> Progress:
        entity = self._work.goals.get(goal)
        if entity is None:
            return unknown(f"there is no goal {goal}")
        if entity.record.key_results:
            return weighted_mean(
                (1.0 if one.weight is None else one.weight, self.from_source(goal, one))
                for one in entity.record.key_results
            )
        return self._sub_goals(goal, "it has no key results")

    def _sub_goals(self, goal: str, otherwise: str) -> Progress:
        below = self._below.get(goal, [])
        if not below:
            return unknown(otherwise)
        weights = [self._work.goals[id].record.weight for id in below]
        return weighted_mean(
            (1.0 if weight is None else weight, self._known.get(id) or self.of(id))
            for weight, id in zip(weights, below, strict=True)
        )

    def measured(self, one: KeyResult) -> KeyResult:
        """A key result with what its source has measured, computed once."""
        if not isinstance(one.source, ProcessMeasure):
            return one
        if one not in self._measured:
            self._measured[one] = measured(self._work, one, self._as_of)
        return self._measured[one]

    def from_source(self, goal: str, one: KeyResult) -> Progress:
        """The progress of one key result, from the source that it names."""
        source = one.source or "measurements"
        if isinstance(source, ProcessMeasure):
            why = why_not(self._work, source, one.unit)
            return unknown(why) if why is not None else _measured(self.measured(one))
        if source == "goals":
            return self._sub_goals(goal, "it has no sub-goals")
        if source == "tasks":
            return _tasks(self._work, goal)
        if source == "milestones":
            return unknown("progress by milestones is not computed yet")
        return _measured(one)


def _measured(one: KeyResult) -> Progress:
    if one.baseline is None or one.target is None:
        return unknown("the baseline or the target is not known")
    last = latest(one)
    if last is None or last.value is None:
        return unknown("nothing is measured yet")
    return share(one.baseline, one.target, last.value)


def _tasks(work: Work, goal: str) -> Progress:
    """The share of done tasks of the projects that serve the goal; cancelled ones do not count."""
    states = [
        task.status
        for id, project in work.projects.items()
        if goal in project.record.goals
        for task in work.plan(id).tasks
        if task.status != "cancelled"
    ]
    if not states:
        return unknown("its projects have no tasks")
    return Progress(states.count("done") / len(states))
