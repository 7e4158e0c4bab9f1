"""Health as the data says it, and spans in working days."""

from datetime import date
from decimal import Decimal
from functools import reduce
from pathlib import Path

import pytest

from tracker.analysis.health import Light, expected, health, overall
from tracker.analysis.span import in_days
from tracker.model.load import load
from tracker.model.records import BudgetLine, Calendar
from tracker.model.work import Work
from tracker.source.snapshot import Folder
from tracker.views.chart import Look
from tracker.views.reports.standing import standing

TODAY = date(2026, 3, 2)
WEEK = "calendar: {working_days: [mon, tue, wed, thu, fri], hours_per_day: 8}"
FILES = {
    "tracker.yaml": f"title: A\ncurrency: EUR\n{WEEK}\nlifecycle: plain\ntolerances: {{schedule: 10d, cost: 10%}}\n",
    "lifecycles/plain.yaml": """\
title: Plain
start: idea
final: [done]
phases:
  - id: idea
    gate:
      title: Ready
      criteria:
        - {id: told, text: There is a summary, requires: {properties: {project: {required: [summary]}}}}
        - {id: agreed, text: It is agreed}
      approvals: [{field: sponsor}]
  - {id: done}
""",
    "projects/till/project.yaml": """\
title: Till
status: active
phase: idea
end: {END}
budget: {lines: [{id: a, planned: {COST}, actual: {SPENT}}]}
deliverables:
  - {id: box, title: Box, due: 2026-03-06, acceptance: {status: {STATE}}}
milestones: [{id: old, title: Old, due: 2026-02-01}, {id: new, title: New, due: 2026-03-04}]
tasks: [{id: t, title: Task, status: todo, deadline: 2026-02-20}]
""",
    "projects/till/baseline.yaml": (
        "taken_on: 2026-01-05\nend: 2026-03-13\nbudget: 1000\ndeliverables: {box: 2026-02-27}\n"
    ),
}
USUAL = {"{END}": "2026-03-13", "{COST}": "1000", "{SPENT}": "0", "{STATE}": "pending"}


def work(folder: Path, **values: str) -> Work:
    given = USUAL | {f"{{{key}}}": said for key, said in values.items()}
    for name, text in FILES.items():
        path = folder / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reduce(lambda said, one: said.replace(*one), given.items(), text), "utf-8")
    found = load(Folder(folder), "work")
    assert not found.faults
    return found


@pytest.mark.parametrize(
    ("end", "used", "light"),
    [
        ("2026-03-13", 5, Light.GREEN),  # the deliverable: 27 February to 6 March
        ("2026-03-20", 5, Light.GREEN),
        ("2026-03-23", 6, Light.AMBER),
        ("2026-03-27", 10, Light.AMBER),
        ("2026-03-30", 11, Light.RED),
    ],
)
def test_the_schedule_uses_its_tolerance(
    tmp_path: Path, end: str, used: float, light: Light
) -> None:
    schedule, cost = health(work(tmp_path, END=end), "till", TODAY)
    assert (schedule.dimension, schedule.used, schedule.light) == ("schedule", used, light)
    assert schedule.by == ("box" if used == 5 and end == "2026-03-13" else schedule.by)
    assert cost.light is Light.GREEN
    assert overall((schedule, cost)) is light


def test_what_is_open_is_not_expected_before_today(tmp_path: Path) -> None:
    late = date(2026, 3, 16)
    schedule, _ = health(work(tmp_path), "till", late)
    assert (schedule.used, schedule.by, schedule.light) == (11, "box", Light.RED)
    schedule, _ = health(work(tmp_path / "b", STATE="accepted"), "till", date(2026, 3, 13))
    assert schedule.used == 5


@pytest.mark.parametrize(
    ("cost", "spent", "light"),
    [("1000", "900", Light.GREEN), ("1000", "1060", Light.AMBER), ("1101", "0", Light.RED)],
)
def test_the_cost_uses_its_tolerance(tmp_path: Path, cost: str, spent: str, light: Light) -> None:
    found = health(work(tmp_path, COST=cost, SPENT=spent), "till", TODAY)
    assert [one.light for one in found if one.dimension == "cost"] == [light]


def test_a_line_whose_days_are_over_costs_what_was_spent() -> None:
    line = BudgetLine(id="racks", planned=Decimal(100), committed=Decimal(90), to=date(2026, 3, 1))
    assert expected(line, date(2026, 3, 1)) == 100, "its last day"
    assert expected(line, TODAY) == 90
    unsaid = BudgetLine(id="racks", planned=Decimal(100), to=date(2026, 3, 1))
    assert expected(unsaid, TODAY) == 100, "nobody said what it cost"


def test_without_a_baseline_nothing_is_computed(tmp_path: Path) -> None:
    found = work(tmp_path)
    (tmp_path / "work/projects/till/baseline.yaml").unlink()
    found = load(Folder(tmp_path), "work")
    assert health(found, "till", TODAY) == ()
    assert overall(()) is None


def test_a_project_at_a_glance(tmp_path: Path) -> None:
    till = work(tmp_path)
    found = standing(till, "till", TODAY, Look(till, TODAY).due_of["project/till"])
    assert found.next is not None
    assert (found.next.what, found.next.title, found.next.days(TODAY)) == ("milestone", "New", 2)
    assert found.late == 1, "the task"
    assert found.ahead is not None
    assert (found.ahead.title, found.ahead.missing, found.ahead.judged) == ("Ready", 1, 1)
    assert found.ahead.approvals == ("sponsor",)
    assert [one.is_met for one in found.ahead.asked] == [False, None]
    assert not found.contradicts


@pytest.mark.parametrize(
    ("said", "overall_light", "contradicts"),
    [("green", Light.GREEN, False), ("red", Light.GREEN, True)],
)
def test_reported_stands_beside_computed(
    tmp_path: Path, said: str, overall_light: Light, contradicts: bool
) -> None:
    work(tmp_path)
    for day in ("2026-02-20", "2026-02-27"):
        path = tmp_path / f"work/projects/till/updates/{day}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"author: mia\nhealth: {{overall: {said}}}\nsummary: Of {day}\n")
    found = standing(load(Folder(tmp_path), "work"), "till", TODAY, ())
    assert found.reported is not None
    assert (found.reported.age, found.reported.record.summary) == (3, "Of 2026-02-27")
    assert found.overall is overall_light
    assert found.contradicts is contradicts


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3d", 3),
        ("2w", 10),
        ("4h", 0.5),
        ("90m", 0.1875),
        ("1.5d", 1.5),
        ("", None),
        ("3x", None),
        (None, None),
    ],
)
def test_spans(text: str | None, days: float | None) -> None:
    calendar = Calendar(working_days=("mon", "tue", "wed", "thu", "fri"), hours_per_day=8)
    assert in_days(text, calendar) == days


def test_a_short_week_is_shorter() -> None:
    assert in_days("1w", Calendar(working_days=("mon", "tue"), hours_per_day=6)) == 2
    assert in_days("3h", Calendar(working_days=("mon",), hours_per_day=6)) == 0.5
