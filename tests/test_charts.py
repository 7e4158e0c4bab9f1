"""Charts: every spec is one that Vega-Lite takes, and the sentence, the picture and the table say the same."""

import json
from datetime import date
from pathlib import Path

import operating
import pytest
import site_sample
import vegalite

from tracker.law.moved import Moved
from tracker.law.threads import At, Thread
from tracker.model.load import load
from tracker.model.work import Work
from tracker.site.resources import THEME, styles
from tracker.source.snapshot import Folder
from tracker.views.chart import Drawn, Look, chart, charts, drawn
from tracker.views.drawing import PLUM
from tracker.views.reports.dates import Standing, dates
from tracker.views.reports.history import HistoryReport, StandingRow
from tracker.views.reports.stays import Stay, stays

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 21)

PLANNED = """\
deliverables:
  - {id: a, title: Cut-over, due: 2026-12-18, acceptance: {criteria: [x], status: pending}}
  - {id: b, title: Same, due: 2026-10-01, acceptance: {criteria: [x], status: pending}}
  - {id: c, title: Same, due: 2026-10-01, acceptance: {criteria: [x], status: accepted}}
  - {id: d, title: Halfway, due: 2026-10-01, acceptance: {criteria: [x], status: conditional}}
milestones:
  - {id: m, title: Freeze, due: 2026-11-01}
  - {id: n, title: Launch, due: 2027-01-01}
tasks:
  - {id: t, title: Done, deliverable: a, status: done, started: 2026-09-01, finished: 2026-09-10}
  - {id: u, title: Going, deliverable: a, status: doing, started: 2026-11-01}
  - {id: v, title: Late, status: doing, started: 2026-10-01, deadline: 2026-11-11}
  - {id: w, title: One day, status: todo, deadline: 2027-01-10}
  - {id: x, title: No day, status: todo}
  - {id: y, title: Gone, status: cancelled, started: 2026-09-01}
"""
PROMISED = """\
taken_on: 2026-08-01
gate: planning-2026-08-01
end: 2027-09-30
deliverables: {a: 2026-12-06, b: 2026-10-01, gone: 2026-10-01}
milestones: {m: 2026-11-01, n: 2027-01-03}
tasks: {t: {start: 2026-08-20, end: 2026-09-04}}
"""


ENDED = "title: ERP\nstatus: completed\nlifecycle: five-phase\nphase: closing\n"


def workspace(root: Path, **files: str) -> Work:
    named = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    erp = "projects/erp-replacement/"
    named = {name if "/" in name else erp + name: text for name, text in named.items()}
    return load(Folder(site_sample.write(root, {**site_sample.FILES, **named})), "work")


def one(work: Work, kind: str, id: str, name: str) -> Drawn:
    (found,) = [
        each for each in drawn(kind, Look(work, AS_OF), work.of(kind)[id]) if each.id == name
    ]
    return found


def every(look: Look) -> list[Drawn]:
    work = look.work
    found = [*drawn("overview", look)]
    for kind in ("goal", "project", "process"):
        for entity in work.of(kind).values():
            found += drawn(kind, look, entity)
    return found


@pytest.fixture(scope="module")
def example() -> Look:
    return Look(load(Folder(ROOT), "work"), AS_OF)


@pytest.fixture(scope="module")
def pictures(example: Look, tmp_path_factory: pytest.TempPathFactory) -> list[Drawn]:
    """Every picture of the example, and of a process with many runs."""
    work = operating.loaded(tmp_path_factory.mktemp("operating"))
    return [*every(example), *every(Look(work, operating.AS_OF))]


# All charts of the example.


def test_every_chart_is_drawn(pictures: list[Drawn]) -> None:
    ids = [each.id for each in pictures]
    for name in charts():
        assert any(id.startswith(name) for id in ids), name


def test_vega_lite_takes_every_spec(pictures: list[Drawn]) -> None:
    for each in pictures:
        assert vegalite.faults(each.spec) == [], each.id


def test_the_schema_refuses_what_is_wrong(example: Look) -> None:
    spec = dict(every(example)[0].spec)
    assert vegalite.faults({**spec, "layer": [{"mark": "banana"}]})


