"""Reports of processes in operation: flow, conformance, variants, habits, control."""

import csv
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import memory
import pytest
from memory import ORGANISATION
from test_cli import run

from tracker.outputs import Context, formats
from tracker.outputs.format import REPORTS
from tracker.views.operation import operations
from tracker.views.report import By, reports
from tracker.views.telling import plain, told

DAY = date(2026, 3, 1)
PROCESS = "work/processes/pay"
STEPS = (
    "[{id: ask, title: Ask}, {id: look, title: Look}, {id: read, title: Read, parallel_with: look}, "
    "{id: pay, title: Pay}]"
)


def files(*rows: str, more: str = "", **changed: str) -> dict[str, str]:
    """A process and the log of its runs."""
    return {
        **ORGANISATION,
        f"{PROCESS}/process.yaml": f"title: Pay\nstatus: active\nversion: 1\nsteps: {STEPS}\n{more}",
        f"{PROCESS}/runs/log.csv": "\n".join(("run,step,started,finished,by", *rows, "")),
        **changed,
    }


def line(run: str, step: str, day: int, hours: str, by: str = "ann") -> str:
    """`line("r", "ask", 2, "08-09")`: an event on that day of February, from 08:00 to 09:00."""
    begin, _, end = hours.partition("-")
    moments = (f"2026-02-{day:02}T{hour}:00Z" if hour else "" for hour in (begin, end))
    return ",".join((run, step, *moments, by))


def rows(
    name: str, given: Mapping[str, str], by: By | None = None, day: date = DAY
) -> list[dict[str, Any]]:
    """The rows of a report of a day as scripts have them."""
    work = memory.work(given)
    asked = reports()[name]
    said = told(asked, day, {"work": work, "by": by, "operations": operations(work, day)})
    return [plain(asked, row) for row in said.rows]


