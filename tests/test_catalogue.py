"""Every check is told, proven, and as grave as the formats say; every kind is whole."""

import re
from pathlib import Path

import pytest
from msgspec import structs

from tracker.law.check import Check, checks
from tracker.law.lifecycle import MACHINES
from tracker.model.catalogue import member, schema_folder
from tracker.model.kinds import KINDS

CASES = Path(__file__).parent / "cases"

# The table of the formats: rule, severity, and whether a base is needed.
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
    "policy-changed": ("note", True),
    "merge-not-judged": ("warning", True),
    # our own additions
    "unknown-rule": ("warning", False),
    "completed-early": ("warning", False),
    "move-not-judged": ("warning", True),
    "gate-not-judged": ("note", True),
    "target-not-baseline": ("error", False),
}
RULES = pytest.mark.parametrize("rule", checks().values(), ids=checks())


def test_the_rules_that_are_built_are_those_of_the_table() -> None:
    assert set(checks()) == set(TABLE)


@RULES
def test_severity_and_need_of_a_base(rule: Check) -> None:
    assert (rule.severity.value, rule.needs_base) == TABLE[rule.rule]


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


def test_no_case_of_an_unknown_rule() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} == set(checks())


STATES = {
    "project": ("project", ("status",)),
    "goal": ("goal", ("status",)),
    "process": ("process", ("status",)),
    "deliverable": ("plan", ("deliverables", "*", "acceptance", "status")),
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


@pytest.mark.parametrize("name", KINDS)
def test_kinds_are_whole(name: str) -> None:
    kind = KINDS[name]
    schemas = [name, *([kind.plural] if kind.collection else [])]
    assert all((schema_folder() / f"{one}.schema.json").is_file() for one in schemas)
    schema = member(name, ())
    assert schema is not None
    record = {field.rstrip("_") for field in structs.asdict(kind.record())}
    assert record == set(schema["properties"])
    assert kind.id_of(kind.path_of("some-id")) == ("some-id" if "{id}" in kind.pattern else "")


def test_every_schema_has_a_kind() -> None:
    known = {"common", *KINDS, *(kind.plural for kind in KINDS.values() if kind.collection)}
    assert {
        path.name.removesuffix(".schema.json") for path in schema_folder().glob("*.json")
    } == known