def test_a_reading_is_one_sentence_and_a_table_is_whole(pictures: list[Drawn]) -> None:
    for each in pictures:
        assert each.reading.endswith(".") and "\n" not in each.reading, each.id
        assert each.table.rows, each.id
        assert {len(row) for row in each.table.rows} == {len(each.table.columns)}, each.id
        assert each.spec["description"]
        assert all(chart.statement.endswith((".", ":")) for chart in charts().values())


def test_colours_are_properties_of_the_theme(pictures: list[Drawn]) -> None:
    css = styles().decode() + (THEME / "assets/charts.css").read_text()
    for each in pictures:
        said = json.dumps({**each.spec, "data": None})
        assert "#" not in said
        for name in {part.partition(")")[0] for part in said.split("var(")[1:]}:
            assert f"{name}: " in css, name


def test_the_same_work_gives_the_same_charts(example: Look) -> None:
    again = Look(load(Folder(ROOT), "work"), AS_OF)
    assert [json.dumps(each.spec) for each in every(again)] == [
        json.dumps(each.spec) for each in every(example)
    ]


def test_a_chart_cannot_ask_for_what_nobody_gives() -> None:
    with pytest.raises(TypeError, match="asks for \\['banana'\\]"):
        chart("project")(lambda banana: iter(()))


# The timeline.


def test_the_timeline_says_what_is_later_than_promised(tmp_path: Path) -> None:
    work = workspace(tmp_path, plan=PLANNED, baseline=PROMISED)
    found = one(work, "project", "erp-replacement", "timeline")
    assert found.reading == (
        "1 of 4 promised dates is later than promised; the farthest is Cut-over, 12 days later; "
        "2 things are overdue; 2 rows are in the table only, without a day or ended."
    )
    assert found.key.startswith("Dashed outlines")
    rows = {(row[0], row[1]): row for row in found.table.rows}
    assert rows["Cut-over", "Deliverable"][2:] == (
        "Planned", None, date(2026, 12, 18), date(2026, 12, 6), "12 days later",
    )  # fmt: skip
    assert rows["Launch", "Milestone"][-1] == "2 days earlier"
    assert rows["Going", "Task"][3:5] == (date(2026, 11, 1), "open")
    assert vegalite.faults(found.spec) == []


def test_what_is_done_late_or_ahead_is_told_by_what_is_written(tmp_path: Path) -> None:
    work = workspace(tmp_path, plan=PLANNED, baseline=PROMISED)
    rows = dates(work, work.projects["erp-replacement"], AS_OF)
    stand = {row.id: row.standing for row in rows}
    assert [stand[id] for id in "abcd"] == [
        Standing.PLANNED, Standing.OVERDUE, Standing.DONE, Standing.WITH_DEFECTS,
    ]  # fmt: skip
    assert [stand[id] for id in "mn"] == [Standing.PASSED, Standing.PLANNED]
    assert [stand[id] for id in "tuvwxy"] == [
        Standing.DONE, Standing.UNDER_WAY, Standing.OVERDUE, Standing.PLANNED, Standing.PLANNED,
        Standing.CANCELLED,
    ]  # fmt: skip
    ids = [row.id for row in rows]
    assert ids[ids.index("a") :][:3] == ["a", "t", "u"], "tasks stand below what they are for"
    assert next(row for row in rows if row.id == "v").overdue(AS_OF) == 10


def test_a_milestone_whose_day_has_passed_is_not_said_to_be_reached(tmp_path: Path) -> None:
    plan = "milestones: [{id: m, title: Freeze, due: 2026-11-01}, {id: n, title: N, due: 2027-01-01}]\n"
    work = workspace(tmp_path / "a", plan=plan)
    found = one(work, "project", "erp-replacement", "timeline")
    rows = {row[0]: row[2] for row in found.table.rows}
    assert (rows["Freeze"], rows["N"]) == ("Day passed", "Planned")
    assert "Day passed" in json.dumps(found.spec["layer"]), "the legend knows it"
    assert "overdue" not in found.reading
    over = workspace(tmp_path / "b", plan=plan, project=ENDED)
    found = one(over, "project", "erp-replacement", "timeline")
    assert {row[0]: row[2] for row in found.table.rows}["Freeze"] == "Done"