def of(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


TWO = files(
    line("a", "ask", 2, "08-09"),
    line("a", "look", 2, "11-12", "bo"),
    line("a", "read", 2, "12-13", "bo"),
    line("a", "pay", 3, "08-10"),
    line("b", "ask", 9, "08-10"),
    line("b", "pay", 9, "12-14"),
    line("c", "ask", 20, "08-"),
    more="service_level: {percentile: 50, within: 1d}\n",
)
"""Run a keeps the order, b leaves two steps out, c is under way."""


# Flow.


def test_the_process_comes_first_then_its_steps_in_order() -> None:
    found = rows("flow", TWO)
    assert [row["step"] for row in found] == [None, "ask", "look", "read", "pay"]
    whole = found[0]
    assert of(whole, "cases", "variants", "completed", "wip") == (3, 3, 2, 1)
    # Of a 26 hours, of b 6; c has one moment only, so it takes no time.
    assert of(whole, "median_s", "mean_s") == (6 * 3600, pytest.approx(32 / 3 * 3600))
    assert of(whole, "cycle_median_s", "cycle_p85_s") == (16 * 3600, 26 * 3600)
    assert of(whole, "arrived", "left", "throughput") == (3, 2, 0.67)  # in three weeks
    assert whole["oldest_s"] == 9 * 86_400 + 16 * 3600


def test_figures_of_a_step_are_of_its_events() -> None:
    ask, look, _, pay = rows("flow", TWO)[1:]
    assert of(ask, "cases", "completed", "wip", "work_median_s") == (3, 2, 1, 1.5 * 3600)
    assert of(look, "cases", "variants", "wait_median_s") == (1, 1, 2 * 3600)
    assert of(look, "median_s", "activity") == (3 * 3600, 33.33)
    # From 13:00 to 08:00 of the next day, and from 10:00 to 12:00.
    assert of(pay, "wait_median_s", "wait_p85_s") == (10.5 * 3600, 19 * 3600)


def test_what_cannot_be_told_has_its_reason() -> None:
    whole, *steps = rows("flow", TWO)
    assert whole["lead_median_s"] is None
    reasons = {one["figures"]: (one["reason"], one["every_step"]) for one in whole["unknown"]}
    assert reasons["Lead time"] == ("no completed run says when it was requested", False)
    # What holds of all steps is said once; what holds of one stands there.
    assert reasons["%C&A"] == ("nobody said whether it was right the first time", True)
    assert [one["reason"] for one in steps[1]["unknown"]] == []
    assert any("could have" in one["reason"] for one in steps[0]["unknown"])


def test_the_promise_in_words() -> None:
    (promise,) = {row["promise"] for row in rows("flow", TWO) if row["promise"]}
    assert promise == (
        "50 % within 1 working day: kept (50 % of the runs kept it); 50 % took at most 6 h"
    )
    strict = files(
        line("a", "ask", 2, "08-09"), more="service_level: {percentile: 90, within: 2h}\n"
    )
    assert rows("flow", strict)[0]["promise"] == "90 % within 2 h: n/a (no run is completed yet)"
    assert rows("flow", files(line("a", "ask", 2, "08-09")))[0]["promise"] == "none is promised"


@pytest.mark.parametrize(
    ("within", "last", "promised", "taken"),
    [
        ("2d", 9, "2 working days: missed", "5.21 working days (7 d 5 h by the clock)"),
        ("0.5d", 2, "0.5 working days: kept", "5 h"),
        ("1w", 16, "1 working week: missed", "2.04 working weeks (14 d 5 h by the clock)"),
        ("200h", 9, "200 h: kept", "7 d 5 h"),
    ],
)
def test_beside_a_promise_of_working_days_stands_what_was_taken_of_them(
    within: str, last: int, promised: str, taken: str
) -> None:
    log = [line("a", "ask", 2, "08-09"), line("a", "pay", last, "12-13")]
    more = f"service_level: {{percentile: 50, within: {within}}}\n"
    told = rows("flow", files(*log, more=more))[0]["promise"]
    assert told.startswith(f"50 % within {promised} (")
    assert told.endswith(f" of the runs kept it); 50 % took at most {taken}")


def test_times_say_that_they_are_by_the_clock() -> None:
    assert formatted("text", "flow", TWO).endswith(" · times by the clock\n")
    assert "by the clock" not in formatted("text", "conformance", TWO)


def test_little_is_told_with_what_it_assumes_only_where_it_is_off() -> None:
    piling = [line(f"r{at}", "ask", at, "08-09") for at in range(1, 9)]
    done = [line("x", step, 1, "10-11") for step in ("ask", "look", "read", "pay")]
    row = rows("flow", files(*piling, *done))[0]
    assert row["little_gap"] > 20 and len(row["assumptions"]) == 5
    assert row["little"].endswith("what it assumes does not hold")
    even = [
        line("x", step, 1, f"1{at}-1{at + 1}")
        for at, step in enumerate("ask look read pay".split())
    ]
    row = rows("flow", files(*even))[0]
    assert (row["little_gap"], row["assumptions"]) == (0.0, [])


def test_the_bottleneck_is_named() -> None:
    log = [
        line(f"r{at}", step, at, hours)
        for at in range(1, 13)
        for step, hours in (("ask", "08-09"), ("look", f"{10 if at < 7 else 14}-15"))
    ]
    whole, _, look, *_ = rows("flow", files(*log))
    assert whole["bottleneck"] == "look waits 4 h longer in the later half of the runs"
    assert look["growth_s"] == 4 * 3600
    assert whole["longest"] == "look waits 5 h in the later half of the runs (median)"
    few = rows("flow", TWO)[0]
    assert few["longest"] == "n/a (no step has 5 values in the later half)"


def test_who_gets_work_back() -> None:
    back = rows(
        "flow",
        files(
            line("a", "ask", 2, "08-09", "ann"),
            line("a", "look", 2, "09-10", "bo"),
            line("a", "ask", 2, "10-11", "ann"),
        ),
    )[0]["back"]
    assert back == [{"step": "look", "by": "bo", "to_step": "ask", "to": "ann", "times": 1}]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.WEEK, [("2026-02-02", 1, 1), ("2026-02-09", 1, 1), ("2026-02-16", 0, 1)]),
        (By.MONTH, [("2026-02", 2, 3)]),
        (By.TEAM, [("clerks", 1, None), ("payers", 1, None), ("not known", 1, None)]),
        (By.VERSION, [("not known", 3, None)]),
    ],
)
def test_flow_by_groups(by: By, expected: list[tuple[str, int, int | None]]) -> None:
    people = "ann: {name: Ann, teams: [payers]}\nbo: {name: Bo, teams: [clerks]}\n"
    log = TWO[f"{PROCESS}/runs/log.csv"].replace("Z,,ann", "Z,,")
    log = re.sub("^(b,.*),ann$", r"\1,bo", log, flags=re.MULTILINE)
    found = rows("flow", {**TWO, f"{PROCESS}/runs/log.csv": log, "work/people.yaml": people}, by)
    assert [
        of(row, "group", "cases", "arrived") for row in found if row["step"] is None
    ] == expected
    # Where nothing ended there is nothing to tell of steps.
    assert {row["group"] for row in found if row["step"]} == {one[0] for one in expected if one[1]}


