"""Who is who across two revisions, and what differs: the spine of all that speaks of change."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from gitrepo import Repo
from hypothesis import given
from hypothesis import strategies as st
from memory import ERP, ORGANISATION, PLAN, SIMPLE, TRACKER, project, work

from tracker.law.change import Change, changes
from tracker.model.load import Library, load
from tracker.source.git import Repository
from tracker.source.snapshot import Revision

Files = Mapping[str, str]


def path(id: str) -> str:
    return f"work/projects/{id}/project.yaml"


def between(before: Files, after: Files) -> tuple[Change, ...]:
    library = Library()
    return changes(work(before, library), work(after, library))


def told(found: tuple[Change, ...]) -> list[str]:
    """`kind/id`, with `+`, `-` or the id that it was renamed from."""
    signs = [
        "+" if change.is_new else "-" if change.is_removed else f"{change.renamed_from or ''}>"
        for change in found
    ]
    return [f"{sign}{change.ref}" for sign, change in zip(signs, found, strict=True)]


def fields(change: Change) -> dict[str, tuple[object, object]]:
    return {field.name: (field.before, field.after) for field in change.fields}


def test_nothing_changed() -> None:
    assert between({ERP: project()}, {ERP: project()}) == ()
    assert (
        between({ERP: project()}, {ERP: "# said\n" + project().replace("active", "'active'")}) == ()
    )


def test_new_and_gone() -> None:
    found = between({path("a"): project()}, {path("b"): project()})
    assert told(found) == ["-project/a", "+project/b"]
    assert all(change.fields == () and change.moves == () for change in found)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": ""}, {"b": "[a]"}, ["a>project/b"]),
        ({"a": ""}, {"b": "[a]", "c": "[a]"}, ["-project/a", "+project/b", "+project/c"]),
        ({"a": "", "b": ""}, {"c": "[a, b]"}, ["-project/a", "-project/b", "+project/c"]),
        ({"a": ""}, {"a": "", "b": "[a]"}, ["+project/b"]),
        ({"a": "", "b": ""}, {"a": "[b]", "b": "[a]"}, [">project/a", ">project/b"]),
        ({"a": "", "b": ""}, {"b": "[a]"}, ["-project/a", ">project/b"]),
        ({"a": "", "b": "[x]"}, {"b": "[x]", "c": "[x, a]"}, ["a>project/c"]),
        ({"a": ""}, {"b": "[zzz]"}, ["-project/a", "+project/b"]),
    ],
    ids=[
        "renamed", "two claims on one", "one claim on two", "the old one lives", "swapped", "claimed by a living one",
        "an older name as well", "never known",
    ],
)  # fmt: skip
def test_formerly(before: dict[str, str], after: dict[str, str], expected: list[str]) -> None:
    sides = [
        {
            path(id): project(extra=f"formerly: {said}\n" if said else "")
            for id, said in side.items()
        }
        for side in (before, after)
    ]
    assert told(between(*sides)) == expected


def test_a_renamed_project_takes_its_parts_with_it() -> None:
    plan = "tasks: [{id: a, title: A, status: todo}]\n"
    closure = "outcome: achieved\n"
    old = {
        path("a"): project(),
        "work/projects/a/plan.yaml": plan,
        "work/projects/a/closure.yaml": closure,
    }
    new = {
        path("b"): project("doing", extra="formerly: [a]\n"),
        "work/projects/b/plan.yaml": plan.replace("todo", "done"),
        "work/projects/b/closure.yaml": closure,
    }
    found = between(old, new)
    assert told(found) == ["a>project/b", "a>plan/b", "a>closure/b"]
    assert [(move.before, move.after) for move in found[0].moves] == [("idea", "doing")]
    assert fields(found[1]) == {"tasks[0].status": ("todo", "done")}


def test_deleted_and_recreated_under_the_same_id_is_the_same() -> None:
    found = between({ERP: project("idea")}, {ERP: "title: Other\nstatus: active\nphase: done\n"})
    assert told(found) == [">project/erp"]
    assert [(move.before, move.after) for move in found[0].moves] == [("idea", "done")]


def test_a_file_that_only_moved_gives_nothing() -> None:
    goal = "title: Cut\nowner: ada\nperiod: {start: 2026-01-01}\nstatus: active\n"
    entry = "cut: {title: Cut, owner: ada, period: {start: 2026-01-01}, status: active}\n"
    assert between({"work/goals.yaml": entry}, {"work/goals/cut.yaml": goal}) == ()
    assert between({"work/goals/cut.yaml": goal}, {"work/goals.yaml": entry}) == ()
    tasks = "tasks: [{id: a, title: A, status: todo}]\n"
    inline, apart = {ERP: project(extra=tasks)}, {ERP: project(), PLAN: tasks}
    assert [change.kind for change in between(inline, apart)] == ["project"]  # its own keys went
    assert [change.kind for change in between(apart, inline)] == ["project"]


ADOPT = (
    "adopt:\n  - {kind: project, files: ['keps/**/kep.yaml'], match: number,"
    " fields: {title: title, phase: status}}\n"
)


def keps(**files: str) -> Files:
    said = {f"keps/{name}/kep.yaml": f"title: K\nstatus: {text}\n" for name, text in files.items()}
    return {"work/tracker.yaml": TRACKER + ADOPT, **said}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "idea\nnumber: 1"}, {"b": "doing\nnumber: 1"}, ["a>project/b"]),
        ({"a": "idea\nnumber: 1"}, {"b": "idea\nnumber: 1"}, ["a>project/b"]),
        ({"a": "idea\nnumber: 1"}, {"b": "doing\nnumber: 2"}, ["-project/a", "+project/b"]),
        ({"a": "idea\nnumber: 1"}, {"a": "doing\nnumber: 2"}, [">project/a"]),
        ({"a": "idea\nnumber: 1", "b": "idea\nnumber: 1"}, {"a": "doing\nnumber: 1", "b": "idea\nnumber: 1"},
         [">project/a"]),
        ({"a": "idea\nnumber: 1", "b": "doing\nnumber: 2"}, {"a": "doing\nnumber: 2", "b": "idea\nnumber: 1"},
         [">project/a", ">project/b"]),
        ({"a": "idea\nnumber: 1"}, {"a": "doing\nnumber: 9", "b": "idea\nnumber: 1"}, [">project/a", "+project/b"]),
        ({"a": "idea\nnumber: 1", "b": "idea\nnumber: 2"}, {"a": "doing\nnumber: 2"}, ["b>project/a", "-project/a"]),
        ({"a": "idea"}, {"a": "doing"}, [">project/a"]),
        ({"a": "idea"}, {"b": "idea"}, ["-project/a", "+project/b"]),
    ],
    ids=["moved", "only moved", "moved under another number", "another number", "doubled", "swapped",
         "claimed by another", "moved to another's place", "no number", "moved without a number"],
)  # fmt: skip
def test_match(before: dict[str, str], after: dict[str, str], expected: list[str]) -> None:
    assert told(between(keps(**before), keps(**after))) == expected


def test_an_adopted_file_without_a_match_is_known_by_its_path() -> None:
    rule = ADOPT.replace("match: number", "id: '{field:name}'")
    sides = [
        {
            "work/tracker.yaml": TRACKER + rule,
            "keps/a/kep.yaml": f"name: {name}\ntitle: K\nstatus: idea\n",
        }
        for name in ("one", "two")
    ]
    assert told(between(*sides)) == ["one>project/two"]


def test_fields_and_their_routes() -> None:
    before = project(
        extra="goals: [a]\nbudget: {lines: [{id: x, planned: 1}, {id: y, planned: 2}]}\nsummary: Old\n"
    )
    after = project(
        "doing",
        extra="goals: [a, b]\nbudget: {lines: [{id: z}, {id: y, planned: 3}]}\npriority: 1\n",
    )
    (change,) = between({ERP: before}, {ERP: after})
    assert fields(change) == {
        "phase": ("idea", "doing"),
        "goals": (["a"], ["a", "b"]),
        "budget.lines[0]": (None, {"id": "z"}),
        "budget.lines[1].planned": (2, 3),
        "summary": ("Old", None),
        "priority": (None, 1),
    } | {"budget.lines[0]": fields(change)["budget.lines[0]"]}
    assert ("budget", "lines", 0) in [
        field.route for field in change.fields if field.before == {"id": "x", "planned": 1}
    ]


def test_the_order_of_items_is_a_difference() -> None:
    """A lifecycle lives by the order of its phases."""
    moved = SIMPLE.replace("{id: idea}, {id: doing}", "{id: doing}, {id: idea}")
    (change,) = between({}, {"work/lifecycles/simple.yaml": moved})
    assert fields(change) == {"phases": (["idea", "doing", "done"], ["doing", "idea", "done"])}


def test_one_and_true_differ_however_deep() -> None:
    """To Python they are equal; to a criterion they are not."""
    gate = "phases: [{id: idea, gate: {criteria: [{id: a, text: A, requires: {allOf: [{const: %s}]}}]}}, "
    sides = [
        {"work/lifecycles/simple.yaml": SIMPLE.replace("phases: [{id: idea}, ", gate % one)}
        for one in ("1", "true")
    ]
    assert len(between(*sides)) == 1


def test_ids_that_are_no_text_are_no_crash() -> None:
    gate = "phases: [{id: idea, gate: {criteria: [{id: a, text: A, requires: {allOf: [{id: [%s]}]}}]}}, "
    sides = [
        {"work/lifecycles/simple.yaml": SIMPLE.replace("phases: [{id: idea}, ", gate % one)}
        for one in ("1", "2")
    ]
    assert len(between(*sides)) == 1


def test_moves_of_every_state() -> None:
    goal = "title: Cut\nowner: ada\nperiod: {start: 2026-01-01}\nstatus: %s\n"
    process = "title: Pay\nstatus: %s\nsteps: []\n"
    plan = "deliverables:\n  - {id: a, title: A, due: 2026-12-01%s}\n"
    sides = [
        {ERP: project(phase, status), "work/goals/cut.yaml": goal % of_goal,
         "work/processes/pay/process.yaml": process % of_process, PLAN: plan % acceptance}
        for phase, status, of_goal, of_process, acceptance in (
            ("idea", "proposed", "proposed", "draft", ""),
            ("doing", "active", "active", "active", ", acceptance: {status: accepted}"),
        )
    ]  # fmt: skip
    moves = [
        (move.machine, move.subject, move.before, move.after)
        for one in between(*sides)
        for move in one.moves
    ]
    assert moves == [
        ("goal", "goal/cut", "proposed", "active"),
        ("phase", "project/erp", "idea", "doing"),
        ("project", "project/erp", "proposed", "active"),
        ("deliverable", "project/erp/a", "pending", "accepted"),
        ("process", "process/pay", "draft", "active"),
    ]
    back = [
        (move.subject, move.before, move.after)
        for one in between(*sides[::-1])
        for move in one.moves
    ]
    assert ("project/erp/a", "accepted", "pending") in back


def test_a_broken_field_did_not_change() -> None:
    (change,) = between(
        {ERP: project(extra="end: 2026-11-30\n")}, {ERP: project("doing", extra="end: soon\n")}
    )
    assert fields(change) == {"phase": ("idea", "doing")}
    assert (
        between({ERP: project(extra="end: 2026-11-30\n")}, {ERP: project(extra="end: soon\n")})
        == ()
    )


def test_a_plan_in_a_project_that_cannot_be_read_is_not_gone() -> None:
    whole = {ERP: project() + "tasks: [{id: a, title: A, status: todo}]\n"}
    broken = {ERP: "title: 'x\n"}
    assert "plan" in work(whole).entities
    assert "-plan/erp" not in told(between(whole, broken))
    assert "+plan/erp" not in told(between(broken, whole))


@pytest.mark.parametrize("sides", [(project(), "title: ["), ("title: [", project())])
def test_unreadable_on_one_side(sides: tuple[str, str]) -> None:
    (change,) = between({ERP: sides[0]}, {ERP: sides[1]})
    assert (change.is_new, change.is_removed, change.fields, change.moves) == (False, False, (), ())
    assert between({ERP: sides[0]}, {ERP: sides[0]}) == ()


def test_a_collection_that_cannot_be_read_loses_and_brings_nothing() -> None:
    goals = {
        "work/goals.yaml": "cut: {title: Cut, owner: ada, period: {start: 2026-01-01}, status: active}\n"
    }
    broken = {"work/goals.yaml": "cut: {\n"}
    assert between(goals, broken) == ()
    assert between(broken, goals) == ()


def test_one_unnamed_file_excuses_no_other() -> None:
    """The id of an adopted file may stand in it; that it cannot be read says nothing of others."""
    rule = ADOPT.replace("match: number", "id: '{field:name}'")
    settings = {"work/tracker.yaml": TRACKER + rule}
    bad = {**settings, "keps/bad/kep.yaml": "name: [\n"}
    one = "name: one\ntitle: K\nstatus: idea\n"
    assert told(between(bad, {**bad, "keps/one/kep.yaml": one})) == ["+project/one"]
    assert told(between({**bad, "keps/one/kep.yaml": one}, bad)) == ["-project/one"]
    assert told(between(bad, {**settings, "keps/bad/kep.yaml": one})) == []


def test_authors_on_both_sides_of_a_merge(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    text = project(
        extra="start: 2026-06-01\nend: 2026-12-31\npriority: 1\nsummary: What changes and why\n"
    )
    repo.write({**ORGANISATION, ERP: text})
    base = repo.commit("start")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write({ERP: text.replace("priority: 1", "priority: 2")})
    repo.commit("side\n\nCo-authored-by: Cora <cora@example.org>", author="Sid <sid@example.org>")
    repo.git("checkout", "--quiet", "main")
    repo.write(
        {
            "work/goals.yaml": "cut: {title: Cut, owner: ada, period: {start: 2026-01-01}, status: active}\n"
        }
    )
    repo.commit("elsewhere", author="Eve <eve@example.org>")
    repo.move(ERP, path("new-erp"))
    repo.write({path("new-erp"): "formerly: [erp]\n" + text})
    repo.commit("main", author="Mia <mia@example.org>")
    repo.merge("side", author="Max <max@example.org>")
    head = repo.git("rev-parse", "HEAD")
    repository = Repository.find(repo.path)
    assert repository is not None
    library = Library()
    before, after = (load(Revision(repository, commit), "work", library) for commit in (base, head))
    found = {one.ref: one for one in changes(before, after, repository.log(base, head))}
    change = found["project/new-erp"]
    assert change.renamed_from == "erp"
    assert fields(change) == {"formerly": (None, ["erp"]), "priority": (1, 2)}
    assert {"sid@example.org", "cora@example.org", "mia@example.org"} <= set(change.authors)
    assert "eve@example.org" not in change.authors
    assert found["goal/cut"].authors == ("eve@example.org",)


IDS = st.sampled_from(["a", "b", "c"])
PROJECTS = st.dictionaries(
    IDS,
    st.tuples(
        st.sampled_from(["idea", "doing", "done", "[]"]),
        st.sampled_from(["active", "on-hold"]),
        st.lists(IDS, max_size=2),
        st.lists(st.sampled_from(["x", "y", "z"]), max_size=3),
    ),
)
WORKS = PROJECTS.map(
    lambda projects: {
        path(id): project(
            phase, status, f"formerly: {formerly}\n".replace("'", "")
            + f"tasks: [{', '.join(f'{{id: {task}, title: T, status: todo}}' for task in tasks)}]\n"
        )
        for id, (phase, status, formerly, tasks) in projects.items()
    }
)  # fmt: skip


@given(WORKS)
def test_nothing_differs_from_itself(files: Files) -> None:
    assert between(files, files) == ()
    assert changes(work(files), work(files)) == ()


@given(WORKS, WORKS)
def test_changes_mirror_each_other(before: Files, after: Files) -> None:
    """Both ways the same things changed, unless one way says `formerly` of what the other way lost."""
    there, back = between(before, after), between(after, before)
    renamed = any(change.renamed_from for change in (*there, *back))
    if renamed:
        return
    assert [(one.ref, one.is_new, one.is_removed) for one in there] == [
        (one.ref, one.is_removed, one.is_new) for one in back
    ]
    for one, other in zip(there, back, strict=True):
        mirrored = {tuple(map(repr, (field.after, field.before))) for field in other.fields}
        assert {tuple(map(repr, (field.before, field.after))) for field in one.fields} == mirrored
        assert [(move.before, move.after) for move in one.moves] == [
            (move.after, move.before) for move in other.moves
        ]


@given(WORKS, WORKS)
def test_every_entity_has_one_change_at_most(before: Files, after: Files) -> None:
    found = between(before, after)
    heads = [(one.kind, one.after.id) for one in found if one.after is not None]
    bases = [(one.kind, one.before.id) for one in found if one.before is not None]
    assert len(set(heads)) == len(heads) and len(set(bases)) == len(bases)