def test_rows_of_one_title_are_told_apart(tmp_path: Path) -> None:
    spec = one(workspace(tmp_path, plan=PLANNED), "project", "erp-replacement", "timeline").spec
    names = [row["name"] for row in spec["data"]["values"]]
    assert {"Same (deliverable b)", "Same (deliverable c)"} <= set(names)
    assert len(names) == len(set(names))


def test_without_a_promise_the_timeline_says_what_is_next(tmp_path: Path) -> None:
    found = one(workspace(tmp_path, plan=PLANNED), "project", "erp-replacement", "timeline")
    assert found.reading.startswith(
        "Next is the deliverable Cut-over, due on 18 Dec 2026, in 27 days; "
    )


def test_the_timeline_counts_everything_of_the_project_that_is_overdue(tmp_path: Path) -> None:
    condition = "conditions: [{id: c, text: Name testers, due: 2026-11-20}, {id: d, text: X, due: 2026-11-25}]"
    review = "to: planning\ndecision: conditional\ncriteria: []\n"
    work = workspace(
        tmp_path,
        plan="milestones: [{id: n, title: Launch, due: 2027-01-01}]\n",
        **{"projects/erp-replacement/gates/definition-2026-09-25/review": review + condition},
    )
    found = one(work, "project", "erp-replacement", "timeline")
    assert found.reading.startswith(
        "Next is the condition X, due on 25 Nov 2026, in 4 days; 1 thing is overdue"
    )


def test_what_is_blocked_has_a_colour_and_a_mark_of_its_own(tmp_path: Path) -> None:
    plan = (
        "tasks: [{id: t, title: T, status: blocked, started: 2026-11-01, deadline: 2026-11-%s}]\n"
    )
    for day, note in (("30", "\u2715 blocked"), ("20", "\u2715 blocked, 1 day overdue")):
        work = workspace(tmp_path / day, plan=plan % day)
        found = one(work, "project", "erp-replacement", "timeline")
        assert {row[0]: row[2] for row in found.table.rows}["T"] == "Blocked"
        row = next(row for row in found.spec["data"]["values"] if row["title"] == "T")
        assert (row["standing"], row["note"]) == ("Blocked", note)
        colours = next(
            layer for layer in found.spec["layer"] if "color" in layer.get("encoding", {})
        )
        scale = colours["encoding"]["color"]["scale"]
        assert dict(zip(scale["domain"], scale["range"], strict=True))["Blocked"] == PLUM


def test_a_promise_that_is_kept_is_said(tmp_path: Path) -> None:
    plan = "milestones: [{id: m, title: Freeze, due: 2026-11-01}]\n"
    work = workspace(tmp_path, plan=plan, baseline=PROMISED)
    found = one(work, "project", "erp-replacement", "timeline")
    assert found.reading == "Nothing is later than promised so far."


def test_a_long_plan_is_drawn_without_what_is_done(tmp_path: Path) -> None:
    tasks = "".join(
        f"  - {{id: t{at}, title: T{at}, status: {'done' if at % 2 else 'todo'}, deadline: 2026-12-01}}\n"
        for at in range(100)
    )
    found = one(
        workspace(tmp_path, plan=f"tasks:\n{tasks}"), "project", "erp-replacement", "timeline"
    )
    assert len(found.spec["data"]["values"]) == 51
    assert len(found.table.rows) == 101
    assert "50 rows are in the table only" in found.reading


def test_a_project_without_a_plan_has_no_timeline(tmp_path: Path) -> None:
    work = workspace(tmp_path, plan="{}\n")
    assert not drawn("project", Look(work, AS_OF), work.projects["archive"])


# Stays, and the charts of them.

REVIEW = "decision: {}\nto: {}\ncriteria: []\n"


def reviewed(root: Path, *reviews: tuple[str, str, str]) -> Work:
    files = {
        f"projects/erp-replacement/gates/{folder}/review": REVIEW.format(decision, to)
        for folder, decision, to in reviews
    }
    return workspace(root, **files)


