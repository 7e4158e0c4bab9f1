"""What a schema refuses is said in plain words and pruned alone; what is named is found."""

import copy
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given
from mutants import mutants
from shown import GOAL, PROJECT, SHOWN

from tracker.finding import Route
from tracker.model import records
from tracker.model.schema import (
    Misfit,
    RecordRefused,
    collect,
    convert,
    fit,
    pruned,
    references,
    schema_folder,
    without_nulls,
)

GONE = object()


def changed(data: Any, route: Route, value: Any) -> Any:
    """A copy of the data with another value at a route."""
    data = copy.deepcopy(data)
    holder = data
    for step in route[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[route[-1]]
    else:
        holder[route[-1]] = value
    return data


def only(name: str, route: Route, value: Any) -> Misfit:
    (misfit,) = fit(name, changed(SHOWN[name], route, value))
    return misfit


ID = "an id: lower-case letters, digits and single hyphens, up to 63 characters"

MESSAGES: list[tuple[str, Route, Any, str, str | None]] = [
    ("project", ("title",), 12, "found number 12, expected text", 'quote it: "12"'),
    ("project", ("title",), True, "found true, expected text", 'quote it: "true"'),
    ("project", ("title",), "", "the text is empty", "for example `title: Replace the ERP system`"),
    ("project", ("title",), "x" * 203, "the text has 203 characters, at most 200 are allowed",
     "shorten it by 3 characters"),
    ("project", ("title",), "x" * 201, "the text has 201 characters, at most 200 are allowed",
     "shorten it by 1 character"),
    ("project", ("status",), "in-progress",
     "'in-progress' is not one of proposed, active, on-hold, completed, cancelled",
     "did you mean `active`?"),
    ("project", ("status",), "zzz",
     "'zzz' is not one of proposed, active, on-hold, completed, cancelled",
     "choose one of them"),
    ("project", ("status",), "activ",
     "'activ' is not one of proposed, active, on-hold, completed, cancelled",
     "did you mean `active`?"),
    ("project", ("status",), "On_Hold",
     "'On_Hold' is not one of proposed, active, on-hold, completed, cancelled",
     "did you mean `on-hold`?"),
    ("project", ("status",), None,
     "found nothing, expected one of proposed, active, on-hold, completed, cancelled",
     "for example `status: proposed`"),
    ("project", ("phase",), "Big Planning", f"'Big Planning' is not {ID}",
     "did you mean `big-planning`?"),
    ("project", ("start",), "2026-02-30", "'2026-02-30' is not a day of the calendar",
     "that month has 28 days: did you mean `2026-02-28`?"),
    ("project", ("start",), "1.6.2026", "'1.6.2026' is not a date as YYYY-MM-DD",
     "did you mean `2026-06-01`?"),
    ("project", ("start",), "soon", "'soon' is not a date as YYYY-MM-DD",
     "for example `start: 2026-06-01`"),
    ("project", ("start",), 2026, "found number 2026, expected a date as YYYY-MM-DD",
     "for example `start: 2026-06-01`"),
    ("project", ("goals",), "growth", "found text 'growth', expected a list",
     "make it a list: [growth]"),
    ("project", ("goals", 0), None, "found nothing, expected an id",
     "remove it, or write an id"),
    ("project", ("priority",), 1.5, "found number 1.5, expected a whole number",
     "for example `priority: 1`"),
    ("project", ("priority",), "1", "found text '1', expected a whole number",
     "write it without quotes: 1"),
    ("project", ("priority",), -1, "-1 is less than 0, the least that is allowed",
     "write 0 or more"),
    ("project", ("allocations", 0, "percent"), 130,
     "130 is more than 100, the most that is allowed", "write 100 or less"),
    ("project", ("tasks", 1, "effort"), "3 days",
     "'3 days' is not a span such as 4h or 3d, or optimistic, likely and pessimistic spans",
     "did you mean `3d`?"),
    ("project", ("tasks", 1), "map", "found text 'map', expected keys and values",
     "give it keys, such as id, title, status"),
    ("project", ("tasks", 1, "depends_on", 0), 7,
     "found number 7, expected a task, or a task with a type and a lag", 'quote it: "7"'),
    ("project", ("related",), ["a"] * 1001, "the list has 1001 entries, at most 1000 are allowed",
     "keep 1000 of them"),
    ("project", ("imported",), True, "found true, expected keys and values",
     "for example `imported: {date: 2026-07-01, reason: Already under way}`"),
    ("workspace", ("currency",), "eur",
     "'eur' is not a currency code of three capital letters, such as EUR",
     "did you mean `EUR`?"),
    ("workspace", ("rules", "overdue"), "warn", "'warn' is not one of error, warning, note, ignore",
     "did you mean `warning`?"),
    ("person", ("skills", "sap"), 4, "4 is more than 3, the most that is allowed",
     "write 3 or less"),
    ("goal", ("key_results", 0, "target"), "4.70", "found text '4.70', expected a number",
     "write it without quotes: 4.70"),
    ("goals", ("cut-invoice-cost",), None, "found nothing, expected keys and values",
     "give it keys, such as title, owner, period, status"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "route", "value", "message", "hint"), MESSAGES)
def test_a_refused_value_is_said_with_what_was_found_and_expected(
    name: str, route: Route, value: Any, message: str, hint: str | None
) -> None:
    misfit = only(name, route, value)
    assert misfit[:5] == (route, False, message, hint, route)


KEYS: list[tuple[str, Route, str, str]] = [
    ("project", ("stauts",), "`stauts` is not a key of a project", "`status` that is there"),
    ("identity", ("phone",), "`phone` is not a key of an identity", "remove it"),
    ("project", ("tasks", 0, "dedline"), "`dedline` is not a key of an entry of `tasks`",
     "did you mean `deadline`?"),
    ("plan", ("tasks", 0, "due"), "`due` is not a key of an entry of `tasks`", "did you mean `deadline`?"),
    ("goal", ("period", "from"), "`from` is not a key of `period`", "remove it"),
    ("goals", ("cut-invoice-cost", "descr"), "`descr` is not a key of a goal", "remove it"),
    ("goals", ("Cut Cost",), f"'Cut Cost' is not {ID}", "did you mean `cut-cost`?"),
    ("person", ("hours", "mond"), "'mond' is not one of mon, tue, wed, thu, fri, sat, sun",
     "did you mean `mon`?"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "route", "message", "hint"), KEYS)
def test_a_wrong_key_is_pointed_at_itself(name: str, route: Route, message: str, hint: str) -> None:
    misfit = only(name, route, GOAL if name == "goals" and len(route) == 1 else 1)
    assert (misfit.route, misfit.key, misfit.message) == (route, True, message)
    assert hint in (misfit.hint or "")
    assert misfit.prune == route


def test_an_unknown_key_is_matched_with_keys_that_are_not_there_yet() -> None:
    misfits = fit("project", {"title": "A", "stauts": "active", "phase": "idea"})
    assert {(m.route, m.message, m.hint) for m in misfits} == {
        (("stauts",), "`stauts` is not a key of a project", "did you mean `status`?"),
    }
    assert {m.meant for m in misfits} == {("status",)}, "its value is unknown, not absent"
    misfits = fit("project", {"title": "A", "zzz": "active", "phase": "idea"})
    assert "`status` is missing: a project needs it" in {m.message for m in misfits}


def test_a_missing_key_points_at_its_parent_and_is_known_as_broken() -> None:
    misfit = only("project", ("tasks", 0, "title"), GONE)
    assert misfit.route == ("tasks", 0)
    assert misfit.prune == ("tasks", 0, "title")
    assert misfit.message == "`title` is missing: an entry of `tasks` needs it"
    assert misfit.hint == "add `title:`"


@pytest.mark.parametrize("data", [None, [], "text", 3, True])
def test_a_document_that_holds_no_mapping_is_pruned_to_an_empty_one(data: Any) -> None:
    (misfit,) = fit("plan", data)
    assert misfit.route == misfit.prune == ()
    assert misfit.message.endswith("expected keys and values")
    assert pruned(data, [misfit]) == {}


def test_a_long_value_is_shown_shortened() -> None:
    misfit = only("project", ("phase",), "X" * 5000)
    assert len(misfit.message) < 200


def test_broken_fields_are_broken_alone() -> None:
    data = changed(PROJECT, ("status",), "activ")
    data["stauts"] = 1
    data["goals"] = ["growth", "Bad Id", "cost"]
    data["tasks"][0]["status"] = "nope"
    data["tasks"].insert(1, "not a task")
    before = copy.deepcopy(data)
    rest = pruned(data, fit("project", data))
    assert data == before
    assert not {"status", "stauts"} & set(rest)
    assert rest["goals"] == ["growth", "cost"]
    # The neighbours of a refused entry keep their places.
    assert [task.get("id") for task in rest["tasks"]] == [
        "interview-finance", None, "map-accounts", "wait"
    ]  # fmt: skip
    record = convert(records.Project, rest)
    assert record.status is None
    assert record.tasks[0].status is None
    assert record.tasks[0].title == "Interview the finance team"


def test_an_entry_of_a_collection_that_holds_nothing_is_still_there() -> None:
    data = {"growth": None, "cost": GOAL}
    assert pruned(data, fit("goals", data)) == {"growth": {}, "cost": GOAL}


def test_keys_that_look_like_numbers_are_told_apart() -> None:
    rules = {"0": False, "7": "error", "007": "bad", "+7": "note", "42": "bad", "042": "bad"}
    data = SHOWN["workspace"] | {"rules": rules}
    misfits = fit("workspace", data)
    assert {misfit.route for misfit in misfits if not misfit.key} == {
        ("rules", key) for key in ("0", "007", "42", "042")
    }
    assert {misfit.route for misfit in misfits if misfit.key} == {("rules", "+7")}
    assert pruned(data, misfits)["rules"] == {"7": "error"}


def test_pruning_what_lies_in_one_another_takes_the_outer() -> None:
    prunes: list[Route] = [("a", 0, "x"), ("a",), ("a", 1), ("b", 9)]
    misfits = [Misfit(route, False, "", None, route) for route in prunes]
    assert pruned({"a": [{"x": 1}, 2], "b": [1]}, misfits) == {"b": [1]}
    assert pruned({"a": [{"x": 1}, 2], "b": [1]}, reversed(misfits)) == {"b": [1]}


@given(mutants())
def test_every_misfit_says_where_what_and_why(mutant: tuple[str, Any]) -> None:
    name, data = mutant
    for misfit in fit(name, data):
        assert 5 < len(misfit.message) < 300
        assert misfit.hint is None or len(misfit.hint) < 300
        place: Any = data
        for step in misfit.route:
            place = place[step]


def test_a_record_that_refuses_what_its_schema_accepts_is_our_bug() -> None:
    with pytest.raises(RecordRefused, match=r"Goal refuses: .*\$\.weight.* bug in Tracker"):
        convert(records.Goal, {"weight": "heavy"})


def test_an_empty_key_is_an_absent_one() -> None:
    empty = dict.fromkeys(PROJECT) | {"title": "A", "status": "active", "phase": "idea"}
    assert fit("project", empty) == ()
    assert msgspec.to_builtins(convert(records.Project, empty)) == {
        "title": "A", "status": "active", "phase": "idea"
    }  # fmt: skip


def test_what_a_criterion_requires_is_kept_word_for_word() -> None:
    requires = {"properties": {"project": {"properties": {"end": {"const": None}}}}}
    data = {"phases": [{"id": "a", "gate": {"criteria": [{"requires": requires}], "title": None}}]}
    gate = without_nulls(data)["phases"][0]["gate"]
    assert gate == {"criteria": [{"requires": requires}]}
    phase = convert(records.Lifecycle, data | {"final": None}).phases[0]
    assert phase.gate
    assert phase.gate.criteria[0].requires == requires


def test_a_whole_number_may_be_written_with_a_point() -> None:
    data = {"title": "A", "status": "active", "phase": "idea", "priority": 3.0}
    assert fit("project", data) == ()
    assert convert(records.Project, data).priority == 3


def test_an_empty_list_of_final_phases_is_left_to_the_law() -> None:
    assert fit("lifecycle", changed(SHOWN["lifecycle"], ("final",), [])) == ()


OPTIONAL = {("key_results",), ("deliverables",), ("milestones",), ("tasks",)}
REQUIRED: dict[str, dict[str, Any]] = {
    "workspace": {"title": "A", "currency": "EUR", "calendar": {}},
    "lifecycle": {"title": "A", "start": "any", "final": [], "phases": [{"id": "a"}]},
    "goal": {"title": "A", "owner": "me", "period": {"start": "2026-01-01"}, "status": "active",
             "key_results": [{"id": "a", "title": "A", "baseline": 0, "target": 1}]},
    "project": {"title": "A", "status": "active", "phase": "a"},
    "plan": {"deliverables": [{"id": "a", "title": "A", "due": "2026-01-01"}],
             "milestones": [{"id": "a", "title": "A", "due": "2026-01-01"}],
             "tasks": [{"id": "a", "title": "A", "status": "todo"}]},
    "closure": {},
    "process": {"title": "A", "status": "active", "steps": [{"id": "a", "title": "A"}]},
    "person": {"name": "A"},
    "identity": {"emails": []},
    "team": {"title": "A", "kind": "team"},
    "role": {"title": "A", "work": "builder"},
    "training": {"title": "A"},
}  # fmt: skip


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_required_and_nothing_else(name: str) -> None:
    data = REQUIRED[name]
    assert fit(name, data) == ()
    for route in routes(data):
        if isinstance(route[-1], str) and route not in OPTIONAL:
            assert [misfit.prune for misfit in fit(name, changed(data, route, GONE))] == [route]


def routes(data: Any, route: Route = ()) -> list[Route]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(data, dict):
        pairs = list(data.items())
    elif isinstance(data, list):
        pairs = list(enumerate(data))
    return [(*route, key) for key, _ in pairs] + [
        deeper for key, item in pairs for deeper in routes(item, (*route, key))
    ]


def test_adopted_data_needs_a_title_and_a_phase_and_names_people_as_it_likes() -> None:
    data = {"title": "A", "phase": "alpha", "manager": "@somebody", "related": ["/keps/a b"]}
    assert fit("project", data, adopted=True) == ()
    assert len(fit("project", data)) == 2
    (misfit,) = fit("project", {"title": "A", "start": None}, adopted=True)
    assert misfit.message == "`phase` is missing: a project needs it"
    (misfit,) = fit("project", data | {"start": "2020"}, adopted=True)
    assert misfit.message == "'2020' is not a date as YYYY-MM-DD"


def test_references_are_collected_with_their_kinds_and_places() -> None:
    found = collect(references("project"), PROJECT)
    assert ("goal", "run-finance-on-one-system", ("goals", 0)) in found
    assert ("person|team", "erp-core", ("raci", 0, "responsible", 0)) in found
    assert ("task", "interview-finance", ("tasks", 1, "depends_on", 0)) in found
    assert ("task", "project/data-clean-up/ledger", ("tasks", 1, "depends_on", 1, "task")) in found
    assert ("phase", "planning", ("phase",)) in found
    assert ("any", "docs/erp.md", ("related", 1)) in found
    assert len(found) == 25


def test_references_are_found_in_collections_and_not_in_what_is_broken() -> None:
    data = {"cost": GOAL, "growth": {"owner": "Bad Id", "parent": "cost", "period": 3}}
    prunes = {misfit.prune for misfit in fit("goals", data)}
    found = collect(references("goals"), data, prunes)
    assert ("goal", "cost", ("growth", "parent")) in found
    assert ("person", "finance-director", ("cost", "owner")) in found
    assert ("person", "Bad Id", ("growth", "owner")) not in found


@given(mutants())
def test_collecting_takes_data_of_any_shape(mutant: tuple[str, Any]) -> None:
    name, data = mutant
    for kind, value, route in collect(references(name), data):
        place: Any = data
        for step in route:
            place = place[step]
        assert (place, bool(kind)) == (value, True)


def test_data_at_the_limits_of_the_reader_is_judged() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"a": [deep]}
    for name in SHOWN:
        misfits = fit(name, {"title": deep, "goals": deep})
        assert pruned({"title": deep}, misfits) is not None
    wide = {"title": "A", "status": "active", "phase": "a", "tasks": [{"x": 1}] * 10_001}
    assert len(fit("project", wide)) == 10_001 * 4 + 1


def test_schemas_lie_beside_the_package_or_in_it() -> None:
    assert (schema_folder() / "goal.schema.json").is_file()


def test_nothing_slow_is_imported() -> None:
    code = "import sys, tracker.model.schema; print('jsonschema' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
