"""The limits of a measure along time: frozen on a baseline, and anew from each confirmed improvement.

Limits that were frozen before an improvement show that it worked: what came after lies outside of
them. Once that is confirmed, they say nothing any more of what is natural now, so that a new stretch
begins on the day from which it was in effect. The baseline of a stretch is that of the first
improvement that ends or happens in it, else its first `BASELINE` values. Source: definitions, Control
chart (frozen on a baseline window; the new baseline); Wheeler.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.analysis.control import UNBOUND, Bounds, Limits, Signal, limits, signals, wide
from tracker.analysis.improvement import is_before, is_confirmed, is_dated
from tracker.analysis.measures import Value
from tracker.model.records import Improvement

BASELINE = 20
"""So many first values make the limits where no improvement names a baseline."""


class Stretch(NamedTuple):
    """The values from the place `first` up to and without `last`, counted from 0.

    Their limits are frozen on the values from the place `since` up to and without `until`; fewer than
    two values make none.
    """

    first: int
    last: int
    since: int
    until: int
    limits: Limits | None

    @property
    def baseline(self) -> int:
        """How many values the limits are frozen on."""
        return self.until - self.since


def stretches(
    values: Sequence[Value], improvements: Sequence[Improvement], bounds: Bounds = UNBOUND
) -> list[Stretch]:
    """The stretches of values in the order of time, one at least."""
    tried = sorted(
        (one for one in improvements if one.effective_from is not None),
        key=lambda one: (one.effective_from, one.title or ""),
    )
    starts = _starts(values, tried)
    return [
        _stretch(values, first, last, tried, bounds)
        for first, last in zip(starts, [*starts[1:], len(values)], strict=True)
    ]


def _starts(values: Sequence[Value], tried: Sequence[Improvement]) -> list[int]:
    """Where stretches begin; one of fewer than two values would have no limits."""
    starts = [0]
    for one in tried:
        place = _place(values, one)
        if is_confirmed(one) and place - starts[-1] >= 2 and len(values) - place >= 2:
            starts.append(place)
    return starts


def _place(values: Sequence[Value], one: Improvement) -> int:
    """The place of the first value since an improvement took effect."""
    return sum(value.day < one.effective_from for value in values) if one.effective_from else 0


def _stretch(
    values: Sequence[Value], first: int, last: int, tried: Sequence[Improvement], bounds: Bounds
) -> Stretch:  # fmt: skip
    for one in tried:
        if first < _place(values, one) <= last:
            places = [at for at in range(first, last) if is_before(one, values[at])]
            if len(places) >= 2:
                return _frozen(values, first, last, places[0], places[-1] + 1, bounds)
    return _frozen(values, first, last, first, min(first + BASELINE, last), bounds)


def _frozen(
    values: Sequence[Value], first: int, last: int, since: int, until: int, bounds: Bounds
) -> Stretch:
    found = limits([one.value for one in values[since:until]], bounds)
    return Stretch(first, last, since, until, found)


def concerning(
    values: Sequence[Value], found: Sequence[Stretch], improvement: Improvement
) -> Sequence[Value]:
    """The values that an improvement is judged by.

    Without a baseline of its own they are those of its stretch, and later ones.
    """
    if is_dated(improvement):
        return values
    place = _place(values, improvement)
    return values[next((one.first for one in found if one.first < place <= one.last), 0) :]


def all_signals(values: Sequence[Value], found: Sequence[Stretch]) -> list[Signal]:
    """The signals of all stretches, by the places of their values in the whole."""
    return list(_all(values, found))


def _all(values: Sequence[Value], found: Sequence[Stretch]) -> Iterator[Signal]:
    for one in found:
        if one.limits is not None:
            own = [value.value for value in values[one.first : one.last]]
            for place, rule, is_above in signals(own, one.limits):
                yield Signal(one.first + place, rule, is_above)


def all_wide(values: Sequence[Value], found: Sequence[Stretch]) -> list[int]:
    """The places of values that lie further from the one before in their stretch than its limit of ranges."""
    return [
        one.first + place
        for one in found
        if one.limits is not None
        for place in wide([value.value for value in values[one.first : one.last]], one.limits)
    ]
