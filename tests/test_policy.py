"""A change is judged by the rules at the base, never by rules that it brings."""

from collections.abc import Mapping
from datetime import date

import pytest
from memory import ERP, ORGANISATION, SIMPLE, TRACKER, Memory, project

from tracker.finding import Severity
from tracker.law.judge import Base, judge
from tracker.model.load import Library, load
from tracker.model.work import Work

Files = Mapping[str, str]
TODAY = date(2026, 11, 21)

GATED = """\
title: Gated
start: idea
final: [done]
phases:
  - id: idea
    gate:
      criteria:
        - {id: need, text: A need, requires: {properties: {project: {required: [summary]}}}}
  - id: doing
    gate: {criteria: [{id: plan, text: A plan, requires: {required: [plan]}}]}
  - id: done
"""
LAW = {
    **ORGANISATION,
    "work/tracker.yaml": TRACKER.replace("simple", "gated"),
    "work/lifecycles/gated.yaml": GATED,
}
REVIEW = """\
to: doing
decision: go
criteria: [{id: need, status: met}]
"""
HELD = {"work/projects/erp/gates/idea-2026-11-20/review.yaml": REVIEW}
"""The gate of the first phase, as it was held."""
GATED_FILE = "work/lifecycles/gated.yaml"
SETTINGS = "work/tracker.yaml"


def side(files: Files, library: Library, policy: Work | None = None) -> Work:
    return load(Memory(files), "work" if SETTINGS in files else None, library, policy)


def rules(
    base: Files, head: Files, *, tip: Files | None = None, policy: str = "base", as_of: date = TODAY
) -> set[str]:
    """The rules of which there is an error."""
    library = Library()
    before, after = side(base, library), side(head, library)
    law = side(tip, library) if tip is not None else before
    given = {"base": None, "head": after}[policy]
    found = judge(
        after, as_of, Base(before, law, "base", (), int(tip is not None)), policy, given
    ).findings
    return {finding.rule for finding in found if finding.severity is Severity.ERROR}


def both(before: Files, after: Files, shared: Files = LAW) -> tuple[Files, Files]:
    return {**shared, **before}, {**shared, **after}


def test_the_honest_way_is_clean() -> None:
    onward = {ERP: project("doing", extra="summary: Text\n"), **HELD}
    assert rules(*both({ERP: project()}, onward)) == set()
    assert rules(*both({}, {ERP: project()})) == set()
    assert rules({**ORGANISATION}, {**LAW}) == set()


KEP = "keps/one/kep.yaml"
RULE = """\
adopt:
  - {kind: project, files: ['keps/**/kep.yaml'], match: number, fields: {title: title, phase: status}}
"""
ADOPTED = {**ORGANISATION, SETTINGS: TRACKER + RULE}


def kep(phase: str, number: int = 1) -> str:
    return f"title: One\nstatus: {phase}\nnumber: {number}\n"


