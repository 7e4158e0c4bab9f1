"""Flow of a process: the vectors of the definitions, small logs by hand, and what cannot be told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runlog import MONDAY, at, known, one, process, run, runs

from tracker.analysis.answer import Answer, product, quotient, share, unknown
from tracker.analysis.bottleneck import bottleneck, growth, halves
from tracker.analysis.cases import Case, by_variant, case, cases
from tracker.analysis.elapsed import lasting, seconds, since_1970, split
from tracker.analysis.flow import Flow, flow
from tracker.analysis.little import ASSUMPTIONS, little
from tracker.analysis.percentile import sample
from tracker.analysis.periods import (
    finished_in,
    grouped,
    month,
    periods,
    team_of,
    version,
    week,
)
from tracker.analysis.rework import Return, returns, rework, rolled
from tracker.analysis.servicelevel import ageing, kept
from tracker.analysis.steptimes import Times, activity, step_times
from tracker.analysis.variants import variants
from tracker.model.records import Calendar, ClosedDays, Run, ServiceLevel

DAY = date(2026, 1, 31)
HOUR = 3600.0
WEEK = Calendar(
    working_days=("mon", "tue", "wed", "thu", "fri"),
    closures=(ClosedDays(from_=date(2026, 1, 14), to=date(2026, 1, 14)),),
)


def told(text: str, *logs: str, **fields: object) -> Flow:
    return flow(process(text), runs(*logs, **fields), DAY)


# --- the vectors of the definitions ----------------------------------------------------------------


def test_the_activity_ratio_of_the_vector() -> None:
    times = [
        Times(busy=work * HOUR, passed=lead * HOUR, paired=1)
        for work, lead in zip((2, 1, 0.5, 4), (16, 24, 8, 16), strict=True)
    ]
    assert activity(times).value == pytest.approx(0.1172, abs=5e-5)


def test_the_activity_ratio_of_the_vector_as_a_run() -> None:
    log, moment = [], 0
    for step, work, lead in zip("abcd", (120, 60, 30, 240), (960, 1440, 480, 960), strict=True):
        log.append(f"{step}@{moment + lead - work}:{moment + lead}")
        moment += lead
    found = told("a b c d", " ".join(log), requested=MONDAY)
    assert found.activity.value == pytest.approx(0.1172, abs=5e-5)
    assert found.lead.values == [64 * HOUR]
    assert found.steps["b"].wait.values == [23 * HOUR] and found.steps["b"].work.values == [HOUR]


def test_rolled_shares_of_the_vectors() -> None:
    assert rolled(Answer(ca) for ca in (0.90, 0.80, 0.95, 0.99)).value == pytest.approx(
        0.677, abs=5e-4
    )
    assert rolled(Answer(one) for one in (0.95, 0.84, 0.88)).value == pytest.approx(0.702, abs=5e-4)


# --- answers ---------------------------------------------------------------------------------------


def test_a_divisor_of_nothing_has_a_reason() -> None:
    assert share(0, 0, "nobody") == unknown("nobody") and quotient(1, 0, 3, "none").value is None
    assert product([], "none").reason == "none"


def test_what_is_not_known_is_left_out_of_a_product_and_counted() -> None:
    assert product([Answer(0.5), unknown("?"), Answer(0.5)], "-") == Answer(0.25, None, 2, 3)


# --- cases -----------------------------------------------------------------------------------------


def test_events_stand_in_the_order_of_completion_and_ties_in_that_of_the_file() -> None:
    assert one("c@5:30 a@0:10 b@0:20 x@:20").variant == ("a", "b", "x", "c")


def test_what_was_begun_stands_where_it_was_begun_and_what_has_no_time_where_it_is_written() -> (
    None
):
    assert one("a@0:50 b@10: x c@:20 y").variant == ("b", "x", "c", "y", "a")
    assert one("x a@0:50").variant == ("x", "a")


def test_a_case_runs_from_its_first_to_its_last_event() -> None:
    assert one("a@:10 b@:40").elapsed == 30 * 60 and one("a@5:10 b@0:40").elapsed == 40 * 60
    assert one("a b").elapsed is None and one("").elapsed is None


def test_moments_of_other_offsets_are_the_same_moments() -> None:
    eight = 1767596400.0
    later = datetime.fromisoformat("2026-01-05T07:30+00:00")
    bare = MONDAY.replace(tzinfo=None)
    assert since_1970([MONDAY, later]) == [eight, eight + 1800]
    assert since_1970([bare, bare]) == [eight + HOUR] * 2 and since_1970([]) == []
    assert since_1970([bare, None, MONDAY]) == [eight + HOUR, None, eight]
    summer = datetime(2026, 7, 5, 8, tzinfo=ZoneInfo("Europe/Berlin"))
    assert since_1970([summer]) == [seconds(summer)] == [summer.timestamp()]


@pytest.mark.parametrize(
    ("status", "finished", "is_over", "is_completed"),
    [
        ("completed", None, True, True),
        ("incomplete", 60, True, False),
        ("cancelled", 60, True, False),
        ("in-progress", None, False, False),
        ("in-progress", 60, False, False),
        (None, 60, True, True),
        (None, None, False, False),
    ],
)
def test_a_run_has_ended_when_its_status_says_so(
    status: str | None, finished: int | None, is_over: bool, is_completed: bool
) -> None:
    found = one("a@0:10", status, finished=at(finished))
    assert (found.is_over, found.is_completed) == (is_over, is_completed)
    assert (found.cycle is not None) is is_completed


def test_what_is_over_at_no_known_time_is_not_under_way() -> None:
    found = one("a", started=at(0))
    assert found.ended is None and found.is_over and not found.is_open(DAY)
    assert flow(process("a"), [found], DAY).ended == 1


def test_what_a_run_does_not_say_its_events_do() -> None:
    found = one("a@0:10 b@20:", started=None, finished=None, requested=at(-30))
    assert (found.began, found.ended) == (at(0), at(20))
    assert (found.cycle, found.lead) == (20 * 60, 50 * 60)


def test_an_end_before_its_start_is_no_time() -> None:
    found = one("a@0:10", started=at(20), finished=at(10), requested=at(30))
    assert (found.cycle, found.lead) == (None, None)
    assert told("a", "a@10:5").steps["a"].work.values == []


def test_events_whose_step_was_refused_are_left_out() -> None:
    steps = run("a@0:1 b@2:3").steps
    broken = Run(steps=(steps[0], type(steps[1])(started=at(2))))
    assert case("p/r", broken).variant == ("a",)
    assert [one.id for one in cases({"p/a": broken, "p/b": broken})] == ["p/a", "p/b"]


def test_variants_come_by_number_and_then_as_they_were_met() -> None:
    found = variants(runs("a@0:1 b@2:3", "b@0:5", "a@0:1 b@2:9", "c@0:1"))
    assert [(way.steps, way.cases, way.share) for way in found] == [
        (("a", "b"), 2, 0.5), (("b",), 1, 0.25), (("c",), 1, 0.25),
    ]  # fmt: skip
    assert found[0].elapsed.median.value == 6 * 60
    assert variants(runs("a"))[0].elapsed.median.reason == "none of its events has a time"


# --- elapsed time and spans ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "unit", "lasted"),
    [
        ("2026-01-05T10:00", "2026-01-06T10:00", "d", 1.0),
        ("2026-01-09T10:00", "2026-01-12T10:00", "d", 1.0),
        ("2026-01-09T10:00", "2026-01-12T10:00", "h", 72.0),
        ("2026-01-09T10:00", "2026-01-12T10:00", "m", 4320.0),
        ("2026-01-10T10:00", "2026-01-12T12:00", "d", 0.5),
        ("2026-01-10T10:00", "2026-01-11T12:00", "d", 0.0),
        ("2026-01-05T06:00", "2026-01-05T18:00", "d", 0.5),
        ("2026-01-13T12:00", "2026-01-15T12:00", "d", 1.0),
        ("2026-01-05T00:00", "2026-01-12T00:00", "w", 1.0),
    ],
)
def test_days_and_weeks_are_working_time(first: str, last: str, unit: str, lasted: float) -> None:
    count = lasting(unit, WEEK)
    assert count(datetime.fromisoformat(first), datetime.fromisoformat(last)) == lasted


def test_without_a_calendar_a_week_has_five_days_and_what_lies_too_far_is_not_counted() -> None:
    monday = datetime(2026, 1, 5)
    assert lasting("d", None)(monday, monday + timedelta(weeks=2)) == 10
    for unit in "dw":
        assert lasting(unit, WEEK)(datetime(1900, 1, 1), monday) is None


def test_spans_are_split() -> None:
    assert split("1.5d") == (1.5, "d") and split("4 h") is None and split(None) is None


# --- the process and its steps ---------------------------------------------------------------------


def test_flow_counts_the_process_and_then_its_steps_and_then_what_is_unknown() -> None:
    found = told("a b c?", "a@0:10 b@20:40", "a@0:10 x@15:16 b@20:60", "a@0:10 b@20:60")
    assert (found.cases, found.variants, found.completed, found.ended, found.wip) == (3, 2, 3, 3, 0)
    assert list(found.steps) == ["a", "b", "c", "x"]
    assert [(one.cases, one.variants, one.done) for one in found.steps.values()] == [
        (3, 2, 3), (3, 2, 3), (0, 0, 0), (1, 1, 1),
    ]  # fmt: skip
    assert found.elapsed.median.value == 60 * 60 and found.cycle.mean.value == 160 / 3 * 60
    assert found.steps["b"].wait.values == [4 * 60, 10 * 60, 10 * 60]
    assert found.steps["b"].lead.values == [30 * 60, 44 * 60, 50 * 60]
    assert found.steps["c"].work.reason == found.steps["c"].ca.reason == "it was never done"


def test_the_first_step_waits_from_the_request_and_not_at_all_where_there_is_none() -> None:
    plain, asked = told("a", "a@10:20"), told("a", "a@10:20", requested=MONDAY)
    assert asked.steps["a"].wait.values == [10 * 60] and asked.steps["a"].lead.values == [20 * 60]
    assert len(plain.steps["a"].wait) == 0 and plain.steps["a"].work.values == [10 * 60]
    assert plain.lead.median.reason == "no completed run says when it was requested"
    assert plain.activity.value is None


def test_a_log_of_completions_knows_lead_times_alone() -> None:
    found = told("a b", "a@:10 b@:40").steps["b"]
    assert found.lead.values == [30 * 60] and not len(found.work) and not len(found.wait)
    assert found.work.mean.reason == "no event says both when work began and when it was done"


def test_who_began_early_has_not_waited_and_a_lead_time_is_never_shorter_than_its_work() -> None:
    found = told("a b", "a@0:30 b@10:40").steps["b"]
    assert (found.wait.values, found.work.values, found.lead.values) == (
        [0.0], [30 * 60], [30 * 60],
    )  # fmt: skip


def test_a_log_in_which_some_times_are_missing_uses_what_is_there() -> None:
    found = told("a b c", "a@0:10 b@20: c@:50", "a@0:10 b@30:40 c@45:50")
    assert found.steps["b"].wait.values == [10 * 60, 20 * 60]
    assert found.steps["b"].work.values == [10 * 60]
    # c could begin when a was done: b, which is not, kept nobody from it.
    assert found.steps["c"].lead.values == [10 * 60, 40 * 60]
    assert found.steps["b"].activity.value == pytest.approx(10 / 30)
    assert found.activity.value == pytest.approx((10 + 5) / (30 + 10))


def test_a_process_without_runs_has_reasons_everywhere() -> None:
    found = told("a b")
    answers = [found.elapsed.mean, found.cycle.median, found.lead.percentile(85), found.activity]
    answers += [found.ca, found.first_pass, found.rolled_yield, found.rework, found.little.gap]
    answers += [found.service_level.expected, found.service_level.met]
    assert all(one.value is None and one.reason for one in answers)
    assert found.bottleneck.step is None and found.service_level.is_kept is None


def test_work_in_progress_is_what_was_started_by_the_day_and_had_not_ended() -> None:
    some = [
        one("a@0:10 b@20:", "in-progress", id="p/old"),
        one("a@1440:1450", "in-progress", id="p/new"),
        one("a@0:10", id="p/done", finished=at(2000)),
        one("", "requested", id="p/asked", requested=MONDAY),
    ]
    found = flow(process("a b"), some, date(2026, 1, 5))
    assert [one.case.id for one in found.open] == ["p/done", "p/old"]
    assert flow(process("a b"), some, date(2026, 1, 6)).wip == 2
    assert found.steps["b"].wip == 1 and found.steps["b"].done == 0 and found.steps["a"].done == 3
    assert found.open[0].age == pytest.approx(16 * HOUR, abs=1e-3)


# --- service level ---------------------------------------------------------------------------------


def test_a_promise_in_days_is_kept_in_working_time() -> None:
    friday = MONDAY + timedelta(days=4)
    some = [one("a", started=friday, finished=friday + timedelta(days=days)) for days in (3, 4)]
    cycle = sample([3 * 86400, 4 * 86400], "-")
    found = kept(ServiceLevel(percentile=50, within="1d"), some, cycle, WEEK)
    assert found.met.value == 0.5 and found.is_kept and found.expected.value == 3 * 86400
    assert found.taken.value == 1, "the same run, from Friday to Monday, in the unit of the promise"
    assert not kept(ServiceLevel(percentile=51, within="1d"), some, cycle, WEEK).is_kept
    assert kept(ServiceLevel(within="72h"), some, cycle, WEEK).met.value == 0.5


@pytest.mark.parametrize("percent", [85, 29])
def test_so_many_of_100_keep_as_many_percent(percent: int) -> None:
    some = [one("a", started=at(0), finished=at(60 if n < percent else 61)) for n in range(100)]
    promise = ServiceLevel(percentile=percent, within="1h")
    assert kept(promise, some, sample([], "-"), None).is_kept


def test_nothing_promised_is_said_and_history_still_tells() -> None:
    found = kept(None, [], sample([5.0, 1.0], "-"), None)
    assert (found.percent, found.expected.value, found.within) == (85, 5.0, None)
    assert found.met.reason == "no service level is promised" and found.is_kept is None
    assert found.taken == found.met


def test_what_is_open_ages_against_the_promise() -> None:
    some = [one("a@0:1", "in-progress", id="p/b"), one("a@1440:", "in-progress", id="p/a")]
    promise = ServiceLevel(within="1d")
    found = ageing(promise, some, date(2026, 1, 6), WEEK)
    assert [one.case.id for one in found] == ["p/b", "p/a"]
    assert [one.is_late for one in found] == [True, False]
    assert found[0].used.value == pytest.approx(1 + 2 / 3, abs=1e-4)
    assert ageing(None, some, DAY, WEEK)[0].used.reason == "no service level is promised"
    none = ageing(ServiceLevel(within="0d"), some, DAY, WEEK)[0]
    assert none.used.value is None and not none.is_late


# --- rework ----------------------------------------------------------------------------------------


def test_rework_is_what_repeats_and_what_says_so() -> None:
    again = rework(
        by_variant(
            runs(
                "a/x? b/y?",
                "a/x! b/y? a/x? b/y?",
                "a/x b/y! c/x",
                "a/x b/y c/x<b",
                "",
            )
        )
    )
    assert again.rate.value == 0.25 and again.first_pass.value == 0.25
    assert known({step: each.first_pass for step, each in again.steps.items()}) == {
        "a": 0.75, "b": 0.25, "c": 1.0,
    }  # fmt: skip
    assert again.steps["a"].ca.value == pytest.approx(2 / 3)
    assert again.steps["b"].ca.value == pytest.approx(3 / 4)
    assert again.steps["c"].ca.reason == "nobody said whether it was right the first time"


def test_a_word_of_a_step_that_the_run_does_not_have_counts_the_run_alone() -> None:
    again = rework(by_variant(runs("a b<z")))
    assert "z" not in again.steps and again.steps["a"].first_pass.value == 1


def test_rolled_yield_is_of_the_steps_that_every_run_takes() -> None:
    found = told("a b? c", "a? b! c?", "a? c!")
    assert found.rolled_yield.value == 0.5 and found.ca.value == 0.5 and found.ca.total == 2


def test_who_gets_work_back_from_whom() -> None:
    log = "a/anna b/bert a/anna b/bert c/cleo", "a/anna b/bert a/dora b/bert c/cleo", "a/x a/x"
    assert returns(by_variant(runs(*log))) == {
        Return("b", "bert", "a", "anna"): 1,
        Return("b", "bert", "a", "dora"): 1,
        Return("a", "x", "a", "x"): 1,
    }
    said = returns(by_variant(runs("a/anna b/bert c/cleo<a", "a/anna b/bert c/cleo<a")))
    assert said.most_common(1) == [(Return("b", "bert", "c", "cleo"), 2)]


# --- Little's law ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=20))
def test_where_all_that_started_is_done_the_law_holds(stays: list[tuple[int, int]]) -> None:
    some = [one(f"a@{start}:{start + length}") for start, length in stays]
    found = little(some, sample([case.cycle or 0 for case in some], "-"))
    assert found.gap.value == pytest.approx(0) and not found.is_flagged


def test_what_never_ends_breaks_the_law() -> None:
    some = [*runs("a@0:10", "a@10:20", "a@20:100"), one("a@90:91", "in-progress")]
    found = flow(process("a"), some, DAY).little
    assert found.wip.value == pytest.approx(1.1)
    assert found.throughput.value == pytest.approx(3 / 6000)
    assert found.implied.value == pytest.approx(110 / 3 * 60)
    assert found.gap.value == pytest.approx(0.1) and not found.is_flagged
    more = [*some, one("a@85:86", "in-progress")]
    assert flow(process("a"), more, DAY).little.is_flagged
    assert len(ASSUMPTIONS) == 5


def test_runs_without_a_stretch_of_time_say_nothing_of_the_law() -> None:
    assert (
        little(runs("a@5:5"), sample([], "-")).gap.reason == "the cases lie in no stretch of time"
    )
    cancelled = [one("a@0:9", "cancelled", finished=at(9))]
    assert little(cancelled, sample([], "-")).gap.reason == "no completed run has a cycle time"


# --- over time -------------------------------------------------------------------------------------


def test_periods_without_anything_are_counted_too() -> None:
    some = [
        one("a@0:10", requested=at(-10000)),
        one("a@0:30000"),
        one("a@0:1", "cancelled", finished=at(20)),
        one("a@30001:", "in-progress"),
    ]
    found = periods(some, week)
    assert [tuple(one)[1:] for one in found] == [
        (1, 0, 0, 0, 0), (2, 3, 2, 1, 1), (0, 0, 0, 0, 1), (0, 0, 0, 0, 1), (1, 1, 1, 1, 1),
    ]  # fmt: skip
    assert found[0].first == date(2025, 12, 29) and found[-1].first == date(2026, 1, 26)
    assert [one.first for one in periods(some, month)] == [date(2025, 12, 1), date(2026, 1, 1)]
    assert periods([], week) == []


def test_a_wrong_year_makes_no_row_for_each_week_since() -> None:
    old = [one("a", started=datetime(1, 1, 1), finished=datetime(1, 1, 1)), *runs("a@0:1")]
    assert [one.first for one in periods(old, week)] == [date(1, 1, 1), date(2026, 1, 5)]


def test_cases_are_grouped_by_what_a_key_tells() -> None:
    some = [
        one("a@0:1/anna b@2:3/anna c@4:5/bert", version=1),
        one("a@11000:11001/bert", version=2),
        one("a@0:1/zoe", "in-progress"),
    ]
    assert {key: len(each) for key, each in grouped(some, version).items()} == {1: 1, 2: 1}
    assert list(grouped(some, finished_in(week))) == [date(2026, 1, 5), date(2026, 1, 12)]
    teams = {"anna": ("front", "all"), "bert": ("back",), "zoe": ()}
    assert list(grouped(some, team_of(teams))) == ["front", "back"]
    assert list(grouped([one("a")], team_of(teams))) == []


# --- the bottleneck --------------------------------------------------------------------------------


def slower(grows: bool) -> list[Case]:
    """Twelve runs; in the later six b waits an hour longer (or shorter), and a ten minutes."""
    more = 60 if grows else -60
    return [
        one(f"a@{n * 9000 + 60 + late * 10}:{n * 9000 + 80} b@{n * 9000 + 200 + late * more}:{n * 9000 + 300}",
            requested=at(n * 9000))
        for n, late in enumerate([0] * 6 + [1] * 6)
    ]  # fmt: skip


def test_the_bottleneck_is_the_step_whose_waiting_grows_most() -> None:
    found = flow(process("a b"), slower(grows=True), DAY).bottleneck
    assert (found.step, found.of) == ("b", "wait")
    assert known(found.growth) == {"a": 600.0, "b": 3600.0}
    assert flow(process("a b"), slower(grows=True), DAY).steps["b"].growth.value == 3600


def test_beside_it_stands_the_step_that_waits_longest_now() -> None:
    """In the earlier half b waits two hours and a one; later b waits one and a ten minutes more."""
    found = flow(process("a b"), slower(grows=False), DAY).bottleneck
    assert (found.step, found.longest) == ("a", ("a", 70 * 60.0))
    found = flow(process("a b"), slower(grows=True), DAY).bottleneck
    assert (found.step, found.longest) == ("b", ("b", 180 * 60.0))
    thin = flow(process("a b"), slower(grows=True)[2:10], DAY).bottleneck
    assert thin.longest is None


def test_where_it_waits_longest_nothing_need_grow() -> None:
    """a grows by ten minutes to twenty, b lies for two hours as ever."""
    runs_ = [
        one(f"a@{n * 900 + 10 + late * 10}:{n * 900 + 30} b@{n * 900 + 150}:{n * 900 + 160}",
            requested=at(n * 900))
        for n, late in enumerate([0] * 6 + [1] * 6)
    ]  # fmt: skip
    found = flow(process("a b"), runs_, DAY).bottleneck
    assert (found.step, found.longest) == ("a", ("b", 2 * HOUR))


def test_where_nothing_grows_there_is_none() -> None:
    found = flow(process("b"), [one(f"b@{n}:{n + 1}", requested=at(n)) for n in range(20)], DAY)
    assert found.bottleneck.reason == "no step waits longer than before"
    assert found.bottleneck.step is None


def test_thin_data_names_no_bottleneck() -> None:
    found = flow(process("a b"), slower(grows=True)[2:10], DAY).bottleneck
    assert found.reason == "no step has 5 values in each half" and found.growth["b"].value is None
    assert growth([1.0] * 5, [1.0] * 4).reason == "there are fewer than 5 values in a half"


def test_where_no_start_is_known_lead_times_tell() -> None:
    late = [one(f"a@:{n * 100} b@:{n * 100 + 10 + n}") for n in range(12)]
    found = bottleneck(*map(step_times, halves(by_variant(late))))
    assert (found.of, found.step) == ("lead", "b")
    assert found.growth["b"].value == 6 * 60