def test_work_in_progress_is_that_of_the_end_of_the_period() -> None:
    found = [row for row in rows("flow", TWO, By.WEEK) if row["step"] is None]
    assert [of(row, "wip", "left", "completed") for row in found] == [
        (0, 1, 1),
        (0, 1, 1),
        (1, 0, 0),
    ]


def test_a_process_without_runs_has_no_rows() -> None:
    quiet = {path: text for path, text in TWO.items() if "/runs/" not in path}
    for name in ("flow", "conformance", "variants", "habits"):
        assert rows(name, quiet) == []


# Of a day that is over.

EARLIER = date(2026, 2, 2)
"""When run a had paid nobody yet, and b and c did not exist."""


def test_a_report_of_an_earlier_day_tells_nothing_of_what_came_later() -> None:
    whole = rows("flow", TWO, day=EARLIER)[0]
    assert of(whole, "cases", "completed", "wip", "arrived", "left") == (1, 0, 1, 1, 0)
    assert whole["median_s"] == 5 * 3600, "from 8 to 13, as far as it had come"
    (run,) = rows("conformance", TWO, day=EARLIER)
    assert of(run, "run", "status", "cost") == ("a", "in-progress", 0)
    (way,) = rows("variants", TWO, day=EARLIER)
    assert of(way, "cases", "steps") == (1, ["ask", "look", "read"])
    assert rows("habits", TWO, day=EARLIER) == []
    limits = rows("control", measured([5] * 9), day=date(2026, 2, 4))[0]
    assert of(limits, "values", "latest_on") == (4, "2026-02-04")


# Conformance, variants, habits.


def test_runs_that_leave_the_order_come_first() -> None:
    first, *rest = rows("conformance", TWO)
    assert of(first, "run", "cost", "missing", "extra") == ("b", 2, ["look", "read"], [])
    assert of(first, "version", "started", "variant") == (1, "2026-02-09", ["ask", "pay"])
    assert [of(row, "run", "cost", "status") for row in rest] == [
        ("a", 0, "completed"), ("c", 0, "in-progress"),
    ]  # fmt: skip


def test_deviations_are_named() -> None:
    log = [
        line("a", step, at, "08-09")
        for at, step in enumerate("pay ask sing look ask read".split(), 1)
    ]
    (row,) = rows("conformance", files(*log))
    assert of(row, "out_of_order", "repeated", "unknown") == (["pay"], ["ask"], ["sing"])
    assert of(row, "extra", "missing", "cost") == (["pay", "sing", "ask"], ["pay"], 4)


def test_what_cannot_be_judged_says_why() -> None:
    run = "version: 7\nstatus: completed\nsteps: [{step: ask, finished: 2026-02-02T08:00Z}]\n"
    found = rows("conformance", {**TWO, f"{PROCESS}/runs/old.yaml": run})
    assert [of(row, "run", "cost") for row in found] == [
        ("b", 2),
        ("old", None),
        ("a", 0),
        ("c", 0),
    ]
    assert (
        found[1]["reason"]
        == "the steps of version 7 stand neither in the file nor in the history at hand"
    )