ACCEPTED = "deliverables: [{id: a, title: A, due: 2026-12-01, acceptance: {status: accepted}}]\n"
IMPORTED = "imported: {date: 2026-11-20, reason: Was there}\n"
NEW = "work/projects/new/project.yaml"
STORIES: dict[str, tuple[Files, Files, set[str]]] = {
    "emptied criteria and a move": (
        *both(
            {ERP: project()},
            {
                ERP: project("doing"),
                **HELD,
                GATED_FILE: GATED.replace(
                    "{properties: {project: {required: [summary]}}}", "{required: [project]}"
                ),
            },
        ),
        {"gate-criteria"},
    ),
    "a removed gate and a jump": (
        *both({ERP: project()}, {ERP: project("done"), GATED_FILE: SIMPLE}),
        {"phase-transition"},
    ),
    "a phase made optional and a jump": (
        *both(
            {ERP: project()},
            {
                ERP: project("done"),
                GATED_FILE: GATED.replace("- id: doing", "- id: doing\n    optional: true"),
            },
        ),
        {"phase-transition"},
    ),
    "a final phase added and left": (
        *both(
            {ERP: project("done")},
            {ERP: project("doing"), GATED_FILE: GATED.replace("[done]", "[doing]")},
        ),
        {"phase-transition", "lifecycle-fault"},
    ),
    "a lifecycle deleted and a move": (
        {**LAW, ERP: project()},
        {
            **{path: text for path, text in LAW.items() if path != GATED_FILE},
            ERP: project("doing"),
            **HELD,
        },
        {"gate-criteria", "unknown-reference"},
    ),
    "a lifecycle broken and a move": (
        *both({ERP: project()}, {ERP: project("doing"), GATED_FILE: "title: [\n", **HELD}),
        {"gate-criteria", "syntax"},
    ),
    "another lifecycle and a move": (
        *both({ERP: project()}, {ERP: project("done", extra="lifecycle: simple\n")}),
        {"phase-transition", "lifecycle-change"},
    ),
    "a lifecycle that is new": (
        *both(
            {ERP: project()},
            {ERP: project(extra="lifecycle: mine\n"), "work/lifecycles/mine.yaml": SIMPLE},
        ),
        {"lifecycle-change"},
    ),
    "another lifecycle half-way": (
        *both({ERP: project("doing")}, {ERP: project("doing", extra="lifecycle: simple\n")}),
        {"lifecycle-change"},
    ),
    "a lifecycle with any start, entered late and left early": (
        *both(
            {
                ERP: project("done", extra="lifecycle: lax\n"),
                "work/lifecycles/lax.yaml": SIMPLE.replace("start: idea", "start: any"),
            },
            {
                ERP: project("done"),
                "work/lifecycles/lax.yaml": SIMPLE.replace("start: idea", "start: any"),
            },
        ),
        {"lifecycle-change"},
    ),
    "another default under a project": (
        *both({ERP: project("doing")}, {ERP: project("doing"), SETTINGS: TRACKER}),
        {"lifecycle-change"},
    ),
    "another default and a move": (
        *both({ERP: project()}, {ERP: project("done"), SETTINGS: TRACKER}),
        {"phase-transition", "lifecycle-change"},
    ),
    "no default and a move": (
        *both(
            {ERP: project()},
            {ERP: project("done"), SETTINGS: TRACKER.replace("lifecycle: simple\n", "")},
        ),
        {"phase-transition", "unknown-phase"},
    ),
    "a rule silenced": (
        *both(
            {ERP: project()},
            {
                ERP: project("done"),
                SETTINGS: LAW[SETTINGS].replace("rules: {", "rules: {phase-transition: ignore, "),
            },
        ),
        {"phase-transition"},
    ),
    "settings that cannot be read": (
        *both({ERP: project()}, {ERP: project("done"), SETTINGS: "title: [\n"}),
        {"phase-transition", "syntax"},
    ),
    "an adopted file excluded": (
        {**ADOPTED, KEP: kep("idea")},
        {
            **ADOPTED,
            KEP: kep("idea"),
            SETTINGS: TRACKER + RULE.replace("match", "exclude: ['keps/one/*'], match"),
        },
        {"removed-while-active"},
    ),
    "adoption dropped": (
        {**ADOPTED, KEP: kep("idea")},
        {**ADOPTED, KEP: kep("idea"), SETTINGS: TRACKER},
        {"removed-while-active"},
    ),
    "a phase read from elsewhere": (
        {**ADOPTED, KEP: kep("idea") + "other: done\n"},
        {
            **ADOPTED,
            KEP: kep("idea") + "other: done\n",
            SETTINGS: TRACKER + RULE.replace("phase: status", "phase: other"),
        },
        {"phase-transition"},
    ),
    "a value read as another": (
        {**ADOPTED, KEP: kep("idea")},
        {
            **ADOPTED,
            KEP: kep("idea"),
            SETTINGS: TRACKER + RULE.replace("fields", "values: {phase: {idea: done}}, fields"),
        },
        {"phase-transition"},
    ),
    "an adopted file moved and jumped": (
        {**ADOPTED, KEP: kep("idea")},
        {**ADOPTED, "keps/two/kep.yaml": kep("done")},
        {"phase-transition"},
    ),
    "an adopted file moved under another number": (
        {**ADOPTED, KEP: kep("idea")},
        {**ADOPTED, "keps/two/kep.yaml": kep("done", 2)},
        {"removed-while-active", "new-not-at-start"},
    ),
    "an adopted file without its title": (
        {**ADOPTED, KEP: kep("idea")},
        {**ADOPTED, KEP: "status: done\nnumber: 1\n"},
        {"phase-transition", "schema"},
    ),
    "a rename and a jump": (
        *both({ERP: project()}, {NEW: project("done", extra="formerly: [erp]\n")}),
        {"phase-transition"},
    ),
    "a rename that is not said": (
        *both({ERP: project("doing")}, {NEW: project("done")}),
        {"removed-while-active", "new-not-at-start"},
    ),
    "a rename that two claim": (
        *both(
            {ERP: project()},
            {
                NEW: project("done", extra="formerly: [erp]\n"),
                NEW.replace("new", "b"): project(extra="formerly: [erp]\n"),
            },
        ),
        {"removed-while-active", "new-not-at-start"},
    ),
    "deleted and recreated under the same id": (
        *both({ERP: project()}, {ERP: "title: Other\nstatus: active\nphase: done\n"}),
        {"phase-transition"},
    ),
    "deleted and recreated under another": (
        *both({ERP: project(status="cancelled")}, {NEW: project("done")}),
        {"new-not-at-start"},
    ),
    "born late": (*both({}, {NEW: project("doing")}), {"new-not-at-start"}),
    "born late under a law of its own": (
        *both({}, {NEW: project("doing"), GATED_FILE: GATED.replace("start: idea", "start: any")}),
        {"new-not-at-start"},
    ),
    "an import that the change allows itself": (
        *both(
            {},
            {
                NEW: project("doing", extra=IMPORTED),
                SETTINGS: LAW[SETTINGS] + "imports_until: 2027-12-31\n",
            },
        ),
        {"new-not-at-start"},
    ),
    "hidden in a folder of other tools": (
        *both({ERP: project()}, {"work/projects/.erp/project.yaml": project()}),
        {"removed-while-active"},
    ),
    "hidden in an unreadable collection of another kind": (
        *both({ERP: project()}, {"work/goals.yaml": "a: {\n"}),
        {"removed-while-active", "syntax"},
    ),
    "completed ahead of every gate": (
        *both({ERP: project()}, {ERP: project(status="completed")}),
        {"gate-criteria", "gate-review"},
    ),
    "a broken field that the gate asks for": (
        *both({ERP: project()}, {ERP: project("doing", extra="summary: 5\n"), **HELD}),
        {"schema"},
    ),
    "an accepted deliverable forgotten": (
        *both(
            {ERP: project(extra=ACCEPTED)},
            {ERP: project(extra=ACCEPTED.replace(", acceptance: {status: accepted}", ""))},
        ),
        {"status-transition"},
    ),
    "a deliverable born accepted": (
        *both({ERP: project()}, {ERP: project(extra=ACCEPTED)}),
        {"new-not-at-start"},
    ),
}


