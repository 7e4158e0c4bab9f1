"""Key results whose numbers are computed from the runs of a process."""

from datetime import date

import memory
import pytest

from tracker.analysis.goals import Goals, key_result_progress, latest
from tracker.analysis.sources import measured, why_not
from tracker.model.records import KeyResult, Measurement, ProcessMeasure
from tracker.model.work import Work

PROCESS = """\
title: Answer
status: draft
version: 1
measures: [{id: speed, title: Speed, of: cycle_time, unit: h}, {id: odd, title: Odd, of: happiness}]
steps: [{id: ask, title: Ask}, {id: answer, title: Answer}]
"""
LOG = """\
run,step,finished
a,ask,2026-01-05T08:00Z
a,answer,2026-01-05T10:00Z
b,ask,2026-01-06T08:00Z
b,answer,2026-01-06T12:00Z
c,ask,2026-03-02T08:00Z
c,answer,2026-03-02T09:30Z
d,ask,2026-03-03T08:00Z
"""


@pytest.fixture(scope="module")
def work() -> Work:
    return memory.work({
        "work/processes/answer/process.yaml": PROCESS, "work/processes/answer/runs/2026.csv": LOG,
    })  # fmt: skip


def result(measure: str, unit: str | None = None, process: str = "answer") -> KeyResult:
    source = ProcessMeasure(process=process, measure=measure)
    return KeyResult(id="k", baseline=5, target=1, unit=unit, source=source)


def told(work: Work, one: KeyResult, as_of: date = date(2026, 3, 9)) -> list[tuple[date, float]]:
    found = measured(work, one, as_of).measurements
    return [(m.date, m.value) for m in found if m.date and m.value is not None]


def test_a_month_is_a_measurement_and_the_running_one_is_dated_with_the_day(work: Work) -> None:
    assert told(work, result("speed")) == [(date(2026, 1, 31), 3.0), (date(2026, 3, 9), 1.5)]


def test_what_comes_after_the_day_is_not_measured_yet(work: Work) -> None:
    assert told(work, result("speed"), date(2026, 2, 1)) == [(date(2026, 1, 31), 3.0)]


@pytest.mark.parametrize(
    ("unit", "first"),
    [(None, 3.0), ("hours", 3.0), ("Minutes", 180.0), ("m", 180.0), ("days", 0.125)],
)
def test_a_time_is_in_the_unit_of_the_key_result(
    work: Work, unit: str | None, first: float
) -> None:
    assert told(work, result("cycle_time", unit))[0][1] == pytest.approx(first)


def test_what_is_computed_needs_no_measure_of_the_process(work: Work) -> None:
    assert told(work, result("cycle_time_p85"))[0] == (date(2026, 1, 31), 4.0)
    assert told(work, result("throughput")) == [
        (date(2026, 1, 31), 2), (date(2026, 2, 28), 0)
    ], "March is not over"  # fmt: skip
    assert told(work, result("throughput"), date(2026, 3, 31))[2:] == [(date(2026, 3, 31), 1)]
    assert told(work, result("throughput"), date.max)[2:] == [(date(2026, 3, 31), 1)]


def test_a_run_that_ended_later_is_not_measured_yet(work: Work) -> None:
    assert told(work, result("speed"), date(2026, 1, 5)) == [(date(2026, 1, 5), 2.0)]


def test_progress_is_that_of_the_latest_month(work: Work) -> None:
    one = result("speed")
    assert key_result_progress(work, "any", one).value == pytest.approx((1.5 - 5) / (1 - 5))
    last = latest(Goals(work, date(2026, 2, 1)).measured(one))
    assert last is not None and last.value == 3.0


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (result("speed", process="none"), "there is no process none"),
        (result("odd"), "nothing is measured by the name odd"),
        (result("speedy"), "nothing is measured by the name speedy"),
        (result("speed", "bananas"), "`cycle_time` is a time, and `bananas` is no unit of one"),
        (result("rework_rate", "d"), "`rework_rate` is a share, and `d` is no unit of one"),
    ],
)
def test_a_source_that_measures_nothing_says_why(work: Work, one: KeyResult, reason: str) -> None:
    assert isinstance(one.source, ProcessMeasure) and (
        why_not(work, one.source, one.unit) == reason
    )
    assert key_result_progress(work, "any", one).reason == reason


def test_without_runs_nothing_is_measured_yet() -> None:
    bare = memory.work({"work/processes/answer/process.yaml": PROCESS})
    assert key_result_progress(bare, "any", result("speed")).reason == "nothing is measured yet"


def test_what_is_measured_by_hand_stays_as_it_is(work: Work) -> None:
    by_hand = KeyResult(measurements=(Measurement(date=date(2026, 1, 1), value=2),))
    assert measured(work, by_hand) is by_hand
