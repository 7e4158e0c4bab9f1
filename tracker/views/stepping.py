"""The flow of a process as a strip: its steps in order, how long each waits and works, how much is right."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.analysis.flow import StepFlow
from tracker.model.records import Step
from tracker.views.operation import Operation
from tracker.views.spans import elapsed
from tracker.views.words import label, percent

STRANGE = 6
"""Steps that are shown at most of those that were done and are not defined."""

_WIDE = 100.0
"""How wide the longest bar is."""


@dataclass(frozen=True)
class Leg:
    """One step of the strip: medians in words, None with the reason in `lacks`.

    `number` is None of what the process does not define. `in_work` and `waiting` count the runs under
    way that are in work there, and those that wait for the step. Bars are widths up to 100, on one
    scale for all steps of the strip: first the waiting, then the work.
    """

    number: int | None
    title: str
    wait: str | None
    work: str | None
    lead: str | None
    in_work: int
    waiting: int
    ca: str | None
    expected: str | None
    is_less: bool
    is_bottleneck: bool
    bars: tuple[float, float]
    lacks: str | None


@dataclass(frozen=True)
class Strip:
    """The steps of a process, and what its bottleneck is, or why none is named, in a sentence.

    `more` steps that the process does not define are not shown. Of the runs under way `through` have
    nothing left but their end, and of `astray` nobody can tell for which step they wait. `lacks` leads
    from a reason to the steps of which it hides a figure.
    """

    legs: tuple[Leg, ...]
    more: int
    bottleneck: str
    through: int
    astray: int
    lacks: Mapping[str, tuple[str, ...]]


def titles(operation: Operation) -> dict[str, str]:
    """The steps of all versions at hand, by id, as people call them; the newest title holds."""
    every = (*operation.earlier, operation.process.record)
    return {one.id: one.title or label(one.id) for each in every for one in each.steps if one.id}


def strip(operation: Operation) -> Strip:
    """The strip of a process that has runs."""
    every = list(_legs(operation))
    strange = [one for one in every if one.number is None]
    legs = (*(one for one in every if one.number is not None), *strange[:STRANGE])
    lacks: dict[str, tuple[str, ...]] = {}
    for one in legs:
        if one.lacks:
            lacks[one.lacks] = (*lacks.get(one.lacks, ()), one.title)
    through = sum(one.is_through for one in operation.standing)
    astray = sum(one.step is None for one in operation.standing) - through
    more = len(strange[STRANGE:])
    return Strip(legs, more, _bottleneck(operation), through, astray, lacks)


def _legs(operation: Operation) -> Iterator[Leg]:
    flow, named = operation.flow, titles(operation)
    steps = {one.id: one for one in operation.process.record.steps if one.id}
    numbers = {one.id: at for at, one in enumerate(operation.process.record.steps, 1)}
    in_work = Counter(step for one in operation.standing for step in one.in_work)
    waiting = Counter(step for one in operation.standing for step in one.awaited)
    longest = max((sum(_medians(one)) for one in flow.steps.values()), default=0.0) or 1.0
    for id, one in flow.steps.items():
        wait, work = _medians(one)
        yield Leg(
            numbers.get(id),
            named.get(id, id),
            _told(one.wait.median.value),
            _told(one.work.median.value),
            _told(one.lead.median.value),
            in_work[id],
            waiting[id],
            None if one.ca.value is None else percent(one.ca.value),
            *_expected(steps.get(id), one),
            id == flow.bottleneck.step,
            (round(wait / longest * _WIDE, 1), round(work / longest * _WIDE, 1)),
            _lacks(one),
        )


def _medians(one: StepFlow) -> tuple[float, float]:
    """Waiting and work; where they cannot be told apart the whole time stands as waiting."""
    wait, work = one.wait.median.value, one.work.median.value
    if wait is None and work is None:
        return one.lead.median.value or 0.0, 0.0
    return wait or 0.0, work or 0.0


def _told(seconds: float | None) -> str | None:
    return None if seconds is None else elapsed(seconds)


def _expected(step: Step | None, one: StepFlow) -> tuple[str | None, bool]:
    """What share should be right, and whether less is."""
    if step is None or step.expected_ca is None:
        return None, False
    share = float(step.expected_ca)
    return percent(share), one.ca.value is not None and one.ca.value < share


def _lacks(one: StepFlow) -> str | None:
    """Why a figure of a step is missing; the first reason says enough."""
    answers = (one.wait.median, one.work.median, one.ca)
    return next((each.reason for each in answers if each.value is None), None)


def _bottleneck(operation: Operation) -> str:
    slow = operation.flow.bottleneck
    if slow.step is None:
        return f"No bottleneck is named: {slow.reason}.{_longest(operation)}"
    grown = slow.growth[slow.step].value or 0.0
    what = "waiting" if slow.of == "wait" else "time"
    title = titles(operation).get(slow.step, slow.step)
    return (
        f"{title} is the bottleneck: its median {what} grew most, by {elapsed(grown)} "
        f"from the earlier half of the runs to the later.{_longest(operation)}"
    )


def _longest(operation: Operation) -> str:
    """Which step waits longest now: it need not be the one whose waiting grew."""
    slow = operation.flow.bottleneck
    if slow.longest is None:
        return ""
    step, lasted = slow.longest
    title = "It" if step == slow.step else titles(operation).get(step, step)
    also, what = " also" if step == slow.step else "", "waits" if slow.of == "wait" else "takes"
    return f" {title}{also} {what} longest now, {elapsed(lasted)} in the later half by the median."
