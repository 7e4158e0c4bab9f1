"""Each fact counts what it says, and nothing else."""

import pytest
from memory import ERP, PLAN, project, work

from tracker.analysis.facts import FACTS, PLANNED, fact
from tracker.finding import Spot

CASES = [
    ("deliverables_without_tasks", "", "", 0),
    ("deliverables_without_tasks", "{id: a}", "", 1),
    ("deliverables_without_tasks", "{id: a}", "{id: t, deliverable: a}", 0),
    ("deliverables_without_tasks", "{id: a}", "{id: t, deliverable: project/erp/a}", 0),
    ("deliverables_without_tasks", "{id: a}", "{id: t, deliverable: a, status: cancelled}", 1),
    ("deliverables_without_tasks", "{id: a}", "{id: t}", 1),
    ("deliverables_without_tasks", "{id: A}", "{id: t}", 1),
    ("deliverables_without_tasks", "{id: a}, {id: b}, {id: c}", "{id: t, deliverable: b}", 2),
    ("deliverables_without_criteria", "{id: a}", "", 1),
    ("deliverables_without_criteria", "{id: a, acceptance: null}", "", 1),
    ("deliverables_without_criteria", "{id: a, acceptance: {criteria: []}}", "", 1),
    ("deliverables_without_criteria", "{id: a, acceptance: {criteria: It works}}", "", 1),
    ("deliverables_without_criteria", "{id: a, acceptance: {criteria: [It works]}}", "", 0),
    ("deliverables_not_accepted", "{id: a}", "", 1),
    ("deliverables_not_accepted", "{id: a, acceptance: {status: pending}}", "", 1),
    ("deliverables_not_accepted", "{id: a, acceptance: {status: rejected}}", "", 1),
    ("deliverables_not_accepted", "{id: a, acceptance: {status: acepted}}", "", 1),
    ("deliverables_not_accepted", "{id: a, acceptance: {status: accepted}}", "", 0),
    (
        "deliverables_not_accepted",
        "{id: a, acceptance: {status: conditional, defects: [Typo]}}",
        "",
        0,
    ),
    ("open_tasks", "", "", 0),
    ("open_tasks", "", "{id: t}, {id: u, status: doing}, {id: v, status: blocked}", 3),
    ("open_tasks", "", "{id: t, status: done}, {id: u, status: cancelled}", 0),
    ("open_tasks", "", "{id: t, status: finished}", 1),
]


def plan(deliverables: str, tasks: str) -> str:
    tasks = tasks.replace("{id", "{title: T, id")
    tasks = ", ".join(
        one if "status" in one else one.replace("}", ", status: todo}")
        for one in tasks.split(", {")
    )
    tasks = tasks.replace(", title", ", {title")
    deliverables = deliverables.replace("{id", "{title: D, due: 2026-12-01, id")
    return f"deliverables: [{deliverables}]\ntasks: [{tasks}]\n"


@pytest.mark.parametrize(("name", "deliverables", "tasks", "value"), CASES)
@pytest.mark.parametrize("inline", [True, False])
def test_counts(name: str, deliverables: str, tasks: str, value: int, inline: bool) -> None:
    text = plan(deliverables, tasks)
    found = fact(
        work({ERP: project(extra=text)} if inline else {ERP: project(), PLAN: text}), "erp", name
    )
    assert found.value == value == len(found.counted)
    assert {place.path for place in found.counted} <= {ERP if inline else PLAN}


def test_what_was_counted_is_pointed_at() -> None:
    found = fact(
        work({ERP: project(), PLAN: plan("{id: a}, {id: b}", "{id: t, deliverable: a}")}),
        "erp",
        "deliverables_without_tasks",
    )
    assert found.counted == (Spot(PLAN, ("deliverables", 1)),)


def test_tasks_of_other_projects_count() -> None:
    other = "work/projects/other/project.yaml"
    task = "tasks: [{id: t, title: T, status: todo, deliverable: %s}]\n"
    files = {ERP: project(), PLAN: plan("{id: a}", "")}
    for named, value in (("project/erp/a", 0), ("a", 1), ("project/erp/b", 1)):
        found = fact(
            work({**files, other: project(extra=task % named)}), "erp", "deliverables_without_tasks"
        )
        assert found.value == value


def test_no_plan_counts_nothing() -> None:
    assert {fact(work({ERP: project()}), "erp", name).value for name in FACTS} == {0}


def test_conditions_are_open_until_they_are_recorded_as_met() -> None:
    """Those of every review of the project, and of no other project."""
    review = (
        "to: doing\ndecision: conditional\ncriteria: []\n"
        "conditions: [{id: a, text: A}, {id: b, text: B}]\n"
    )
    gates = "work/projects/{}/gates/idea-2026-11-20/{}.yaml"
    other = "work/projects/other/project.yaml"
    files = {ERP: project(), other: project(), gates.format("erp", "review"): review}
    assert fact(work(files), "erp", "open_conditions").counted == tuple(
        Spot(gates.format("erp", "review"), ("conditions", at)) for at in range(2)
    )
    assert fact(work(files), "other", "open_conditions").value == 0
    files[gates.format("erp", "conditions/a")] = "done: 2026-11-21\nevidence: Seen\n"
    assert fact(work(files), "erp", "open_conditions").value == 1


def test_each_fact_fails_somewhere_and_each_name_is_known() -> None:
    assert {name for name, _, _, value in CASES if value} == {*FACTS} - {"open_conditions"}
    formats = (
        "deliverables_without_tasks deliverables_without_criteria deliverables_not_accepted open_conditions"
        " open_tasks over_allocated_weeks overdue_milestones negative_float_days"
    )
    assert {*FACTS, *PLANNED} == set(formats.split())
