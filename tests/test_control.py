"""Control charts: the vectors of the definitions, each signal alone, and what a chart confirms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runlog import MONDAY, at, one, runs

from tracker.analysis.cases import Case
from tracker.analysis.control import UNBOUND, Bounds, Limits, Rule, Signal, limits, signals, wide
from tracker.analysis.improvement import amount, outlook
from tracker.analysis.measurable import NAMES, bounds, is_known, is_time, labelled, wrong_unit
from tracker.analysis.measures import (
    COUNTS,
    SHARES,
    TIMES,
    Value,
    series,
    summed_up,
)
from tracker.analysis.measures import (
    measured as measured_of,
)
from tracker.analysis.periods import week
from tracker.model.records import Calendar, Improvement, Measure, Window

VECTOR = [5, 6, 5, 7, 6, 5, 6, 7, 5, 6]
TRAP = [10, 12, 11, 13, 12, 11, 30, 12]
UNIT = Limits(mean=0, mean_range=3 / 2.66, count=10)
"""Limits whose sigma is 1."""


def frozen(values: list[float], bounds: Bounds = UNBOUND) -> Limits:
    found = limits(values, bounds)
    assert found is not None
    return found


def test_the_limits_of_the_vector() -> None:
    found = frozen([*map(float, VECTOR)])
    assert found.mean == pytest.approx(5.8) and found.mean_range == pytest.approx(1.2222, abs=5e-5)
    assert found.upper == pytest.approx(9.0511, abs=5e-5)
    assert found.lower == pytest.approx(2.5489, abs=5e-5)
    assert found.range_limit == pytest.approx(3.9942, abs=5e-5)
    assert not found.is_provisional and frozen([*map(float, VECTOR[:9])]).is_provisional


def test_a_next_value_of_20_is_a_signal() -> None:
    values = [*map(float, VECTOR), 20.0]
    assert signals(values, frozen(values[:10])) == [Signal(10, Rule.OUTSIDE, True)]
    assert wide(values, frozen(values[:10])) == [10]


def test_the_trap_a_live_outlier_hides_itself() -> None:
    values = [*map(float, TRAP)]
    live = frozen(values)
    assert live.upper == pytest.approx(30.595, abs=5e-4)
    assert Rule.OUTSIDE not in [one.rule for one in signals(values, live)]
    assert Signal(6, Rule.OUTSIDE, True) in signals(values, frozen(values[:6]))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([0, 3.01], [(1, Rule.OUTSIDE)]),
        ([0, 3.0], []),
        ([2.1, 0, 2.1], [(2, Rule.TWO_OF_THREE)]),
        ([2.1, 2.1, 0], [(1, Rule.TWO_OF_THREE)]),
        ([2.1, 0, 0, 2.1], []),
        ([2.1, -2.1, 0], []),
        ([1.1, 1.1, 0, 1.1, 1.1], [(4, Rule.FOUR_OF_FIVE)]),
        ([1.1, 1.1, 0, 0, 1.1, 1.1], []),
        ([0.1] * 7, []),
        ([0.1] * 8, [(7, Rule.EIGHT_IN_A_ROW)]),
        ([0.1] * 4 + [0.0] + [0.1] * 4, []),
    ],
)
def test_each_signal_alone(values: list[float], found: list[tuple[int, Rule]]) -> None:
    assert signals(values, UNIT) == [Signal(place, rule, True) for place, rule in found]
    below = [-value for value in values]
    assert signals(below, UNIT) == [Signal(place, rule, False) for place, rule in found]


def test_a_time_has_no_limit_below_0() -> None:
    assert frozen([1.0, 9.0, 1.0, 9.0], Bounds(0.0)).lower == 0
    assert frozen([1.0, 9.0, 1.0, 9.0]).lower < 0


def test_one_value_makes_no_limits() -> None:
    assert limits([5.0]) is None and limits([]) is None


@given(st.floats(-1e6, 1e6), st.integers(2, 40))
def test_equal_values_are_no_signal_and_any_other_is(value: float, count: int) -> None:
    same = [value] * count
    assert signals(same, frozen(same)) == []
    assert Rule.OUTSIDE in [one.rule for one in signals([value + 1], frozen(same))]


@given(st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=30))
def test_signals_on_one_side_are_those_of_the_mirror_image(values: list[float]) -> None:
    mirrored = [-value for value in values]
    there, here = signals(values, frozen(values)), signals(mirrored, frozen(mirrored))
    assert [(a.place, a.rule, a.is_above) for a in there] == [
        (b.place, b.rule, not b.is_above) for b in here
    ]


# --- measures --------------------------------------------------------------------------------------

SOME = runs("a@0:1440", "a@0:2880", "a@40000:41440 a@41441:41442", requested=at(-1440))
FIVE = Calendar(working_days=("mon", "tue", "wed", "thu", "fri"))


def measured(of: str, unit: str | None = None, cases: list[Case] | None = None) -> list[Value]:
    return series(Measure(of=of, unit=unit), SOME if cases is None else cases, FIVE)


def test_a_time_has_a_value_for_each_completed_run_in_its_unit() -> None:
    others = [one("a@0:", "in-progress"), one("a@0:5", "cancelled", finished=at(9))]
    assert measured("cycle_time", "h", [*reversed(SOME), *others]) == [
        (date(2026, 1, 6), 24.0), (date(2026, 1, 7), 48.0), (date(2026, 2, 3), pytest.approx(24 + 2 / 60)),
    ]  # fmt: skip
    assert [value for _, value in measured("cycle_time", "d")][:2] == [1.0, 2.0]
    # The day before the Monday is a Sunday, of which no hour is worked.
    assert measured("lead_time", "d")[0].value == pytest.approx(1 + 1 / 3)


def test_counts_and_shares_have_a_value_for_each_period() -> None:
    assert measured("throughput") == [(date(2026, 1, 1), 2), (date(2026, 2, 1), 1)]
    assert measured("first_pass_yield", "percent") == [
        (date(2026, 1, 1), 100),
        (date(2026, 2, 1), 0),
    ]
    assert measured("rework_rate") == [(date(2026, 1, 1), 0), (date(2026, 2, 1), 1)]
    assert measured("cycle_time_median", "h")[0] == (date(2026, 1, 1), 36)
    weeks = series(Measure(of="throughput"), SOME, FIVE, week)
    assert [value for _, value in weeks] == [0, 2, 0, 0, 0, 1]


def test_a_measure_is_summed_up_as_its_name_says() -> None:
    for of, value in [("cycle_time_p85", 48), ("cycle_time_mean", 32.01), ("cycle_time", 32.01)]:
        assert summed_up(Measure(of=of, unit="h"), SOME, FIVE).value == pytest.approx(
            value, abs=5e-3
        )
    assert summed_up(Measure(of="throughput"), SOME, FIVE).value == 3
    assert summed_up(Measure(of="rework_rate", unit="%"), SOME, FIVE).value == pytest.approx(
        100 / 3
    )
    assert summed_up(Measure(of="cycle_time"), [], FIVE).reason == "nothing is measured yet"


def test_work_in_progress_is_counted_at_the_end_of_a_period() -> None:
    runs_ = [*SOME, one("a@41443:", "in-progress")]
    values = series(Measure(of="work_in_progress"), runs_, FIVE)
    assert values[-1] == Value(date(2026, 2, 1), 1)
    assert summed_up(Measure(of="work_in_progress"), runs_, FIVE).value == 1


def test_no_limit_of_a_share_lies_beyond_all() -> None:
    share = Measure(of="first_pass_yield", unit="percent")
    found = frozen([90.0, 80.0, 100.0, 60.0], bounds(share))
    assert (found.upper, bounds(Measure(of="rework_rate"))) == (100.0, (0.0, 1.0))
    assert found.sigma == pytest.approx(2.66 * 70 / 9), "what is a signal stays as it is"
    assert bounds(Measure(of="cycle_time")) == (0.0, None)
    assert bounds(Measure(of="throughput")) == bounds(Measure(of="work_in_progress")) == (0.0, None)
    assert bounds(Measure(of="happiness")) == bounds(Measure()) == UNBOUND


@pytest.mark.parametrize(
    ("of", "unit", "is_right"),
    [
        *(("cycle_time", unit, True) for unit in ("m", "h", "d", "w", None)),
        *(("lead_time_p85", unit, False) for unit in ("min", "days", "hours", "bananas", "%", "H")),
        *(("rework_rate", unit, True) for unit in ("percent", "%", None)),
        *(("first_pass_yield", unit, False) for unit in ("d", "Percent", "share")),
        *(("throughput", unit, True) for unit in ("orders", "d", "percent", None)),
    ],
)
def test_nothing_is_measured_under_a_wrong_label(of: str, unit: str | None, is_right: bool) -> None:
    measure = Measure(of=of, unit=unit)
    assert (wrong_unit(measure) is None) is is_right
    assert bool(measured(of, unit)) is is_right
    said = summed_up(measure, SOME, FIVE)
    assert (said.value is not None) is is_right and said.reason == wrong_unit(measure)


def test_what_says_no_unit_is_told_in_its_own() -> None:
    assert measured("cycle_time") == measured("cycle_time", "h")
    assert labelled(Measure(of="cycle_time_p85")).unit == "h"
    for of in ("rework_rate", "throughput", "happiness", None):
        assert labelled(Measure(of=of)).unit is None
    assert labelled(Measure(of="lead_time", unit="d")).unit == "d"


def test_every_name_has_what_is_measured_by_it() -> None:
    assert (*TIMES, *SHARES, *COUNTS) == NAMES


def test_a_value_of_one_run_says_which() -> None:
    assert [one.run for one in measured_of(Measure(of="cycle_time"), SOME, FIVE)] == [
        "p/0", "p/1", "p/2"
    ]  # fmt: skip
    for of in ("throughput", "rework_rate", "cycle_time_p85"):
        assert {one.run for one in measured_of(Measure(of=of), SOME, FIVE)} == {None}


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 2, 4), [2]),
        (date(2026, 2, 27), [2]),
        (date(2026, 2, 28), [2, 1]),
        (date(2026, 4, 1), [2, 1, 0]),
        (date.max, [2, 1]),  # so far off that nobody means it
    ],
)
def test_a_month_is_counted_once_it_is_over(day: date, counts: list[int]) -> None:
    """In the others nothing was done, and that is a number."""
    values = series(Measure(of="throughput"), SOME, FIVE, as_of=day)
    assert [value for _, value in values] == counts
    shares = series(Measure(of="rework_rate"), SOME, FIVE, as_of=day)
    assert shares == measured("rework_rate"), "a share of some runs is one of those"
    assert series(Measure(of="throughput"), [], FIVE, as_of=day) == []


def test_a_name_that_nothing_has_is_said_so() -> None:
    percentiles = (
        f"cycle_time_p{percent}" for percent in ("", "0", "0.0", "00", "100.5", "101", "999")
    )
    for name in ("happiness", "throughput_p85", *percentiles, "", None):
        assert not is_known(name) and not measured(name or "")
        assert summed_up(Measure(of=name), SOME, None).value is None
    assert is_known("lead_time_p99.5") and is_known("lead_time_p100") and is_known("lead_time_p0.5")
    assert is_time("lead_time_p50") and not is_time("throughput")


# --- improvements ----------------------------------------------------------------------------------


def daily(before: list[float], after: list[float]) -> list[Value]:
    """Values day by day; the later ones begin on the first of March."""
    start = date(2026, 3, 1)
    old = [Value(start - timedelta(days=len(before) - n), value) for n, value in enumerate(before)]
    return old + [Value(start + timedelta(days=n), value) for n, value in enumerate(after)]


BETTER = Improvement(target="4d", effective_from=date(2026, 3, 1))
BEFORE = [6.0, 5.5, 6.5, 6.0, 5.0, 7.0, 6.0, 6.5, 5.5, 6.0]


@pytest.mark.parametrize(
    ("after", "verdict", "reason"),
    [
        ([3.5] * 8, True, None),
        ([3.5] * 7, False, "the chart shows no shift towards the target"),
        ([7.5] * 9, False, "the chart shows no shift towards the target"),
        ([5.0] * 9, False, "the mean since does not reach the target"),
        ([1.0, 9.0] * 5, False, "the chart shows no shift towards the target"),
        ([], None, "nothing is measured since"),
    ],
)
def test_an_improvement_is_confirmed_by_a_shift_and_its_target(
    after: list[float], verdict: bool | None, reason: str | None
) -> None:
    found = outlook(BETTER, daily(BEFORE, after), "d", is_time=True)
    assert (found.is_confirmed, found.reason) == (verdict, reason)
    assert found.before.value == pytest.approx(6.0)
    if verdict:
        assert found.shift == Signal(7, Rule.EIGHT_IN_A_ROW, False)


def test_more_can_be_better() -> None:
    yields = daily([80.0, 82.0, 81.0, 79.0], [95.0] * 8)
    more = Improvement(target="90%", effective_from=date(2026, 3, 1))
    assert outlook(more, yields, "percent", is_time=False).is_confirmed


def test_the_baseline_is_what_the_improvement_names() -> None:
    window = Window(from_=date(2026, 2, 20), to=date(2026, 2, 24))
    named = Improvement(target="4", effective_from=date(2026, 3, 1), baseline=window)
    found = outlook(named, daily(BEFORE, [3.0] * 8), "d", is_time=True)
    assert found.before.total == 5 and found.frozen is not None and found.frozen.is_provisional


@pytest.mark.parametrize(
    ("improvement", "values", "reason"),
    [
        (Improvement(target="4d"), BEFORE, "it does not say from when it is in effect"),
        (BETTER, [], "nothing was measured before"),
        (BETTER, [6.0], "one value before makes no limits"),
        (Improvement(effective_from=date(2026, 3, 1)), BEFORE, "the target is no number"),
        (
            Improvement(target="4h", effective_from=date(2026, 3, 1)),
            BEFORE,
            "the target is in h, and what is measured in d",
        ),
    ],
)
def test_what_cannot_be_told_says_why(
    improvement: Improvement, values: list[float], reason: str
) -> None:
    found = outlook(improvement, daily(values, [3.0] * 8), "d", is_time=True)
    assert (found.is_confirmed, found.reason) == (None, reason)


def test_amounts_are_read_in_the_unit_of_their_measure() -> None:
    assert amount("6.1d", "d").value == 6.1 and amount("95 %", "percent").value == 95
    assert amount("12", None).value == 12 and amount("-3", "EUR").value == -3


def test_days_are_those_of_the_log() -> None:
    late = one("a", started=MONDAY, finished=MONDAY.replace(hour=23, minute=30))
    assert measured("cycle_time", "h", [late])[0].day == MONDAY.date()
