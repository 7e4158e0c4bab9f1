"""What pages and pictures say of a process in operation, by hand on small ones."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import operating
import pytest
import runlog
import vegalite
from memory import ORGANISATION, Memory
from test_charts import one as picture_of

from tracker.analysis.alignment import Kind
from tracker.analysis.cases import Case, case
from tracker.model.digest import Digest
from tracker.model.entity import Entity
from tracker.model.load import load
from tracker.model.records import (
    Improvement,
    Measure,
    Outcome,
    Process,
    Run,
    ServiceLevel,
    Trigger,
)
from tracker.model.work import Work
from tracker.views.chart import Drawn, Look, drawn
from tracker.views.charts.ageing import ageing
from tracker.views.charts.control_chart import control_chart, shares
from tracker.views.charts.cumulative_flow import cumulative_flow
from tracker.views.charts.cycle_times import cycle_times
from tracker.views.drawing import POINTS
from tracker.views.figures import figures
from tracker.views.leaving import leaving
from tracker.views.operating import operating as report_of
from tracker.views.operation import Operation
from tracker.views.reports.attention import Reason, Why, attention
from tracker.views.stepping import STRANGE, strip
from tracker.views.trying import told
from tracker.views.underway import ONLY_ITS_END, under_way
from tracker.views.units import in_words, rounded
from tracker.views.ways import LONGEST, shown
from tracker.views.yardstick import yardstick

DAY = date(2026, 1, 16)
WITHIN_A_DAY = ServiceLevel(percentile=85, within="1d")


def entity(kind: str, id: str, record: object) -> Entity[object]:
    return Entity(kind, id, record, f"{id}.yaml", Digest())


def operation(process: Process, cases: Sequence[Case], *improved: Improvement) -> Operation:
    tried = [entity("improvement", f"p/{at}", one) for at, one in enumerate(improved)]
    return Operation(entity("process", "p", process), cases, tried, None, DAY)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    return operating.loaded(tmp_path_factory.mktemp("operating"))


# Words for times.


@pytest.mark.parametrize(
    ("within", "runs", "unit"),
    [("5d", "a@0:1", "d"), ("90m", "a@0:1", "m"), (None, "a@0:60", "m"), (None, "a@0:300", "h"),
     (None, "a@0:9000", "d"), (None, "a@0:", "d")],
)  # fmt: skip
def test_times_are_counted_as_what_is_promised(within: str | None, runs: str, unit: str) -> None:
    level = ServiceLevel(within=within) if within else None
    status = "completed" if ":" in runs and not runs.endswith(":") else "in-progress"
    cases = [runlog.one(runs, status)]
    stick = yardstick(operation(runlog.process("a", service_level=level), cases))
    assert stick.unit == unit


def test_a_cycle_time_beside_a_promise_of_days_is_working_time() -> None:
    # From Monday 08:00 to the Monday after, a week of the clock: five working days.
    cases = [runlog.one(f"a@0:{7 * 1440}")]
    stick = yardstick(operation(runlog.process("a", service_level=WITHIN_A_DAY), cases))
    assert [one.time for one in stick.cycles(cases)] == [5.0]
    assert stick.tell(5.0) == "5 working days"
    assert stick.tell(1.0) == "1 working day"
    assert (rounded(9.876), rounded(98.76)) == (9.88, 98.8)


@pytest.mark.parametrize(
    ("time", "unit", "words"),
    [
        (0.18, "d", "4 h 19 min"), (0.004, "d", "5 min"), (0.9951, "d", "1 working day"),
        (0, "d", "0 working days"), (-0.5, "d", "-12 h"), (2.345, "d", "2.35 working days"),
        (0.5, "w", "0.5 working weeks"), (0.5, "h", "0.5 hours"), (1, "m", "1 minute"),
    ],
)  # fmt: skip
def test_less_than_a_working_day_is_told_in_hours(time: float, unit: str, words: str) -> None:
    assert in_words(time, unit) == words


def test_a_few_hours_are_those_of_the_clock_and_days_tell_both() -> None:
    """Of three runs one began on a Saturday: of it no hour is worked."""
    process = runlog.process("a", service_level=WITHIN_A_DAY)
    few = runlog.runs("a@0:240", "a@7200:7400", "a@0:300")
    found = figures(operation(process, few))[1]
    assert (found.value, found.sub) == ("4 h", "median of 3 runs; 85 % within 5 h")
    (chart,) = cycle_times.draw(operation(process, few), DAY)
    assert chart.reading.startswith("Half of 3 runs took 4 h or less, 85 % at most 5 h; none")
    assert {"50 %: 4 h", "promised: 1"} < lines(chart)
    weeks = runlog.runs(f"a@0:{7 * 1440}", f"a@0:{14 * 1440}")
    (chart,) = cycle_times.draw(operation(process, weeks), DAY)
    assert {"50 %: 5", "85 %: 10", "promised: 1"} < lines(chart), "the axis says of what"
    found = figures(operation(process, weeks))[1]
    assert (found.value, found.sub) == (
        "7.5 working days", "median of 2 runs, 10 d 12 h by the clock; 85 % within 10 working days"
    )  # fmt: skip
    # From Saturday to Sunday evening: more than a day by the clock, and nothing of it worked.
    (idle,) = runlog.runs("a@7200:9600")
    assert figures(operation(process, [idle]))[1].value == "0 working days"


def lines(chart: Drawn) -> set[str]:
    """What the lines of a picture are called."""
    rows = (layer.get("data", {}).get("values", ()) for layer in chart.spec["layer"])
    return {row["said"] for values in rows for row in values if "said" in row}


# Figures and the strip.


def test_figures_stand_beside_what_they_are_held_against() -> None:
    process = runlog.process("a b", service_level=WITHIN_A_DAY, wip_limit=1)
    late = 4 * 1440
    cases = [
        *runlog.runs("a@0:60? b@60:120?", f"a@0:60! b@60:{late}?"),
        runlog.one("a@0:60", "in-progress", id="p/x"), runlog.one("a@9:60", "in-progress", id="p/y"),
    ]  # fmt: skip
    found = {one.label: one for one in figures(operation(process, cases))}
    under_way = found["Under way"]
    assert (under_way.value, under_way.verdict) == ("2 of 1 at most", "more than the limit")
    assert under_way.sub.endswith("; 2 past the service level")
    assert found["Cycle time"].value == "2.04 working days"
    kept = found["Service level kept"]
    assert (kept.value, kept.verdict, kept.is_good) == ("50 %", "not kept", False)
    assert kept.sub == "of 2 runs; promised: 85 % within 1 day"
    assert found["First-pass yield"].value == "50 %"


def test_as_much_as_the_limit_is_within_it() -> None:
    process = runlog.process("a b", wip_limit=1)
    found = figures(operation(process, [runlog.one("a@0:60", "in-progress")]))[0]
    assert (found.value, found.verdict, found.is_good) == (
        "1 of 1 at most",
        "within the limit",
        True,
    )


def test_a_figure_that_nobody_can_tell_says_why() -> None:
    found = figures(operation(runlog.process("a"), [runlog.one("a@0:", "in-progress")]))
    assert {one.label: one.value for one in found} == {
        "Under way": "1", "Cycle time": None, "Service level kept": None,
        "First-pass yield": None, "Activity ratio": None,
    }  # fmt: skip
    assert all(one.sub for one in found)


def test_the_strip_names_the_bottleneck_and_scales_its_bars() -> None:
    # b waits 10 minutes in the first six runs, 110 in the others; a never waits.
    texts = [
        f"a@{at * 100}:{at * 100 + 10} b@{at * 100 + 20}:{at * 100 + 30}" for at in range(6)
    ] + [f"a@{at * 100}:{at * 100 + 10} b@{at * 100 + 120}:{at * 100 + 130}" for at in range(6, 12)]
    found = strip(operation(runlog.process("a b c"), runlog.runs(*texts)))
    a, b, c = found.legs
    assert [one.is_bottleneck for one in found.legs] == [False, True, False]
    assert found.bottleneck == (
        "b is the bottleneck: its median waiting grew most, by 1 h 40 min from the earlier half of the "
        "runs to the later. It also waits longest now, 1 h 50 min in the later half by the median."
    )
    assert (b.wait, b.work) == ("1 h", "10 min")
    assert sum(b.bars) == pytest.approx(100)
    assert a.bars == (0.0, 14.3)
    assert (c.wait, c.lacks) == (None, "it was never done")
    assert found.lacks["it was never done"] == ("c",)


def test_the_strip_names_the_step_that_waits_longest_too() -> None:
    # b waits two hours as ever, a ten minutes more than before; where nothing grows b is named alone.
    texts = [
        f"a@{n * 900 + 10 + late}:{n * 900 + 30} b@{n * 900 + 150}:{n * 900 + 160}"
        for n, late in enumerate([0] * 6 + [10] * 6)
    ]
    cases = [
        runlog.one(text, id=f"p/{n}", requested=runlog.at(n * 900)) for n, text in enumerate(texts)
    ]
    said = strip(operation(runlog.process("a b"), cases)).bottleneck
    assert said.startswith("a is the bottleneck: its median waiting grew most, by 10 min")
    assert said.endswith(" b waits longest now, 2 h in the later half by the median.")
    calm = strip(operation(runlog.process("a b"), cases[:6] + cases[:6])).bottleneck
    assert calm == (
        "No bottleneck is named: no step waits longer than before. "
        "b waits longest now, 2 h in the later half by the median."
    )


def test_a_step_that_the_process_does_not_know_stands_at_the_end_without_a_number() -> None:
    legs = strip(operation(runlog.process("a b"), runlog.runs("a@0:1 x@2:3 b@4:5"))).legs
    assert [(one.number, one.title) for one in legs] == [(1, "a"), (2, "b"), (None, "x")]
    assert "no step has 5 values" in strip(operation(runlog.process("a"), [])).bottleneck


# The order.


def kinds(operation: Operation) -> list[list[tuple[str, Kind | None]]]:
    return [[(chip.title, chip.left) for chip in one.chips] for one in shown(operation, 10)]


def test_a_variant_marks_what_leaves_the_order() -> None:
    process = runlog.process("a b c d")
    cases = runlog.runs("a b c d", "a b c d", "a c d", "a b b c d", "a b d c", "a b x c d")
    first, *others = kinds(operation(process, cases))
    assert first == [(step, None) for step in "abcd"]
    assert others == [
        [("a", None), ("b", Kind.MISSING), ("c", None), ("d", None)],
        [("a", None), ("b", None), ("b", Kind.REPEATED), ("c", None), ("d", None)],
        [("a", None), ("b", None), ("d", None), ("c", Kind.OUT_OF_ORDER)],
        [("a", None), ("b", None), ("x", Kind.UNKNOWN), ("c", None), ("d", None)],
    ]


def test_a_variant_of_runs_under_way_is_in_order_so_far() -> None:
    open_run = runlog.one("a@0:1", "in-progress", id="p/open")
    rows = shown(operation(runlog.process("a b"), [open_run, *runlog.runs("a@0:1 b@1:2")]), 10)
    assert [(one.is_in_order, one.is_whole) for one in rows] == [(True, False), (True, True)]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_variant_is_judged_by_a_run_that_was_completed(is_first: bool) -> None:
    cases = [runlog.one("a@0:1", id="p/done"), runlog.one("a@0:1", "in-progress", id="p/open")]
    (row,) = shown(operation(runlog.process("a b"), cases if is_first else cases[::-1]), 10)
    assert [(chip.title, chip.left) for chip in row.chips] == [("a", None), ("b", Kind.MISSING)]


def test_a_long_variant_is_cut_and_says_so() -> None:
    row = shown(operation(runlog.process("a"), runlog.runs(" ".join(["a"] * 40))), 10)[0]
    assert (len(row.chips), row.more) == (LONGEST, 40 - LONGEST)
    assert not row.is_in_order


def test_habits_are_told_in_a_sentence() -> None:
    cases = runlog.runs("a@0:1 c@130:131", "a@5:6 c@132:133", "a@0:1 b@2:3 c@4:5", "a b c c")
    found = leaving(operation(runlog.process("a b c"), cases), 8)
    assert found.kept == 0.25
    assert found.sentence == (
        "25 % of 4 judged runs keep the order; a run is 0.75 steps away from it on average."
    )
    assert found.habit == (
        "b is left out most often, in 2 of 4 runs, mostly after a, on Mondays, "
        "between 10:00 and 11:00; c is done instead."
    )
    assert [(one.step, one.kind, one.runs, one.instead) for one in found.rows] == [
        ("b", "left out", 2, "c"), ("c", "done again", 1, None),
    ]  # fmt: skip


def test_what_cannot_be_judged_is_counted_by_its_reason() -> None:
    cases = [runlog.one("a", version=7, id="p/1"), runlog.one("a", version=7, id="p/2")]
    found = leaving(operation(runlog.process("a"), cases), 8)
    assert found.unjudged == {
        "the steps of version 7 stand neither in the file nor in the history at hand": 2
    }
    assert found.sentence == "Whether runs keep the order cannot be told: no run could be judged."
    whole = leaving(operation(runlog.process("a"), runlog.runs("a")), 8)
    assert (whole.sentence, whole.habit) == ("The one judged run keeps the order.", "")


# Improvements.

MEASURED = Measure(id="m", title="Days", of="cycle_time", unit="d")


def test_an_improvement_shows_before_and_after(work: Work) -> None:
    found = report(work)
    assert [one.entity.id for one in found] == [
        "answer-complaint/scanned", "answer-complaint/small-sums"
    ], "what is under way comes first"  # fmt: skip
    small = found[1]
    assert (small.before, small.after, small.change) == (
        "2.15 working days",
        "1 working day",
        "54 % less",
    )
    assert small.verdict == "confirmed"
    assert small.recorded == "confirmed, 1.1d, 8 in a row below the mean"
    assert (found[0].verdict, found[0].before_of) == (
        "cannot be told",
        "nothing was measured before",
    )


def report(work: Work) -> list:  # type: ignore[type-arg]
    return list(told(operating.status(work).operations["answer-complaint"]))


def test_an_improvement_of_no_measure_says_so() -> None:
    process = runlog.process("a", measures=(MEASURED,))
    result = Outcome(verdict="not-confirmed")
    tried = (Improvement(title="A", measure="x", status="closed", result=result), Improvement())
    found = list(told(operation(process, runlog.runs("a@0:1"), *tried)))
    assert [one.why for one in found] == [
        "It names no measure", "The process has no measure `x`"
    ]  # fmt: skip
    assert found[1].recorded == "not confirmed"


# What is under way.

STANDING = {
    "p/late": "a@0:5",
    "p/in-work": "a@1400:1405 b@1406:",
    "p/over": "a@0:5 b@6:7 c@8:9",
    "p/passed": "a@0:5 c@8:",
}


def under_way_of(process: Process, **fields: str) -> Operation:
    cases = [
        runlog.one(text, "in-progress", id=id, **(fields if id == "p/late" else {}))
        for id, text in STANDING.items()
    ]
    return operation(process, cases)


def test_the_strip_the_picture_and_the_list_tell_the_same_of_what_is_under_way() -> None:
    held = under_way_of(runlog.process("a b c"))
    legs = strip(held)
    assert [(one.in_work, one.waiting) for one in legs.legs] == [(0, 0), (1, 1), (1, 0)]
    assert (legs.through, legs.astray) == (1, 0)
    (picture,) = ageing.draw(held, DAY)
    listed = {one.name: one.stands for one in under_way(held, 9)}
    assert listed == {row[0]: row[1] for row in picture.table.rows} == {
        "late": "waits for b", "over": ONLY_ITS_END, "passed": "in work at c",
        "in-work": "in work at b",
    }  # fmt: skip
    where = {row["run"]: row["where"] for row in picture.spec["data"]["values"]}
    assert where == {"late": "b", "over": "Only its end is left", "passed": "c", "in-work": "b"}


def test_a_run_under_way_is_told_with_what_somebody_asks_of_it() -> None:
    process = runlog.process(
        "a b? c d", service_level=WITHIN_A_DAY, triggers=(Trigger(id="call", text="A call"),)
    )
    noted = [
        msgspec.structs.replace(one, note=note)
        for one, note in zip(
            map(runlog.event, ("a@0:5", "d@6:9", "x@10:12")), (None, " Too few hands\n", None), strict=True
        )
    ]  # fmt: skip
    run = Run(
        title="Press 4", status="in-progress", trigger="call", started=runlog.MONDAY,
        steps=tuple(noted),
    )  # fmt: skip
    (found,) = under_way(operation(process, [case("p/press-4", run)]), 9)
    assert (found.name, found.title, found.since) == ("press-4", "Press 4", date(2026, 1, 5))
    assert (found.age, found.promised, found.is_late) == (
        "9.67 working days",
        "1 working day",
        True,
    )
    assert (found.started_by, found.stands) == ("A call", ONLY_ITS_END)
    assert (found.left_out, found.note) == (("c",), ("d", "Too few hands"))
    waits = under_way(
        operation(process, [runlog.one("a@0:5", "in-progress", trigger="by-hand")]), 9
    )
    assert [(one.stands, one.first, one.then) for one in waits] == [
        ("waits for c", ("b?",), ("d",))
    ]
    assert waits[0].started_by == "By hand"


def test_half_a_day_is_promised_as_such_and_hours_are_told_of_an_age() -> None:
    # Begun on the Friday of which it is told, at 19:40, four hours and twenty minutes before its end.
    run = runlog.one(f"a@{11 * 1440 + 700}:", "in-progress")
    half = runlog.process("a", service_level=ServiceLevel(within="0.5d"))
    (found,) = under_way(operation(half, [run]), 1)
    assert (found.age, found.promised) == ("4 h 20 min", "0.5 working days")


def test_what_is_late_comes_first_and_what_is_too_much_is_left_out() -> None:
    cases = [
        runlog.one(f"a@{minutes}:", "in-progress", id=f"p/{minutes}")
        for minutes in (15840, 0, 14400)
    ]
    process = runlog.process("a", service_level=WITHIN_A_DAY)
    found = under_way(operation(process, cases), 2)
    assert [(one.name, one.is_late) for one in found] == [("0", True), ("14400", True)]
    assert under_way(operation(runlog.process("a"), cases), 1)[0].is_late is None


def test_of_a_version_that_is_not_at_hand_nobody_can_tell_what_is_waited_for() -> None:
    held = operation(
        runlog.process("a b", version=2), [runlog.one("a@0:5", "in-progress", version=1)]
    )
    assert strip(held).astray == 1
    (found,) = under_way(held, 9)
    assert (
        found.stands
        == "nobody can tell, since the steps of version 1 stand neither in the file nor in the history at hand"
    )


# Reasons for attention.


def reasons(*texts: str, status: str = "active", most: int | None = None) -> list[Reason]:
    cases = [
        runlog.one(text, "completed" if text[-1] != ":" else "in-progress", id=f"p/{at}")
        for at, text in enumerate(texts)
    ]
    process = runlog.process("a", service_level=WITHIN_A_DAY, wip_limit=most, status=status)
    found = attention(
        load(Memory(ORGANISATION), "work"), DAY, (), (), (), [operation(process, cases)]
    )
    return [each for one in found for each in one.reasons]


def test_a_process_with_more_under_way_than_its_limit_needs_attention() -> None:
    assert reasons("a@0:", "a@1:", most=2) == []
    (found,) = reasons("a@0:", "a@1:", most=1)
    assert (found.why, found.place) == (Why.OVER_LIMIT, "under-way")
    assert found.said == "2 runs are under way, and 1 at most should be"
    assert reasons("a@0:", "a@1:", most=1, status="draft") == []


def test_a_process_that_missed_its_promise_lately_needs_attention() -> None:
    """Begun on a Monday at 8, a working day is over on Tuesday at 8: 8 of 10 runs keep to it."""
    texts = ["a@0:1440"] * 8 + ["a@0:1441"] * 2
    (found,) = reasons(*texts)
    assert (found.why, found.place) == (Why.NOT_KEPT, "operation")
    assert found.said == (
        "The service level is not kept: of 10 runs completed in the last 90 days 80 % took 1 day or "
        "less, and 85 % should"
    )
    assert reasons(*texts[1:]) == [], "nine are too few"
    assert reasons(*texts, *texts[:4]) == [], "12 of 14 are 85.7 %"
    long_ago = ["a@-151200:-141120"] * 10
    assert reasons(*long_ago, *["a@0:60"] * 10) == [], "what lies further back does not count"
    assert reasons(*texts, status="retired") == []


# Pictures.


def test_pictures_say_what_to_see(work: Work) -> None:
    def reading(name: str) -> str:
        return picture_of(work, "process", "answer-complaint", name).reading

    assert reading("ageing") == (
        "11 runs are under way; the oldest is 125 working days old, and waits for Book it: "
        "2026-082; 11 are past the promise."
    )
    assert reading("cycle-times") == (
        "Half of 170 runs took 1.45 working days or less, 85 % at most 2.74 working days; "
        "15 took longer than the promise (85 % within 3 days)."
    )
    assert reading("cumulative-flow").startswith("181 runs arrived and 170 left; what is between")
    control = picture_of(work, "process", "answer-complaint", "control-chart-cycle-time")
    assert "since 2 Jul 2026 against limits of 0 and 3.81 working days" in control.reading
    assert "the first 20 values since 2 Jul 2026, shaded, and set anew" in control.key
    assert "Upright lines: improvements took effect." in control.key
    marks = {row.get("mark") for row in control.spec["data"]["values"]}
    assert marks == {None, "2 of 3"}
    assert len(control.table.rows) == 170


@pytest.mark.parametrize(
    ("open_runs", "said"),
    [(1, "about as much leaves as arrives, 1 is between them."), (3, "grew from 1 to 3 in the later half")],
)  # fmt: skip
def test_one_run_more_or_less_is_no_trend(open_runs: int, said: str) -> None:
    texts = [f"a@{day * 1440}:{day * 1440 + 2000}" for day in range(8)]
    open_ones = [runlog.one("a@11000:", "in-progress", id=f"p/o{at}") for at in range(open_runs)]
    (found,) = cumulative_flow.draw(
        operation(runlog.process("a"), [*runlog.runs(*texts), *open_ones]), DAY
    )
    assert said in found.reading, found.reading


def test_a_process_without_runs_has_no_picture(work: Work) -> None:
    look = Look(work, operating.AS_OF)
    assert drawn("process", look, work.processes["process-invoice"]) == ()
    assert drawn("process", look, work.processes["count-stock"]) == (), "one run is no series"


def test_pictures_of_many_runs_show_the_newest_and_say_so() -> None:
    texts = [f"a@{at * 60}:{at * 60 + 30 + at % 7}" for at in range(2000)]
    measures = (MEASURED, Measure(id="n", of="lead_time", unit="h"))
    held = operation(
        runlog.process("a", measures=measures), runlog.runs(*texts, requested=runlog.MONDAY)
    )
    (scatter,) = cycle_times.draw(held, DAY)
    assert scatter.reading.endswith("; the newest 250 are shown.")
    assert scatter.table.rows[0][0] == "1999"
    controls = list(control_chart.draw(held, DAY))
    for one in (scatter, *controls):
        assert len(one.spec["data"]["values"]) == len(one.table.rows) <= POINTS
    assert sum(len(one.table.rows) for one in controls) == POINTS
    assert (
        controls[0].key
        == "Limits are frozen on the first 20 values, which lie before what is shown."
    )
    axis = controls[0].spec["layer"][-1]["encoding"]["x"]
    assert axis["field"] == "n", "many runs a day are drawn one after the other"


def test_a_value_is_marked_by_the_gravest_rule_that_it_breaks() -> None:
    # A day apart, 60 or 70 minutes; then nine that take a whole day each.
    times = [60 + 10 * (at % 2) for at in range(20)] + [1440] * 9
    texts = [f"a@{at * 2880}:{at * 2880 + time}" for at, time in enumerate(times)]
    measure = Measure(id="m", of="cycle_time", unit="m")
    held = operation(runlog.process("a", measures=(measure,)), runlog.runs(*texts))
    (found,) = control_chart.draw(held, DAY)
    assert found.reading.endswith("is outside a limit, above the mean of 65 minutes.")
    assert [row[3] for row in found.table.rows[7:10]] == [
        "outside, above", "outside, above; range above its limit", None
    ]  # fmt: skip


def measured_by(unit: str | None, of: str = "cycle_time", *minutes: int) -> Drawn:
    """The control chart of runs that began at noon of successive days and took so many minutes."""
    times = minutes or (90, 120) * 10
    texts = [f"a@{at * 1440}:{at * 1440 + time}" for at, time in enumerate(times)]
    measure = Measure(id="m", title="M", of=of, unit=unit)
    held = operation(runlog.process("a", measures=(measure,)), runlog.runs(*texts))
    (found,) = control_chart.draw(held, DAY)
    return found


@pytest.mark.parametrize(
    ("unit", "around", "counted"),
    [
        ("h", "around 1.75 hours, between 0.42 and 3.08 hours.", "hours by the clock"),
        (None, "around 1.75 hours, between 0.42 and 3.08 hours.", "hours by the clock"),
        # Runs of a Saturday took no working time at all.
        ("d", "around 1 h 18 min, between 0 and 3 h 19 min.", "working days"),
    ],
)
def test_a_chart_says_what_its_numbers_are(unit: str | None, around: str, counted: str) -> None:
    found = measured_by(unit)
    assert found.reading == f"No signal in 20 values: it varies as it always did, {around}"
    axis = found.spec["layer"][-1]["encoding"]["y"]["axis"]["title"]
    assert axis == f"in {counted}, one value a run"
    assert found.table.columns[:2] == ("Day", f"Value, {counted}")
    assert found.key == "Limits are frozen on the first 20 values, shaded."
    mean = around.partition(",")[0].removeprefix("around ").removesuffix(" hours")
    assert f"mean {mean}" in lines(found)


def test_what_is_measured_by_month_says_so() -> None:
    # From January to June, a run in each month.
    found = measured_by("percent", "first_pass_yield", *(1,) * 160)
    assert found.reading.startswith(
        "No signal in 6 months: it varies as it always did, around 100 %"
    )
    assert found.spec["layer"][-1]["encoding"]["y"]["axis"]["title"] == "in percent, by month"
    assert found.table.columns[:2] == ("Month from", "Value, percent")
    assert found.key == "Limits so far are of 6 months, shaded."


def test_limits_of_few_values_are_not_called_frozen() -> None:
    assert "provisional" in measured_by("h", "cycle_time", 60, 90, 60, 90).reading
    few = measured_by("h", "cycle_time", 60, 90, 60, 90)
    assert few.key == "Limits so far are of 4 values, shaded."
    growing = measured_by("h", "cycle_time", *(60, 90) * 6)
    assert growing.key == "Limits are of the first 12 values, shaded.", "the next one moves them"
    assert measured_by("h", "cycle_time", *(60, 90) * 11).key.startswith("Limits are frozen on the")


def test_pictures_share_the_points_of_a_page() -> None:
    assert shares([10, 500, 500], 250) == [10, 120, 120]
    assert shares([5], 250) == [5]
    assert shares([], 250) == []


def test_days_at_the_ends_of_the_calendar_are_drawn() -> None:
    def run(at: int, year: int) -> Case:
        start = runlog.MONDAY.replace(year=year, month=1, day=1)
        return runlog.one("a", id=f"p/{at}", started=start, finished=start.replace(hour=20 + at))

    held = operation(runlog.process("a", measures=(MEASURED,)), [run(0, 1), run(1, 9999)])
    found = drawn_of(held)
    assert [one.id for one in found] == ["cycle-times", "control-chart-m"]
    assert found[0].spec["data"]["values"][0]["at"] == "0001-01-01T20:00Z"
    assert all(vegalite.faults(one.spec) == [] for one in found)


def drawn_of(held: Operation) -> list[Drawn]:
    every = (ageing, cycle_times, cumulative_flow, control_chart)
    return [drawn for one in every for drawn in one.draw(held, DAY)]


def test_steps_that_nobody_defined_do_not_fill_the_page() -> None:
    cases = runlog.runs(" ".join(f"x{'y' * at}" for at in range(40)))
    found = strip(operation(runlog.process("a"), cases))
    assert (len(found.legs), found.more) == (1 + STRANGE, 40 - STRANGE)


# The index.


def test_the_index_tells_how_processes_go(work: Work) -> None:
    found = report_of(operating.status(work).operations)
    columns = {one.name: one for one in found.columns}
    rows = {row.id: row for row in operating.status(work).processes.values()}

    def cells(id: str) -> list[object]:
        return [columns[name].taken(rows[id]) for name in ("open", "cycle", "kept")]

    days = pytest.approx(1.46 * 86_400, abs=500)
    assert cells("answer-complaint") == [11, days, pytest.approx(91.2, abs=0.1)]
    assert cells("count-stock") == [0, 3.5 * 3600, None]
    assert cells("process-invoice") == [None, None, None]


def test_the_made_up_log_is_the_same_every_time(tmp_path: Path) -> None:
    assert operating.log() == operating.log()
