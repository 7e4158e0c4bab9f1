"""The bottleneck: the step whose waiting grows most.

The cases are halved at the median of the moments of their last events. Growth of a step is the median
of its waiting in the later half less that in the earlier, in elapsed seconds. Medians, so that one
invoice that lay for a year is no trend; halves by number, so that neither is thin. With fewer than `ENOUGH`
values in a half a step tells nothing. Where no event says when work began, waiting cannot be told
from work, and the lead time of the step stands for it. Source: the definitions name the step and leave
the measure open; theory of constraints (the queue grows before the constraint).
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
    """The step, or None with the reason; `growth` of each step, and of what: `wait` or `lead`."""

    step: str | None
    reason: str | None
    growth: Mapping[str, Answer]
    of: str


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
    if not known:
        return Bottleneck(None, f"no step has {ENOUGH} values in each half", grown, of)
    most = max(known, key=known.__getitem__)
    if known[most] <= 0:
        return Bottleneck(None, "no step waits longer than before", grown, of)
    return Bottleneck(most, None, grown, of)


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