def test_stays_are_what_gate_reviews_record(tmp_path: Path) -> None:
    work = reviewed(
        tmp_path,
        ("initiation-2026-07-01", "go", "definition"),
        ("definition-2026-07-11", "recycle", "initiation"),
        ("initiation-2026-07-21", "conditional", "definition"),
        ("definition-2026-08-01", "hold", "planning"),
        ("definition-2026-08-20", "go", "planning"),
    )
    found = stays(work, None)["erp-replacement"]
    assert [(one.phase, one.days(AS_OF), one.lasts) for one in found] == [
        ("initiation", 30, False),
        ("definition", 10, False),
        ("initiation", 10, False),
        ("definition", 30, False),
        ("planning", 93, True),
    ]
    drawing = one(work, "project", "erp-replacement", "phase-dwell")
    assert drawing.reading == (
        "In Planning for 93 days so far; of what lies behind it Initiation took longest, 40 days."
    )
    bars = [row for row in drawing.spec["data"]["values"] if row["kind"] == "stay"]
    assert [
        (row["phase"], row["from"], row["to"]) for row in bars if row["phase"] == "Initiation"
    ] == [
        ("Initiation", 0, 30),
        ("Initiation", 30, 40),
    ], "a second stay is drawn behind the first"


def told(*moves: tuple[str, str, date], since: date | None = None) -> HistoryReport:
    thread = Thread("project", "erp-replacement", "T", {"erp-replacement"})
    moved = tuple(
        Moved(thread, "", "project", "phase", before, after, At("0" * 40, day, day, "Ada"))
        for before, after, day in moves
    )
    standing = StandingRow(
        "project", "erp-replacement", "T", "phase", "planning", since, None, None, None
    )
    return HistoryReport(moved, (), (), (), (), (standing,), 1, "0" * 40, AS_OF)


def test_a_recorded_day_wins_over_the_day_of_the_commit(tmp_path: Path) -> None:
    work = reviewed(tmp_path, ("definition-2026-08-20", "go", "planning"))
    walked = told(
        ("initiation", "definition", date(2026, 7, 15)),
        ("definition", "planning", date(2026, 9, 1)),
    )
    assert stays(work, walked)["erp-replacement"] == (
        Stay("initiation", date(2026, 6, 1), date(2026, 7, 15)),
        Stay("definition", date(2026, 7, 15), date(2026, 8, 20)),
        Stay("planning", date(2026, 8, 20), None, True),
    )


def test_what_nobody_recorded_is_not_known(tmp_path: Path) -> None:
    work = reviewed(tmp_path, ("initiation-2026-07-01", "go", "definition"))
    *_, before, last = stays(work, None)["erp-replacement"]
    assert before == Stay("definition", date(2026, 7, 1), None)
    assert before.days(AS_OF) is None
    assert last == Stay("planning", None, None, True)
    reading = one(work, "project", "erp-replacement", "phase-dwell").reading
    assert reading.startswith("In Planning, since a day that is not known; ")
    seen = stays(work, told(since=date(2026, 9, 9)))["erp-replacement"]
    assert seen[-1] == Stay("planning", date(2026, 9, 9), None, True)


def test_a_stay_that_lies_ahead_has_no_days() -> None:
    assert Stay("idea", date(2027, 3, 1), None, True).days(AS_OF) is None


def test_the_median_of_others_stands_beside_a_stay(example: Look) -> None:
    found = one(example.work, "project", "erp-replacement", "phase-dwell")
    assert found.reading.startswith(
        "In Planning for 57 days so far; the one other project took 91 days"
    ), "what lasts is not compared with what has ended"
    planning = next(row for row in found.table.rows if row[0] == "Planning")
    assert planning[3:] == (57, 91.0)
    assert found.key


def test_stays_of_others_count_together_too(tmp_path: Path) -> None:
    work = workspace(
        tmp_path,
        **{
            f"projects/other/{name}": text
            for name, text in {
                "project": "title: O\nstatus: active\nlifecycle: five-phase\nphase: planning\nstart: 2026-01-01\n",
                "gates/initiation-2026-01-11/review": REVIEW.format("go", "definition"),
                "gates/definition-2026-01-15/review": REVIEW.format("recycle", "initiation"),
                "gates/initiation-2026-01-20/review": REVIEW.format("go", "definition"),
                "gates/definition-2026-01-25/review": REVIEW.format("go", "planning"),
            }.items()
        },
        **{
            "projects/erp-replacement/gates/initiation-2026-07-01/review": REVIEW.format(
                "go", "definition"
            )
        },
    )
    found = one(work, "project", "erp-replacement", "phase-dwell")
    usual = {row["phase"]: row for row in found.spec["data"]["values"] if row["kind"] == "usual"}
    assert (usual["Initiation"]["span"], usual["Initiation"]["of"]) == (15, 1)


