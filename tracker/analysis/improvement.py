"""Improvements held against what was measured: confirmed only when the chart shows it.

The limits are frozen on the days of the baseline, or on all days before the improvement took effect
where it names none. It is confirmed when two things hold of the values from then on: a shift towards
the target (8 in a row on that side of the old mean) follows, and their mean, the new baseline, reaches
the target. Source: definitions, Control chart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.analysis.answer import Answer, mean, unknown
from tracker.analysis.control import UNBOUND, Bounds, Limits, Rule, Signal, limits, signals
from tracker.analysis.measures import Value
from tracker.model.records import Improvement, Outcome

CLOSED = "closed"
CONFIRMED = "confirmed"

_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?([a-z%]*)\Z")


@dataclass(frozen=True)
class Outlook:
    """`before` and `after` in the unit of the measure; `is_confirmed` is None where it cannot be told.

    `reason` says why it cannot be told, or what is still wanting. `shift` is the first signal of
    one, its place counted from the day on which the improvement took effect.
    """

    is_confirmed: bool | None
    reason: str | None
    frozen: Limits | None
    before: Answer
    after: Answer
    target: Answer
    shift: Signal | None

    def reaches(self, value: float) -> bool:
        """Whether a value is at the target or beyond it, as seen from before."""
        return _reaches(self.before.value or 0.0, value, self.target.value or 0.0)


def is_confirmed(improvement: Improvement) -> bool:
    """Whether it is closed as confirmed: what its people say, not what was measured."""
    result = improvement.result
    verdict = result.verdict if isinstance(result, Outcome) else result
    return improvement.status == CLOSED and verdict == CONFIRMED


def is_dated(improvement: Improvement) -> bool:
    """Whether it says of which days its baseline is."""
    window = improvement.baseline
    return window is not None and bool(window.from_ or window.to)


def is_before(improvement: Improvement, one: Value) -> bool:
    """Whether a value belongs to the baseline of an improvement."""
    window, start = improvement.baseline, improvement.effective_from
    if window is not None and is_dated(improvement):
        return (window.from_ or one.day) <= one.day <= (window.to or one.day)
    return start is not None and one.day < start


def has_held(
    improvement: Improvement, values: Sequence[Value], unit: str | None, is_time: bool
) -> Outlook:
    """How it stood when it was confirmed by the chart: at the first value at which it was, else at the last.

    Whoever closed an improvement as confirmed was right if it was so on some day: what comes later may
    undo the improvement, and not what was measured then.
    """
    found = outlook(improvement, values, unit, is_time)
    if found.is_confirmed is not False or found.shift is None:
        return found
    new = [at for at, one in enumerate(values) if _is_after(improvement, one)]
    for at in new[found.shift.place : -1]:
        then = outlook(improvement, values[: at + 1], unit, is_time)
        if then.is_confirmed:
            return then
    return found


def outlook(
    improvement: Improvement, values: Sequence[Value], unit: str | None, is_time: bool
) -> Outlook:
    """How an improvement stands to the values of its measure, in the order of time."""
    old = [one.value for one in values if is_before(improvement, one)]
    new = [one.value for one in values if _is_after(improvement, one)]
    earlier, after = (
        mean(old, "nothing was measured before"),
        mean(new, "nothing is measured since"),
    )
    frozen, target = (
        limits(old, Bounds(0.0) if is_time else UNBOUND),
        amount(improvement.target, unit),
    )
    shift = _shift(new, frozen, earlier, target)
    verdict, reason = _verdict(improvement, frozen, earlier, after, target, shift)
    return Outlook(verdict, reason, frozen, earlier, after, target, shift)


def _is_after(improvement: Improvement, one: Value) -> bool:
    return improvement.effective_from is not None and one.day >= improvement.effective_from


def amount(text: str | None, unit: str | None) -> Answer:
    """A target such as `4d`, `95%` or `12` in the unit of its measure; nothing is converted."""
    found = _AMOUNT.match(text or "")
    if found is None:
        return unknown("the target is no number")
    if found[2] not in ("", unit) and not (found[2] == "%" and unit == "percent"):
        return unknown(f"the target is in {found[2]}, and what is measured in {unit or 'no unit'}")
    return Answer(float(found[1]), None, 1, 1)


def _shift(
    new: Sequence[float], frozen: Limits | None, before: Answer, target: Answer
) -> Signal | None:
    if frozen is None or before.value is None or target.value is None:
        return None
    wants_more = target.value > before.value
    found = (one for one in signals(new, frozen) if one.rule is Rule.EIGHT_IN_A_ROW)
    return next((one for one in found if one.is_above is wants_more), None)


def _verdict(
    improvement: Improvement,
    frozen: Limits | None,
    before: Answer,
    after: Answer,
    target: Answer,
    shift: Signal | None,
) -> tuple[bool | None, str | None]:
    if improvement.effective_from is None:
        return None, "it does not say from when it is in effect"
    for one in (target, before, after):
        if one.value is None:
            return None, one.reason
    if frozen is None:
        return None, "one value before makes no limits"
    if shift is None:
        return False, "the chart shows no shift towards the target"
    if not _reaches(before.value or 0.0, after.value or 0.0, target.value or 0.0):
        return False, "the mean since does not reach the target"
    return True, None


def _reaches(before: float, after: float, target: float) -> bool:
    return after >= target if target > before else after <= target
