"""Loading: broken is not unknown, nothing cascades, nothing is read twice."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from memory import ERP, ORGANISATION, PLAN, SIMPLE, TRACKER, Memory, project, work

from tracker.finding import Spot
from tracker.law.check import Case, checks
from tracker.law.policy import Law
from tracker.model import digest, load
from tracker.model.load import Library
from tracker.model.work import Work
from tracker.source.snapshot import Blob, Mode


def references(found: Work) -> list[str]:
    judged = checks()["unknown-reference"].run(Case(found, Law(found, found, date(2026, 11, 21))))
    return [one.message for one in judged]


def test_a_broken_field_is_broken_alone() -> None:
    found = work(
        {
            ERP: project(
                "doing",
                extra="end: 2026-11-31\npriority: 2\nbudget: {lines: [{id: a, planned: x}]}\n",
            )
        }
    )
    entity = found.projects["erp"]
    assert (entity.record.phase, entity.record.end, entity.record.priority) == ("doing", None, 2)
    assert entity.record.budget is not None and entity.record.budget.lines[0].id == "a"
    assert entity.broken == {("end",), ("budget", "lines", 0, "planned")}
    assert len(found.found("schema")) == 2
    assert entity.plain() == {
        "title": "Replace the ERP system", "status": "active", "phase": "doing", "priority": 2,
        "budget": {"lines": [{"id": "a"}]},
    }  # fmt: skip


def test_a_broken_item_leaves_its_neighbours_their_places() -> None:
    found = work({ERP: project(), PLAN: "tasks: [5, {id: b, title: B, status: todo}]\n"})
    plan = found.plans["erp"]
    assert [task.id for task in plan.record.tasks] == [None, "b"]
    assert plan.at("tasks", 1, "id") == Spot(PLAN, ("tasks", 1, "id"))
    assert found.is_broken(Spot(PLAN, ("tasks", 0, "title"))) and not found.is_broken(
        Spot(PLAN, ("tasks", 1))
    )


def test_a_broken_entry_of_a_collection_is_broken_alone() -> None:
    found = work(
        {"work/people.yaml": "ada: {name: 5}\nbob: {name: Bob}\nEve: {name: Eve}\ncy: text\n"}
    )
    assert found.people["bob"].broken == frozenset() and found.people["ada"].broken == {("name",)}
    assert "cy" in found.people and "Eve" not in found.people
    assert found.people["ada"].at("name") == Spot("work/people.yaml", ("ada", "name"))


@pytest.mark.parametrize(
    "files",
    [
        {"work/goals/cut.yaml": "title: ["},
        {"work/goals.yaml": "cut: {"},
        {"work/goals.yaml": "- cut\n"},
    ],
)
def test_an_unreadable_file_gives_no_cascade(files: Mapping[str, str]) -> None:
    found = work({ERP: project(extra="goals: [cut]\nrelated: [goal/cut]\n"), **files})
    if files != {"work/goals.yaml": "- cut\n"}:
        assert references(found) == []
    assert sum(map(len, found.faults.values())) >= 1


@pytest.mark.parametrize(
    "plan",
    [
        "tasks: [",
        "tasks: 5\ndeliverables: 5\nmilestones: 5\n",
        "tasks: [{id: T1, title: A, status: todo}]\ndeliverables: [{id: D1, title: A, due: 2026-12-01}]\n",
        "tasks: [5]\ndeliverables: [5]\n",
    ],
)
def test_a_broken_plan_gives_no_cascade(plan: str) -> None:
    other = project(
        extra="tasks: [{id: a, title: A, status: todo, depends_on: [project/erp/t1], deliverable: project/erp/d1}]\n"
    )
    found = work({ERP: project(), PLAN: plan, "work/projects/other/project.yaml": other})
    assert references(found) == []


def test_broken_lists_hide_names_of_their_own_plan_only() -> None:
    own = "tasks: [{id: a, title: A, status: todo, deliverable: x, depends_on: [b]}]\ndeliverables: 5\n"
    assert references(work({ERP: project(), PLAN: own})) == ["there is no task `b`"]


def test_broken_steps_give_no_cascade() -> None:
    steps = "title: Pay\nstatus: draft\nsteps: [{id: Match, title: M}, {id: pay, title: Pay, rework_to: match}]\n"
    training = "title: Basics\ncovers: [process/pay/match]\n"
    found = work({"work/processes/pay/process.yaml": steps, "work/trainings/basics.yaml": training})
    assert references(found) == []


@pytest.mark.parametrize("mode", [Mode.symlink, Mode.executable, Mode.submodule, Mode.other])
def test_what_is_no_regular_file_is_known_and_said(mode: Mode) -> None:
    found = work({"work/people.yaml": "ada: {name: Ada}\n"}, modes={ERP: mode})
    assert found.projects["erp"].unreadable
    (fault,) = found.found("unreadable-file")
    assert fault.at == Spot(ERP) and fault.message and fault.hint


class Failing(Memory):
    """One file cannot be read, as on a disk that fails."""

    def blobs(self, paths: Any, known: Any = ()) -> Any:
        for path in paths:
            yield (
                Blob(path, "", None, "input/output error")
                if path == ERP
                else next(iter(super().blobs([path], known)))
            )


def test_a_file_that_the_source_cannot_give_is_known_and_said() -> None:
    found = load.load(Failing({**ORGANISATION, ERP: project()}), "work")
    assert found.projects["erp"].unreadable
    assert [fault.message for fault in found.found("unreadable-file")] == ["input/output error"]


def test_what_a_file_holds_is_counted_one_by_one() -> None:
    loaded = work(
        {
            "work/people.yaml": "a: {name: A}\nb: {name: B}\n",
            "work/people/c/person.yaml": "name: C\n",
            "work/projects/erp/project.yaml": "title: ERP\nstatus: active\nphase: idea\ntasks: []\n",
            "work/goals/broken.yaml": "title: [\n",
        }
    )
    assert loaded.files == {"workspace": 1, "lifecycle": 1, "person": 2, "project": 1, "goal": 1}
    assert loaded.counts() == {"workspace": 1, "lifecycle": 1, "person": 3, "project": 1, "goal": 1}


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (
            {
                "work/people.yaml": "ada: {name: Ada}\n",
                "work/people/ada/person.yaml": "name: Ada\n",
            },
            "person",
        ),
        ({ERP: project(extra="tasks: []\n"), PLAN: "tasks: []\n"}, "plan"),
        ({ERP: project(extra="milestones: []\n"), PLAN: "tasks: []\n"}, "plan"),
    ],
)
def test_two_forms_of_one_id(files: Mapping[str, str], kind: str) -> None:
    (fault,) = work(files).found("duplicate-id")
    assert kind in fault.message and fault.related


def test_what_base_and_head_share_is_read_once() -> None:
    files = {
        **ORGANISATION,
        **{
            f"work/projects/p{at}/project.yaml": project(extra=f"priority: {at}\n")
            for at in range(5)
        },
    }
    library = Library()
    base, head = Memory(files), Memory({**files, ERP: project()})
    before, after = load.load(base, "work", library), load.load(head, "work", library)
    assert sum(base.given.values()) == len(files)
    assert sum(head.given.values()) == 1
    assert all(before.projects[id] is after.projects[id] for id in before.projects)


def test_one_content_is_digested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[tuple[bytes, object]] = Counter()
    real = digest.digest

    def spy(content: bytes, order: digest.Order) -> digest.Digest:
        seen[content, order] += 1
        return real(content, order)

    monkeypatch.setattr(digest, "digest", spy)
    files = {f"work/projects/p{at}/project.yaml": project() for at in range(5)}
    library = Library()
    assert len(work(files, library).projects) == 5
    work({**files, ERP: project(), PLAN: "tasks: []\n"}, library)
    assert set(seen.values()) == {1} and len(seen) == 4


def test_one_content_under_two_schemas_is_read_as_both() -> None:
    text = "title: Both\n"
    found = work({"work/trainings/a.yaml": text, ERP: text})
    assert found.trainings["a"].record.title == found.projects["erp"].record.title == "Both"
    library = Library()
    work({"work/trainings/a.yaml": text}, library)
    assert work({ERP: text}, library).projects["erp"].record.title == "Both"


def plain(found: Work) -> object:
    return (
        {(entity.ref, entity.path): (entity.plain(), entity.broken, entity.references) for entity in found.all()},
        found.faults, found.files, found.hashes, found.opaque, found.unnamed, found.broken,
    )  # fmt: skip


def test_over_processes_or_in_one_the_same_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        f"work/projects/p{at}/project.yaml": project(extra=f"priority: {at}\n") for at in range(250)
    }
    files |= {
        f"work/projects/b{at}/project.yaml": f"title: {at}\nstatus: [\n" * (at % 2) + f"end: {at}\n"
        for at in range(250)
    }
    monkeypatch.setattr(digest, "_may_fork", lambda: True)
    forked = work(files)
    monkeypatch.setattr(digest, "_may_fork", lambda: False)
    assert plain(work(files)) == plain(forked)


def test_defaults_where_there_is_no_workspace() -> None:
    found = load.load(Memory({"README.md": "x\n"}), None)
    assert found.settings.rules == {} and list(found.all()) == [] and found.workspace is None


def test_places_below_a_root_at_the_top_of_the_repository() -> None:
    """There the workspace shares the folder with the code: what is not ours is left alone."""
    files = {
        "tracker.yaml": TRACKER,
        "lifecycles/simple.yaml": SIMPLE,
        "src/main.py": "",
        "projects/erp.yaml": "",
    }
    found = load.load(Memory(files), "")
    assert [fault.at.path for fault in found.found("misplaced-file")] == ["projects/erp.yaml"]