def test_variants_most_frequent_first() -> None:
    twice = [
        line(name, step, day, "08-09")
        for name, day in (("a", 2), ("b", 3))
        for step in ("ask", "pay")
    ]
    found = rows("variants", files(line("z", "ask", 1, "08-09"), *twice))
    assert [of(row, "variant", "cases", "share", "steps") for row in found] == [
        (1, 2, 66.67, ["ask", "pay"]), (2, 1, 33.33, ["ask"]),
    ]  # fmt: skip
    # Neither ended: it is held against the order as far as it came.
    assert of(found[0], "cost", "median_s") == (2, 3600)
    assert found[0]["deviations"] == [
        {"kind": "missing", "step": "look"}, {"kind": "missing", "step": "read"},
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["completed", "cancelled"])
def test_the_cost_of_a_variant_is_the_highest_of_its_runs(first: str) -> None:
    """One that stopped is held against the order as far as it came."""
    last = "cancelled" if first == "completed" else "completed"
    given = {
        f"{PROCESS}/runs/{name}.yaml": f"version: 1\nstatus: {status}\n"
        "steps: [{step: ask, finished: 2026-02-02T08:00Z}]\n"
        for name, status in (("a", first), ("b", last))
    }
    (row,) = rows("variants", files(**given))
    assert of(row, "cases", "cost") == (2, 3) and len(row["deviations"]) == 3


def test_habits_say_after_what_and_what_instead() -> None:
    look, _ = rows("habits", TWO)
    assert of(look, "step", "deviation", "cases", "share") == ("look", "missing", 1, 33.33)
    assert look["after"] == [{"what": "ask", "count": 1}]
    assert look["instead"] == [{"what": "pay", "count": 1}]
    assert look["handovers"] == [{"what": "ann to ann", "count": 1}]
    assert [one["what"] for name in ("weekdays", "hours", "months") for one in look[name]] == [
        "Monday", "12:00 to 12:59", "Feb",
    ]  # fmt: skip


def test_what_is_too_much_stands_in_nobodys_stead() -> None:
    (sung,) = rows("habits", files(line("a", "sing", 1, "08-09")))
    assert of(sung, "deviation", "after", "instead") == (
        "unknown", [{"what": "the start of the run", "count": 1}], [],
    )  # fmt: skip


# Control.

MEASURES = "measures: [{id: time, of: cycle_time, unit: h}, {id: odd, of: moods, unit: x}]\n"
BETTER = (
    "title: Better\nkind: time\nproblem: Slow\nproposed_by: ann\nmeasure: time\nstatus: review\n"
    "target: 2h\neffective_from: 2026-02-12\nbaseline: {from: 2026-02-01, to: 2026-02-11}\n"
)


def measured(hours: list[int], **more: str) -> dict[str, str]:
    """A run a day that took so many hours."""
    log = [
        line(f"r{day}", "pay", day, f"01-{1 + lasted:02}") for day, lasted in enumerate(hours, 1)
    ]
    return files(*log, more=MEASURES, **more)


def test_limits_signals_and_the_latest_value() -> None:
    (time, odd) = rows(
        "control", measured([5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 6, 5, 6, 5, 6, 6, 5, 6, 6, 5, 20])
    )
    assert of(time, "values", "baseline", "limits", "unit") == (21, 20, "frozen", "h")
    assert time["lower"] < time["mean"] < time["upper"] < 20
    assert of(time, "latest", "latest_on") == (20.0, "2026-02-21")
    assert time["signals"] == [
        {"day": "2026-02-21", "value": 20.0, "rule": "outside a limit", "side": "above", "run": "r21"}
    ]  # fmt: skip
    assert time["counted"] == "hours by the clock, one value a run"
    assert of(odd, "mean", "reason") == (None, "nothing is measured by the name moods")


@pytest.mark.parametrize(
    ("of", "unit", "counted"),
    [
        ("cycle_time", "d", "working days, one value a run"),
        ("cycle_time", None, "hours by the clock, one value a run"),
        ("lead_time_p85", "w", "working weeks, by month"),  # nobody says when it was asked for
        ("cycle_time_p85", "m", "minutes by the clock, by month"),
        ("first_pass_yield", "percent", "percent, by month"),
        ("rework_rate", None, "shares from 0 to 1, by month"),
        ("throughput", "payments", "payments, by month"),
        ("work_in_progress", None, "runs, by month"),
    ],
)
def test_a_measure_says_in_what_it_is_counted(of: str, unit: str | None, counted: str) -> None:
    measures = f"measures: [{{id: m, of: {of}, unit: {unit or 'null'}}}]\n"
    log = measured([5, 6, 5])[f"{PROCESS}/runs/log.csv"]
    (row,) = rows("control", files(more=measures, **{f"{PROCESS}/runs/log.csv": log}))
    assert row["counted"] == counted
    assert row["unit"] == ("h" if (of, unit) == ("cycle_time", None) else unit)


