"""Limits along time: whose baseline they are frozen on, and where they are set anew."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analysis.control import Rule, signals
from tracker.analysis.improvement import has_held, outlook
from tracker.analysis.measures import Value
from tracker.analysis.stretches import (
    BASELINE,
    all_signals,
    all_wide,
    concerning,
    stretches,
)
from tracker.model.records import Improvement, Outcome, Window

FIRST = date(2026, 1, 1)
OLD = [6.0, 7.0, 5.0, 6.0, 7.0, 6.0, 5.0, 6.0, 7.0, 5.0]
NEW = [3.0, 4.0, 3.0, 2.0, 3.0, 4.0, 3.0, 3.0, 2.0, 3.0]


def on(place: int) -> date:
    return FIRST + timedelta(days=place)


def daily(numbers: Sequence[float]) -> list[Value]:
    return [Value(on(at), one) for at, one in enumerate(numbers)]


def closed(effective: date, verdict: str = "confirmed", target: str = "4") -> Improvement:
    result = Outcome(verdict=verdict, value=target)
    return Improvement(
        title=verdict, status="closed", effective_from=effective, target=target, result=result
    )


def places(values: Sequence[Value], *tried: Improvement) -> list[tuple[int, int, int, int]]:
    return [tuple(one)[:4] for one in stretches(values, tried)]  # type: ignore[misc]


def test_without_improvements_the_first_values_are_the_baseline() -> None:
    assert places(daily(OLD)) == [(0, 10, 0, 10)]
    assert places(daily(OLD * 3)) == [(0, 30, 0, BASELINE)]
    assert places([]) == [(0, 0, 0, 0)]
    assert stretches(daily([6.0]), [])[0].limits is None


def test_limits_are_set_anew_where_an_improvement_was_confirmed() -> None:
    values = daily([*OLD, *NEW])
    assert places(values, closed(on(10))) == [(0, 10, 0, 10), (10, 20, 10, 20)]
    for other in ("not-confirmed", "confirmd"):
        assert places(values, closed(on(10), other)) == [(0, 20, 0, 10)]


def test_what_is_said_without_being_closed_sets_nothing_anew() -> None:
    early = Improvement(status="review", effective_from=on(10), result="confirmed")
    assert places(daily([*OLD, *NEW]), early) == [(0, 20, 0, 10)]


def test_the_baseline_is_the_window_that_an_improvement_names() -> None:
    window = Window(from_=on(2), to=on(6))
    named = Improvement(status="review", effective_from=on(10), baseline=window)
    assert places(daily([*OLD, *NEW]), named) == [(0, 20, 2, 7)]


@pytest.mark.parametrize("begins", [0, 1, 19, 20, 40])
def test_a_stretch_too_short_for_limits_is_none(begins: int) -> None:
    assert len(places(daily([*OLD, *NEW]), closed(on(begins)))) == 1


def test_a_second_improvement_is_judged_by_what_the_first_one_left() -> None:
    better = [1.0, 1.5, 1.0, 1.0, 1.5, 1.0, 1.0, 1.0]
    values = daily([*OLD, *NEW, *better])
    first, second = closed(on(10)), closed(on(20), target="2")
    found = stretches(values, [second, first])
    assert [one[:4] for one in found] == [(0, 10, 0, 10), (10, 20, 10, 20), (20, 28, 20, 28)]
    judged = outlook(second, concerning(values, found, second), None, is_time=True)
    assert judged.before.value == pytest.approx(3.0) and judged.is_confirmed
    assert outlook(first, concerning(values, found, first), None, is_time=True).is_confirmed


def test_no_signal_reaches_across_stretches() -> None:
    """What was a signal against the old limits is none against the new."""
    values = daily([*OLD, *NEW])
    one = stretches(values, [])
    assert Rule.EIGHT_IN_A_ROW in {each.rule for each in all_signals(values, one)}
    assert not all_signals(values, stretches(values, [closed(on(10))]))


def test_a_signal_stands_at_its_place_in_the_whole() -> None:
    values = daily([*OLD, *NEW, *NEW, 20.0, 3.0])
    found = stretches(values, [closed(on(10))])
    assert [(one.place, one.rule) for one in all_signals(values, found)] == [(30, Rule.OUTSIDE)]
    assert all_wide(values, found) == [30, 31]


@given(st.lists(st.floats(0, 100), max_size=60), st.lists(st.integers(0, 70), max_size=4))
def test_stretches_cover_all_values_once(numbers: list[float], begins: list[int]) -> None:
    values = daily(numbers)
    found = stretches(values, [closed(on(each)) for each in begins])
    assert found[0].first == 0 and found[-1].last == len(values)
    assert all(one.last == other.first for one, other in pairwise(found))
    for one in found:
        assert one.first <= one.since <= one.until <= one.last
    if len(found) == 1 and found[0].limits is not None:
        assert all_signals(values, found) == signals(numbers, found[0].limits)


def test_what_was_confirmed_once_was_rightly_closed() -> None:
    undone = daily([*OLD, *NEW, *[30.0] * 9])
    better = closed(on(10))
    assert outlook(better, undone, None, is_time=True).is_confirmed is False
    held = has_held(better, undone, None, is_time=True)
    assert held.is_confirmed and held.after.total == 8


def test_what_never_was_is_told_as_it_stands() -> None:
    never = daily([*OLD, *NEW])
    held = has_held(closed(on(10), target="1"), never, None, is_time=True)
    assert held.is_confirmed is False and held.after.total == len(NEW)
