"""Progress of goals: the vectors of the definitions, and every way in which it cannot be told."""

from datetime import date
from pathlib import Path

import pytest

from tracker.analysis.goals import (
    Progress,
    Standing,
    band,
    expected,
    goal_progress,
    key_result_progress,
    latest,
    share,
    standing,
    weighted_mean,
)
from tracker.model.load import load
from tracker.model.records import Goal, KeyResult, Measurement, Period
from tracker.model.work import Work
from tracker.source.snapshot import Folder

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


def test_two_key_results_weigh_as_they_say() -> None:
    mean = weighted_mean([(2, Progress(0.40)), (3, Progress(0.20))])
    assert mean.value == pytest.approx(0.28)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "value"),
    [
        (0, 10, 4, 0.4),
        (9.40, 4.70, 7.05, 0.5),
        (0, 10, 12, 1.0),
        (0, 10, -3, 0.0),
        (18, 3, 20, 0.0),
        (-10, 10, 0, 0.5),
    ],
)
def test_progress_is_clamped_and_goes_up_or_down(
    baseline: float, target: float, current: float, value: float
) -> None:
    assert share(baseline, target, current).value == pytest.approx(value)


def test_a_target_that_is_the_baseline_is_refused() -> None:
    assert share(5, 5, 5) == Progress(None, "the target is the baseline", 0)


def test_what_is_not_known_is_left_out_and_counted() -> None:
    mean = weighted_mean([(1, Progress(0.5)), (9, Progress(None, "nothing is measured yet"))])
    assert (mean.value, mean.counted, mean.total) == (0.5, 1, 2)


def test_weights_of_nothing_tell_nothing() -> None:
    assert weighted_mean([(0, Progress(0.5))]).reason == "the weights add up to 0"
    assert weighted_mean([]).reason == "nothing is measured yet"


def test_the_latest_measurement_is_the_last_by_date() -> None:
    days = [date(2026, 6, 30), date(2026, 3, 31), date(2026, 6, 30)]
    measured = tuple(Measurement(date=day, value=value) for value, day in enumerate(days))
    found = latest(KeyResult(measurements=measured))
    assert found is not None and found.value == 2


def test_expected_is_the_elapsed_share_of_the_period() -> None:
    assert expected(YEAR, date(2026, 1, 1)).value == 0
    assert expected(YEAR, date(2026, 7, 2)).value == pytest.approx(0.5)
    assert expected(YEAR, date(2028, 1, 1)).value == 1
    assert expected(Period(start=date(2026, 1, 1)), date(2026, 2, 1)).value is None
    assert expected(None, date(2026, 2, 1)).reason == "the period has no end"
    assert expected(Period(start=YEAR.end, end=YEAR.start), date(2026, 2, 1)).value is None


@pytest.mark.parametrize(
    ("value", "day", "found"),
    [
        (0.26, date(2026, 7, 2), Standing.ON_TRACK),
        (0.24, date(2026, 7, 2), Standing.AT_RISK),
        (0.0, date(2026, 1, 2), Standing.ON_TRACK),
        (0.5, date(2027, 1, 1), Standing.AT_RISK),
        (0.9, date(2027, 1, 1), Standing.ON_TRACK),
        (0.1, date(2027, 1, 1), Standing.OFF_TRACK),
    ],
)
def test_a_goal_is_held_against_the_clock_and_scored_after_it(
    value: float, day: date, found: Standing
) -> None:
    assert standing(Goal(period=YEAR, status="active"), Progress(value), day) is found


def test_the_standing_of_what_is_not_known_is_not_known() -> None:
    assert standing(Goal(), Progress(None), date(2026, 1, 1)) is Standing.UNKNOWN


def test_bands_are_of_one_decimal() -> None:
    bands = [band(score) for score in (0.0, 0.34, 0.35, 0.64, 0.65, 1.0)]
    off, risk, on = Standing.OFF_TRACK, Standing.AT_RISK, Standing.ON_TRACK
    assert bands == [off, off, risk, risk, on, on]


def loaded(tmp_path: Path, goals: str, project: str = "") -> Work:
    (tmp_path / "tracker.yaml").write_text("title: T\ncurrency: EUR\ncalendar: {}\n")
    (tmp_path / "goals.yaml").write_text(goals)
    if project:
        (tmp_path / "projects/p").mkdir(parents=True)
        (tmp_path / "projects/p/project.yaml").write_text(project)
    return load(Folder(tmp_path), "")


def goal(parent: str = "null", key_results: str = "[]", weight: str = "null") -> str:
    return (
        "{title: T, owner: o, period: {start: 2026-01-01}, status: active, "
        f"parent: {parent}, weight: {weight}, key_results: {key_results}}}"
    )


def measured(value: float, extra: str = "") -> str:
    result = f"id: k, title: K, baseline: 0, target: 10{extra}"
    return f"[{{{result}, measurements: [{{date: 2026-02-01, value: {value}}}]}}]"


def test_a_goal_without_key_results_takes_those_below_it_by_weight(tmp_path: Path) -> None:
    work = loaded(
        tmp_path,
        f"top: {goal()}\na: {goal('top', measured(4), '2')}\nb: {goal('top', measured(2), '3')}\n",
    )
    assert goal_progress(work, "top").value == pytest.approx(0.28)
    assert goal_progress(work, "a").value == pytest.approx(0.4)


def test_goals_in_a_circle_tell_nothing(tmp_path: Path) -> None:
    work = loaded(tmp_path, f"a: {goal('b')}\nb: {goal('a')}\n")
    assert goal_progress(work, "a").value is None
    assert "circle" in (goal_progress(work, "a").reason or "")
    assert goal_progress(work, "c").reason == "there is no goal c"


def test_sources_of_progress(tmp_path: Path) -> None:
    sources = ["tasks", "goals", "milestones", "{process: x, measure: y}", "measurements"]
    results = ", ".join(
        f"{{id: k{index}, title: K, baseline: 0, target: 1, source: {source}}}"
        for index, source in enumerate(sources)
    )
    tasks = ", ".join(
        f"{{id: t{index}, title: T, status: {status}}}"
        for index, status in enumerate(["done", "todo", "doing", "done", "cancelled"])
    )
    work = loaded(
        tmp_path,
        f"top: {goal(key_results=f'[{results}]')}\nlow: {goal('top', measured(3))}\n",
        f"{{title: P, status: active, phase: x, goals: [top], tasks: [{tasks}]}}",
    )
    found = [
        key_result_progress(work, "top", one).value for one in work.goals["top"].record.key_results
    ]
    assert found == [pytest.approx(0.5), pytest.approx(0.3), None, None, None]
    assert goal_progress(work, "top").value == pytest.approx(0.4)
    assert goal_progress(work, "top").counted == 2