def test_nothing_is_measured_in_a_wrong_unit_and_it_says_why() -> None:
    measures = "measures: [{id: m, of: cycle_time, unit: bananas}]\n"
    log = measured([5, 6, 5])[f"{PROCESS}/runs/log.csv"]
    (row,) = rows("control", files(more=measures, **{f"{PROCESS}/runs/log.csv": log}))
    assert of(row, "values", "mean", "latest", "counted") == (0, None, None, None)
    assert row["reason"] == "`cycle_time` is a time, and `bananas` is no unit of one"


def test_of_the_month_that_runs_no_count_is_told() -> None:
    measures = "measures: [{id: m, of: throughput}, {id: n, of: rework_rate}]\n"
    given = files(
        more=measures, **{f"{PROCESS}/runs/log.csv": measured([5])[f"{PROCESS}/runs/log.csv"]}
    )
    assert [row["values"] for row in rows("control", given, day=date(2026, 2, 27))] == [0, 1]
    assert [row["latest"] for row in rows("control", given, day=date(2026, 2, 28))] == [1, 0]


def test_people_are_told_the_newest_signals_and_scripts_all() -> None:
    given = measured([5, 6] * 6 + [20] * 9)
    time = rows("control", given)[0]
    assert len(time["signals"]) > 9 and {one["run"] for one in time["signals"]} > {"r13", "r21"}
    for name in ("text", "markdown"):
        text = formatted(name, "control", given)
        assert f"{len(time['signals']) - 5} earlier" in text
        assert text.count(" the mean") == 5 and "run r21" in text
    assert formatted("csv", "control", given).count(" the mean)") == len(time["signals"])
    few = formatted("text", "control", measured([5, 6] * 10 + [20]))
    assert "the mean)" in few and "earlier" not in few


def formatted(format: str, name: str, given: Mapping[str, str]) -> str:
    """A report as people or spreadsheets are told it, on lines without end."""
    work = memory.work(given)
    said = told(
        reports()[name], DAY, {"work": work, "by": None, "operations": operations(work, DAY)}
    )
    context = Context(seconds=0, read=lambda path: b"", width=0)
    return "".join(formats(REPORTS)[format].render(said, context))


def test_few_values_make_provisional_limits_and_one_makes_none() -> None:
    assert rows("control", measured([5, 6, 5]))[0]["limits"] == "provisional"
    assert rows("control", measured([5]))[0]["reason"] == "one value makes no limits"
    assert rows("control", measured([]))[0]["reason"] == "nothing is measured yet"


@pytest.mark.parametrize(
    ("after", "confirmed", "reason"),
    [
        ([2] * 9, True, None),
        ([5, 6, 5, 6, 5, 6, 5, 6, 5], False, "the chart shows no shift towards the target"),
        ([3] * 9, False, "the mean since does not reach the target"),
    ],
)
def test_an_improvement_with_before_after_and_why(
    after: list[int], confirmed: bool, reason: str | None
) -> None:
    given = measured([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, *after])
    (time, _) = rows("control", {**given, f"{PROCESS}/improvements/better.yaml": BETTER})
    (one,) = time["improvements"]
    assert of(one, "improvement", "confirmed", "reason") == ("better", confirmed, reason)
    assert of(one, "before", "target") == (pytest.approx(5.4545, abs=1e-4), 2.0)
    assert one["after"] == pytest.approx(sum(after) / 9, abs=1e-4)


def test_an_improvement_of_no_measure_is_told_too() -> None:
    given = measured(
        [5],
        **{f"{PROCESS}/improvements/x.yaml": BETTER.replace(": time\nstatus", ": none\nstatus")},
    )
    last = rows("control", given)[-1]
    assert last["measure"] is None
    assert [of(one, "improvement", "reason") for one in last["improvements"]] == [
        ("x", "it names no measure of the process")
    ]


# The corpora, on the command line.