@pytest.mark.parametrize(("base", "head", "expected"), STORIES.values(), ids=STORIES)
def test_what_does_not_slip_through(base: Files, head: Files, expected: set[str]) -> None:
    assert rules(base, head) == expected


def test_the_law_stands_at_the_tip_of_the_base() -> None:
    """What both share is older; since then the gate has landed."""
    lax = {**LAW, GATED_FILE: SIMPLE}
    base, head = {**lax, ERP: project()}, {**lax, ERP: project("doing")}
    assert rules(base, head) == set()
    head |= HELD
    assert rules(base, head, tip={**LAW, ERP: project()}) == {"gate-criteria"}


def test_the_law_of_the_head_only_where_it_is_asked_for() -> None:
    base, head = both(
        {ERP: project()},
        {
            ERP: project("done"),
            GATED_FILE: SIMPLE.replace("{id: doing}", "{id: doing, optional: true}"),
        },
    )
    assert rules(base, head) == {"phase-transition"}
    assert rules(base, head, policy="head") == set()


@pytest.mark.parametrize("policy", ["base", "head"])
def test_where_there_was_no_workspace_all_is_taken_in(policy: str) -> None:
    late = project("doing", "on-hold", ACCEPTED)
    assert rules({"README.md": "x\n"}, {**LAW, ERP: late}, policy=policy) == set()


@pytest.mark.parametrize(
    ("as_of", "legal"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)]
)
def test_imports_end(as_of: date, legal: bool) -> None:
    shared = {**LAW, SETTINGS: LAW[SETTINGS] + "imports_until: 2026-12-31\n"}
    new = {NEW: project("doing", extra=IMPORTED)}
    assert rules(*both({}, new, shared), as_of=as_of) == (set() if legal else {"new-not-at-start"})


@pytest.mark.parametrize("mark", ["null", "{date: 2026-11-20}", "{reason: Was there}", "{}"])
def test_an_import_says_when_and_why(mark: str) -> None:
    shared = {**LAW, SETTINGS: LAW[SETTINGS] + "imports_until: 2026-12-31\n"}
    assert "new-not-at-start" in rules(
        *both({}, {NEW: project("doing", extra=f"imported: {mark}\n")}, shared)
    )


def test_where_the_schema_is_made_light_of_broken_parts_are_still_judged() -> None:
    """A law that ignores the schema does not open the gates."""
    lax = {**LAW, SETTINGS: LAW[SETTINGS].replace("rules: {", "rules: {schema: ignore, ")}
    head = {ERP: project("doing", extra="summary: 5\n"), **HELD}
    assert rules(*both({ERP: project()}, head, lax)) == {"gate-criteria"}


def test_a_law_may_silence_a_rule_once_it_has_landed() -> None:
    lax = {**LAW, SETTINGS: LAW[SETTINGS].replace("rules: {", "rules: {phase-transition: ignore, ")}
    assert rules(*both({ERP: project()}, {ERP: project("done")}, lax)) == set()


def test_without_a_base_only_the_state_is_judged() -> None:
    found = judge(side({**LAW, ERP: project("doing")}, Library()), TODAY)
    assert found.findings == () and not found.transitions_judged
