"""Every check is told, proven, and as grave as the formats say; every kind is whole."""

import inspect
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from msgspec import structs

from tracker.law.check import Check, checks
from tracker.law.lifecycle import MACHINES
from tracker.model.catalogue import member, schema_folder
from tracker.model.digest import ENTRIES
from tracker.model.kinds import KINDS, Kind
from tracker.model.records import Record

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"

# The table of the formats: rule, severity, and whether a base is needed. What is not in it is told
# by its cases alone, so that a new rule needs no line here.
TABLE = {
    "syntax": ("error", False),
    "schema": ("error", False),
    "unreadable-file": ("error", False),
    "misplaced-file": ("error", False),
    "unknown-reference": ("error", False),
    "duplicate-id": ("error", False),
    "ambiguous-scalar": ("warning", False),
    "dependency-cycle": ("error", False),
    "dates-order": ("error", False),
    "dates-outside": ("warning", False),
    "unknown-phase": ("error", False),
    "lifecycle-fault": ("error", False),
    "project-without-goal": ("warning", False),
    "process-without-goal": ("warning", False),
    "process-steps": ("error", False),
    "phase-transition": ("error", True),
    "status-transition": ("error", True),
    "new-not-at-start": ("error", True),
    "removed-while-active": ("error", True),
    "lifecycle-change": ("error", True),
    "gate-criteria": ("error", True),
    "gate-review": ("error", True),
    "gate-record": ("error", True),
    "approval-missing": ("error", True),
    "approval-not-entitled": ("error", True),
    "approval-not-distinct": ("error", True),
    "approval-stale": ("error", True),
    "approval-unproven": ("error", True),
    "author-unverified": ("warning", True),
    "baseline-moved": ("error", True),
    "not-accepted": ("error", True),
    "closure-missing": ("error", True),
    "run-record": ("error", True),
    "process-version": ("error", True),
    "review-due": ("warning", False),
    "policy-changed": ("note", True),
    "merge-not-judged": ("warning", True),
}
RULES = pytest.mark.parametrize("rule", checks().values(), ids=checks())


@pytest.mark.parametrize("name", TABLE)
def test_what_the_formats_promise_is_built_as_they_say(name: str) -> None:
    rule = checks()[name]
    assert (rule.severity.value, rule.needs_base) == TABLE[name]


@RULES
def test_page(rule: Check) -> None:
    """The first line is a fact; then come what and why, both examples, and what to do."""
    statement, blank, *rest = rule.page.split("\n")
    assert re.fullmatch(r"[A-Z].{10,78}\.", statement), statement
    assert blank == ""
    page = "\n".join(rest)
    parts = re.split(r"^(?:Fails|Passes|Mend):", page, flags=re.MULTILINE)
    assert re.findall(r"^(?:Fails|Passes|Mend):", page, flags=re.MULTILINE) == [
        "Fails:",
        "Passes:",
        "Mend:",
    ]
    assert all(part.strip() for part in parts)
    assert all(
        line.startswith("    ") for part in parts[1:3] for line in part.split("\n") if line.strip()
    )


@RULES
def test_cases(rule: Check) -> None:
    names = [path.parent.name for path in (CASES / rule.rule).glob("*/head")]
    assert {name.partition("-")[0] for name in names} == {"pass", "fail"}


@RULES
def test_what_fails_without_a_base_tells_whether_one_is_needed(rule: Check) -> None:
    """A rule that speaks of a state has a failing case of a state alone; one of a change has none."""
    failing = list((CASES / rule.rule).glob("fail-*"))
    assert all((case / "base").is_dir() for case in failing) == rule.needs_base


@RULES
def test_nothing_is_left_to_fill_in(rule: Check) -> None:
    """`make new-check` leaves TODO wherever its author has something to say."""
    page = Path(inspect.getfile(rule.judge))
    places = [page, *(path for path in (CASES / rule.rule).rglob("*") if path.is_file())]
    left = [
        f"{path.relative_to(ROOT)}:{number}: {line.decode().strip()}"
        for path in places
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if b"TODO" in line
    ]
    assert left == [], "\n".join(["there are words to fill in:", *left])


def test_no_case_of_an_unknown_rule() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} == set(checks())


STATES = {
    "project": ("project", ("status",)),
    "goal": ("goal", ("status",)),
    "process": ("process", ("status",)),
    "deliverable": ("plan", ("deliverables", "*", "acceptance", "status")),
    "change": ("change", ("decision",)),
    "run": ("run", ("status",)),
    "improvement": ("improvement", ("status",)),
}


@pytest.mark.parametrize("name", MACHINES)
def test_states_are_those_of_the_schema(name: str) -> None:
    schema, route = STATES[name]
    found = member(schema, route)
    assert found is not None
    assert {state for state in found["enum"] if state is not None} == set(MACHINES[name].moves)


@pytest.mark.parametrize("name", MACHINES)
def test_moves_lead_to_declared_states(name: str) -> None:
    machine = MACHINES[name]
    assert {
        *machine.start,
        *machine.ended,
        *(to for row in machine.moves.values() for to in row),
    } <= set(machine.moves)
    assert all(machine.moves[state] == () for state in machine.ended)


def one_of(kind: Kind) -> Record:
    """An empty record of a kind; of a listing, one entry."""
    if not kind.listing:
        return kind.record()  # type: ignore[no-any-return]
    return get_args(get_type_hints(kind.record)[ENTRIES])[0]()  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", KINDS)
def test_kinds_are_whole(name: str) -> None:
    kind = KINDS[name]
    schemas = [name, *([kind.plural] if kind.collection else [])]
    assert all((schema_folder() / f"{one}.schema.json").is_file() for one in schemas)
    schema = member(name, ("*",) if kind.listing else ())
    assert schema is not None
    record = {field.rstrip("_") for field in structs.asdict(one_of(kind))}
    assert record == set(schema["properties"])
    id = "/".join(["some-id"] * kind.parts)
    assert kind.id_of(kind.path_of(id)) == id


def test_every_schema_has_a_kind() -> None:
    known = {"common", *KINDS, *(kind.plural for kind in KINDS.values() if kind.collection)}
    assert {
        path.name.removesuffix(".schema.json") for path in schema_folder().glob("*.json")
    } == known