ORDER = (
    "title: Answer a request\nstatus: active\nversion: 1\nsteps:\n"
    "  - {id: register-request, title: Register}\n"
    "  - {id: examine-casually, title: Examine}\n"
    "  - {id: check-ticket, title: Check, parallel_with: examine-casually}\n"
    "  - {id: decide, title: Decide}\n"
    "  - {id: pay-compensation, title: Pay}\n"
)
Deviating = dict[str, tuple[int, list[str], list[str], list[str]]]
"""By run: its cost, and what is missing, repeated and unknown. Only who was paid has ended."""

EXAMPLE: Deviating = {
    "1": (3, ["examine-casually"], [], ["examine-thoroughly", "reject-request"]),
    "2": (0, [], [], []),
    "3": (4, [], ["check-ticket", "decide"], ["reinitiate-request", "examine-thoroughly"]),
    "4": (3, ["examine-casually"], [], ["examine-thoroughly", "reject-request"]),
    "5": (
        9,
        [],
        [
            "check-ticket",
            "examine-casually",
            "decide",
            "examine-casually",
            "check-ticket",
            "decide",
        ],
        ["reinitiate-request", "reinitiate-request", "reject-request"],
    ),
    "6": (0, [], [], []),
}
TWIN: Deviating = {
    "1": (
        4,
        ["register-request", "examine-casually"],
        [],
        ["examine-thoroughly", "reject-request"],
    ),
    "2": (1, ["decide"], [], []),
    "3": (2, ["examine-casually"], [], ["reinitiate-request"]),
    "4": (3, ["examine-casually"], [], ["examine-thoroughly", "reject-request"]),
    "5": (
        8,
        [],
        [
            "check-ticket",
            "examine-casually",
            "decide",
            "examine-casually",
            "check-ticket",
            "decide",
        ],
        ["reinitiate-the-request-for-real", "reject-request"],
    ),
    "6": (3, ["examine-casually", "decide"], [], ["decide-something"]),
}


@pytest.mark.parametrize(
    ("file", "separator", "expected"),
    [("running-example.csv", ",", EXAMPLE), ("running_example_broken.csv", ";", TWIN)],
)
def test_the_running_example_on_the_command_line(
    file: str,
    separator: str,
    expected: Deviating,
    corpora: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (corpora / "eventlogs" / file).open(encoding="utf-8", newline="") as log:
        events = [*csv.DictReader(log, delimiter=separator)]
    lay(tmp_path, events)
    monkeypatch.chdir(tmp_path)
    whole = said("flow")[0]
    lengths = sorted(durations(events))
    assert of(whole, "process", "step", "cases", "variants") == ("answer", None, 6, 6)
    assert whole["median_s"] == (lengths[2] + lengths[3]) / 2 == 815_940
    assert whole["mean_s"] == pytest.approx(sum(lengths) / 6)
    found = {
        row["run"]: of(row, "cost", "missing", "repeated", "unknown") for row in said("conformance")
    }
    assert found == {
        id: (cost, missing, repeated, unknown)
        for id, (cost, missing, repeated, unknown) in expected.items()
    }


def lay(folder: Path, events: list[dict[str, str]]) -> None:
    """The events as the log of a process."""
    log = ["run,step,finished,by"]
    for event in events:
        step, moment = event["concept:name"].replace(" ", "-"), event["time:timestamp"]
        who = event["org:resource"].lower()
        log.append(f"{event['case:concept:name']},{step},{moment.replace(' ', 'T')},{who}")
    answer = "work/processes/answer"
    written = {f"{answer}/process.yaml": ORDER, f"{answer}/runs/log.csv": "\n".join([*log, ""])}
    for path, text in (ORGANISATION | written).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def durations(events: list[dict[str, str]]) -> list[float]:
    """Seconds from the first to the last event of each case, from the cells alone."""
    cases: dict[str, list[datetime]] = {}
    for event in events:
        moment = datetime.fromisoformat(event["time:timestamp"])
        cases.setdefault(event["case:concept:name"], []).append(moment)
    return [(max(each) - min(each)).total_seconds() for each in cases.values()]


def said(name: str) -> list[dict[str, Any]]:
    done = run("report", name, "--process", "answer", "--format", "json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return found
