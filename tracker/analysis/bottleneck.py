"""The bottleneck: the step whose waiting grows most.

The cases are halved at the median of the moments of their last events. Growth of a step is the median
of its waiting in the later half less that in the earlier, in elapsed seconds. Medians, so that one
invoice that lay for a year is no trend; halves by number, so that neither is thin. With fewer than `ENOUGH`
values in a half a step tells nothing. Where no event says when work began, waiting cannot be told
from work, and the lead time of the step stands for it. Beside it stands the step that waits longest now:
by the median of the later half. Source: the definitions name the step and leave the measure open; theory
of constraints (the queue grows before the constraint).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.cases import Ways
from tracker.analysis.percentile import median
from tracker.analysis.steptimes import Times

ENOUGH = 5


@dataclass(frozen=True)
class Bottleneck:
    """The step, or None with the reason; `growth` of each step, and of what: `wait` or `lead`.

    `longest` is the step that waits longest in the later half and how long that is in seconds, None where
    no step has `ENOUGH` values there.
    """

    step: str | None
    reason: str | None
    growth: Mapping[str, Answer]
    of: str
    longest: tuple[str, float] | None


def halves(ways: Ways) -> tuple[Ways, Ways]:
    """The cases whose last event came before the median of all last events, and the others."""
    moments = sorted(one.last for taken in ways.values() for one in taken if one.last is not None)
    middle = median(moments) if moments else 0.0
    early = {way: [c for c in cases if (c.last or 0.0) < middle] for way, cases in ways.items()}
    late = {way: [c for c in cases if (c.last or 0.0) >= middle] for way, cases in ways.items()}
    return early, late


def bottleneck(early: Mapping[str, Times], late: Mapping[str, Times]) -> Bottleneck:
    """The step that grows most, from the times of the two halves."""
    of = "wait" if any(one.wait for one in (*early.values(), *late.values())) else "lead"
    grown = {
        step: growth(getattr(early.get(step), of, []), getattr(late.get(step), of, []))
        for step in {**early, **late}
    }
    known = {step: one.value for step, one in grown.items() if one.value is not None}
    most, reason = _most(known), None
    if most is None:
        reason = f"no step has {ENOUGH} values in each half"
    elif most[1] <= 0:
        most, reason = None, "no step waits longer than before"
    return Bottleneck(most[0] if most else None, reason, grown, of, _longest(late, of))


def _longest(late: Mapping[str, Times], of: str) -> tuple[str, float] | None:
    """The step with the highest median, of those that tell something; `growth` has left them in order."""
    times = {step: getattr(one, of) for step, one in late.items()}
    return _most({step: median(each) for step, each in times.items() if len(each) >= ENOUGH})


def _most(values: Mapping[str, float]) -> tuple[str, float] | None:
    """The first of the highest values, with its step."""
    return max(values.items(), key=lambda one: one[1], default=None)


def growth(early: list[float], late: list[float]) -> Answer:
    """The median of the later values less that of the earlier; both are left in order.

    They are sorted where they stand, since all of them are sorted faster from two sorted halves.
    """
    early.sort()
    late.sort()
    count = len(early) + len(late)
    if min(len(early), len(late)) < ENOUGH:
        return unknown(f"there are fewer than {ENOUGH} values in a half", count)
    return Answer(median(late) - median(early), None, count, count)