def test_projects_are_counted_by_phase_over_time(example: Look) -> None:
    found = {each.part: each for each in drawn("overview", example)}
    pilot = found["pilot-first"]
    assert pilot.table.columns == ("Date", "Idea", "Pilot", "Rollout", "Done", "Dropped", "All")
    assert pilot.table.rows[-1] == (AS_OF, 0, 1, 0, 0, 1, 2)
    assert (
        pilot.reading
        == "1 of 2 projects has not reached the end, in Pilot; as many as 90 days ago."
    )
    for each in found.values():
        assert all(sum(row[1:-1]) == row[-1] for row in each.table.rows)  # type: ignore[arg-type]


def test_a_long_time_is_drawn_by_so_many_days(tmp_path: Path) -> None:
    files = {
        f"projects/p{at}/project": "title: P\nstatus: active\nlifecycle: simple\nphase: idea\n"
        f"start: {date.fromordinal(date(2024, 1, 1).toordinal() + at * 9)}\n"
        for at in range(100)
    }
    work = workspace(tmp_path, **files)
    (found,) = [each for each in drawn("overview", Look(work, AS_OF)) if each.part == "simple"]
    assert len(found.table.rows) <= 62
    assert found.table.rows[-1][0] == AS_OF
    assert found.table.rows[-1][-1] == 100
    assert "3 projects of unknown days are left out" in found.reading


# The progress of key results.


def test_a_key_result_is_held_against_an_even_pace(tmp_path: Path) -> None:
    work = workspace(tmp_path)
    found = one(work, "goal", "cut-invoice-cost", "goal-progress-cost-per-invoice")
    assert found.reading == (
        "7.1 EUR on 30 Jun 2026: 49 % of the way from 9.4 to 4.7 EUR, "
        "where an even pace would be at 89 % on 21 Nov 2026."
    )
    assert found.table.rows[0] == (date(2026, 1, 1), 9.4, "Baseline", None)
    assert found.table.rows[-1] == (date(2026, 12, 31), 4.7, "Target", None)
    line = [row for row in found.spec["data"]["values"] if row["kind"] == "line"]
    assert line == [
        {"kind": "line", "at": "2026-01-01", "value": 9.4},
        {"kind": "line", "at": "2026-12-31", "value": 4.7},
    ]
    unmeasured = one(work, "goal", "cut-invoice-cost", "goal-progress-mood")
    assert unmeasured.reading == "Not measured yet on the way from 40 to 70."


def test_a_goal_without_an_end_has_no_line(tmp_path: Path) -> None:
    text = (
        "{title: G, owner: controller, status: active, period: {start: 2026-01-01, end: null}, "
        "key_results: [{id: k, title: K, baseline: 0, target: 4, "
        "measurements: [{date: 2026-02-01, value: 1}]}, {id: l, title: L, baseline: 1, target: 1}]}\n"
    )
    work = workspace(tmp_path, goals__g=text)
    (found,) = drawn("goal", Look(work, AS_OF), work.goals["g"])
    assert found.reading == "1 on 1 Feb 2026: 25 % of the way from 0 to 4."
    assert not [row for row in found.spec["data"]["values"] if row["kind"] == "line"]


def test_a_unit_is_never_the_whole_title_of_an_axis(tmp_path: Path) -> None:
    """Vega looks the title up among the names that every object of a browser has, and draws nothing."""
    text = (
        "{title: G, owner: controller, status: active, period: {start: 2026-01-01, end: null}, "
        "key_results: [{id: k, title: K, unit: hasOwnProperty, baseline: 0, target: 4}]}\n"
    )
    work = workspace(tmp_path, goals__g=text)
    (found,) = drawn("goal", Look(work, AS_OF), work.goals["g"])
    assert '"title": "in hasOwnProperty"' in json.dumps(found.spec)
    assert '"title": "hasOwnProperty"' not in json.dumps(found.spec)
