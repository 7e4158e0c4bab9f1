"""Criteria are read strictly: nothing passes because it is absent, and no mistake is silent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import ERP, PLAN, project, work

from tracker.finding import Place, Spot
from tracker.law.criteria import View, failures
from tracker.law.subset import KEYWORDS, faults

PLAIN = {
    "const": 1,
    "enum": [1],
    "minItems": 1,
    "maxItems": 1,
    "minimum": 1,
    "maximum": 1,
    "minLength": 1,
}
NESTED = {
    "items": {"const": 1},
    "contains": {"const": 1},
    "allOf": [{"const": 1}],
    "anyOf": [{"const": 1}],
}
DEMANDS = {**PLAIN, **NESTED, "properties": {"id": {}}, "required": ["id"]}


def of_project(schema: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {"project": schema}}


def messages(requires: dict[str, Any], data: dict[str, Any]) -> list[str]:
    return [failure.message for failure in failures(requires, data)]


@pytest.mark.parametrize("keyword", DEMANDS)
@pytest.mark.parametrize("data", [{}, {"project": {}}, {"project": {"x": None}}, {"project": None}])
def test_nothing_passes_because_it_is_absent(keyword: str, data: dict[str, Any]) -> None:
    assert messages(of_project({"properties": {"x": {keyword: DEMANDS[keyword]}}}), data)


@pytest.mark.parametrize("data", [{}, {"closure": {}}, {"closure": None}])
def test_an_empty_part_is_an_absent_one(data: dict[str, Any]) -> None:
    assert messages({"required": ["closure"]}, data) == ["the closure is missing"]
    assert messages({"properties": {"closure": {}}}, data) == ["the closure is missing"]


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"const": 1}, [1, 1.0], [0, "1", True, [], {}]),
        ({"const": True}, [True], [1, "true", False]),
        ({"const": "a"}, ["a"], ["b", 1, ["a"]]),
        ({"enum": [1, "b"]}, [1, "b"], [2, True, "a"]),
        ({"minItems": 1}, [[1], [None]], [[], "text", {"a": 1}, 5]),
        ({"maxItems": 1}, [[], [1]], [[1, 2], "t", 0]),
        ({"minimum": 2}, [2, 2.5], [1, "3", True, [3]]),
        ({"maximum": 2}, [2, -1], [3, "1", False]),
        ({"minLength": 2}, ["ab"], ["a", " a ", "", 22, ["a", "b"]]),
        ({"items": {"minimum": 1}}, [[1, 2]], [[], [0], [1, 0], [None], "text", {"a": 1}]),
        ({"contains": {"const": 1}}, [[1], [0, 1]], [[], [0], "1", {"a": 1}]),
        ({"required": ["a"]}, [{"a": 0}, {"a": False}], [{}, {"b": 1}, {"a": None}, [], "a"]),
        ({"properties": {"a": {"const": 1}}}, [{"a": 1, "b": 2}], [{"a": 2}, {}, ["a"], "a"]),
        ({"allOf": [{"minimum": 1}, {"maximum": 3}]}, [2], [0, 4]),
        ({"anyOf": [{"const": 1}, {"const": 3}]}, [1, 3], [2]),
        ({}, [0, "", False, [], {}], [None]),
    ],
)  # fmt: skip
def test_each_keyword(schema: dict[str, Any], good: list[Any], bad: list[Any]) -> None:
    requires = of_project({"properties": {"x": schema}})
    for value in good:
        assert messages(requires, {"project": {"x": value}}) == [], value
    for value in bad:
        assert messages(requires, {"project": {"x": value}}), value


def test_every_failure_is_reported_where_it_is() -> None:
    requires = {
        "properties": {
            "plan": {"properties": {"tasks": {"items": {"required": ["effort", "status"]}}}}
        }
    }
    found = list(failures(requires, {"plan": {"tasks": [{"effort": 1}, {"status": 1}]}}))
    assert [failure.route for failure in found] == [
        ("plan", "tasks", 0, "status"),
        ("plan", "tasks", 1, "effort"),
    ]


@pytest.mark.parametrize(
    ("requires", "routes"),
    [
        ({}, [()]),
        ([], [()]),
        ({"properties": {}}, [("properties",)]),
        ({"required": []}, [("required",)]),
        ({"anyOf": [{"required": ["plan"]}, {}]}, [("anyOf", 1)]),
        ({"allOf": []}, [("allOf",)]),
        ({"properties": {"project": {}}}, [("properties", "project")]),
        ({"properties": {"facts": {}}}, [("properties", "facts")]),
        ({"properties": {"closure": {}}}, []),
        ({"properties": {"projct": {"properties": {"x": {"properties": {"y": {}}}}}}}, [("properties", "projct")]),
        ({"items": {"properties": {"x": {}}}}, [("items", "properties", "x")]),
        ({"contains": {"required": ["x"]}}, [("contains", "required", 0)]),
        (of_project({"required": ["gaols", 5, ["x"]]}),
         [("properties", "project", "required", at) for at in range(3)]),
        (of_project({"$ref": "https://example.org"}), [("properties", "project", "$ref")]),
        (of_project({"properties": {"goals": {"minItems": True}}}),
         [("properties", "project", "properties", "goals", "minItems")]),
        (of_project({"properties": {"title": {"const": None}}}),
         [("properties", "project", "properties", "title", "const")]),
        ({"properties": {"facts": {"required": ["overdue_milestones"]}}}, [("properties", "facts", "required", 0)]),
    ],
)  # fmt: skip
def test_faults(requires: Any, routes: list[tuple[str | int, ...]]) -> None:
    found = list(faults(requires))
    assert [fault.route for fault in found] == routes
    assert all(fault.message and fault.hint for fault in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*DEMANDS, *"project plan facts goals tasks id *".split()]), inner, max_size=3),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_no_criterion_makes_us_crash(requires: Any) -> None:
    assert all(fault.message and fault.hint for fault in faults(requires))


# Together they use every keyword, at places where anything may stand.
SOUND: list[dict[str, Any]] = [
    {"required": ["project"]},
    {"properties": {"project": {"required": ["title"], "properties": {"title": {"minLength": 3}}}}},
    {"properties": {"project": {"properties": {"priority": {"minimum": 1, "maximum": 3}}}}},
    {"properties": {"project": {"properties": {"status": {"enum": ["active", "on-hold"]}}}}},
    {"properties": {"plan": {"properties": {"tasks": {"minItems": 1, "maxItems": 9}}}}},
    {"properties": {"plan": {"properties": {"tasks": {"items": {"required": ["id"]}}}}}},
    {"properties": {"plan": {"properties": {"tasks": {"contains": {"required": ["id"]}}}}}},
    {"anyOf": [{"required": ["plan"]}, {"allOf": [{"required": ["closure"]}]}]},
    {"properties": {"facts": {"properties": {"open_tasks": {"const": 0}}}}},
]


def keywords_of(schema: Any) -> set[str]:
    inner = (
        schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    )
    own = set(schema) & set(KEYWORDS) if isinstance(schema, dict) else set()
    return own.union(*map(keywords_of, inner))


def test_the_sound_criteria_are_sound_and_use_every_keyword() -> None:
    assert not [fault for requires in SOUND for fault in faults(requires)]
    assert keywords_of(SOUND) == set(KEYWORDS)


@given(st.sampled_from(SOUND), JSON)
def test_no_data_makes_a_sound_criterion_crash(requires: Any, data: Any) -> None:
    """Whatever the data holds, every reason is said."""
    assert all(failure.message for failure in failures(requires, data))


@pytest.mark.parametrize("requires", SOUND, ids=str)
def test_nothing_meets_no_criterion(requires: Any) -> None:
    assert list(failures(requires, {}))


def test_a_fact_points_at_what_it_counted() -> None:
    tasks = "tasks:\n  - {id: a, title: A, status: done}\n  - {id: b, title: B, status: todo}\n"
    view = View(work({ERP: project(), PLAN: tasks}), "erp")
    move = Spot(ERP, ("phase",))

    def places(*route: str | int) -> list[Place]:
        return view.places(route, move)

    assert places("facts", "open_tasks") == [Spot(PLAN, ("tasks", 1))]
    assert places("plan", "tasks", 0, "effort") == [Spot(PLAN, ("tasks", 0, "effort"))]
    assert places("project", "goals") == [Spot(ERP, ("goals",), instead=move)]
    assert places("closure", "lessons") == places("facts") == places() == [move]


@pytest.mark.parametrize("plan", ["tasks: [", "tasks: 5\n", "deliverables: text\n", "- a\n"])
def test_of_a_plan_that_cannot_be_read_there_are_no_facts(plan: str) -> None:
    data = View(work({ERP: project(), PLAN: plan}), "erp").data()
    assert data["facts"] == {}
    requires = {"properties": {"facts": {"properties": {"open_tasks": {"const": 0}}}}}
    assert messages(requires, dict(data)) == ["the facts are not known, as the plan cannot be read"]


def test_nulls_and_broken_parts_are_absent() -> None:
    data = View(
        work({ERP: project(extra="goals: null\npriority: high\nsummary: Text\n")}), "erp"
    ).data()
    assert set(data["project"]) == {"title", "status", "phase", "summary"}
    assert data["plan"] == data["closure"] == {}
