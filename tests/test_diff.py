"""The review of a change: what is told of each kind of change, and the three ways in which it is said.

`python tests/test_diff.py` writes the golden files anew.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reviewing import (
    AS_OF,
    GATE,
    ORGANISATION,
    REVIEW,
    approved,
    changed,
    edited,
    frozen,
    items,
    judged,
    rich,
    told,
)
from test_outputs import HOSTILE, SGR

from tracker.analysis.workdays import working_days
from tracker.cli.main import cli
from tracker.model.catalogue import member
from tracker.model.kinds import KINDS
from tracker.model.records import Calendar, ClosedDays
from tracker.outputs import Context, formats
from tracker.outputs.columns import width
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.format import REVIEWS
from tracker.outputs.inert import JOINER, drawn, inert
from tracker.outputs.review.markdown import MARKER, MOST
from tracker.outputs.review.text import said as sentence
from tracker.views.reports.review import Block, Group, Item, Phase, Review, Section, Tone

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "diff"
FORMATS = list(formats(REVIEWS))
CONTEXT = Context(seconds=0, read=lambda path: b"", base_name="main")
ERP = "projects/erp/project.yaml"
PLAN = "projects/erp/plan.yaml"
INVOICE = "processes/invoice/process.yaml"
GOAL = "goals/one-system.yaml"


def said(format: str, review: Review, context: Context = CONTEXT) -> str:
    return "".join(formats(REVIEWS)[format].render(review, context))


def sentences(review: Review, heading: str | None = None) -> list[str]:
    return [sentence(item) for item in items(review, heading)]


# The rich change, whole.


def golden() -> Iterator[tuple[str, str]]:
    review = told(*rich())
    yield "rich.txt", said("text", review)
    yield "rich.ansi.txt", said("text", review, replace(CONTEXT, colour=True))
    yield "rich.json", said("json", review)
    yield "rich.md", said("markdown", review)
    quiet = told(ORGANISATION, ORGANISATION)
    yield "nothing.txt", said("text", quiet)
    yield "nothing.json", said("json", quiet)
    yield "nothing.md", said("markdown", quiet)


@pytest.mark.parametrize(("name", "text"), list(golden()), ids=[name for name, _ in golden()])
def test_golden(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_golden_file_is_tested() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {name for name, _ in golden()}


def test_no_yaml_is_in_sight() -> None:
    for name in ("text", "markdown"):
        printed = said(name, told(*rich()))
        assert not re.search(r"^\s*[-\w]+: [\[{|]|\bassignees:|_", printed, re.MULTILINE)


# The three lines.


def test_a_change_that_may_land_asks_nobody() -> None:
    review = changed(ERP, ("Three systems", "Four systems"))
    assert review.allowed
    assert [label for label, _ in review.lines] == ["Allowed", "Why", "Who must act"]
    assert review.verdict == "it changes 1 project, judged by the law as it stands at the base"
    assert review.why.startswith("no rule is broken")
    assert review.who == "nobody"


def test_nothing_changed() -> None:
    review = told(ORGANISATION, ORGANISATION)
    assert review.allowed and review.groups == ()
    assert review.verdict.startswith("it changes nothing, ")
    assert review.why == "nothing changes that is judged"


def test_an_illegal_move_is_for_the_manager_of_the_base_to_mend() -> None:
    review = changed(
        "projects/kiosk/project.yaml",
        ("phase: execution", "phase: planning"),
        ("manager: eli", "manager: ann"),
    )
    assert not review.allowed
    assert review.why.startswith("Time kiosks may not move from execution to planning: ")
    assert review.who == "Eli Marsh, who manages it, has to mend 1 thing in Time kiosks"
    assert "Phase: Execution → Planning (against the lifecycle)" in sentences(review)


def test_who_must_act_is_whose_approval_is_missing() -> None:
    review = told(*rich())
    assert review.who.startswith("Ben Okafor has to approve Replace the ERP system as controller; ")
    assert "approval" not in review.who


def test_the_manager_is_not_asked_to_approve() -> None:
    base = edited(ORGANISATION, ERP, ("sponsor: dora", "sponsor: ann"))
    head = edited(base, ERP, ("phase: planning", "phase: execution"))
    head[f"projects/erp/gates/{GATE}/review.yaml"] = REVIEW
    review = told(base, frozen(head, "erp", GATE))
    assert (
        "there is nobody at the base, has to approve Replace the ERP system as sponsor"
        in review.who
    )


def test_who_answers_for_what() -> None:
    head = edited(ORGANISATION, INVOICE, ("status: active", "status: draft"))
    head = edited(head, GOAL, ("owner: dora", "owner: nobody-known"))
    head["nowhere.yaml"] = "title: x\n"
    who = told(ORGANISATION, head).who
    assert "Ben Okafor, who owns it, has to mend 1 thing in Process an invoice" in who
    assert "Dora Lindqvist, who owns it, has to mend 1 thing in Run finance on one system" in who
    assert "the author of the change has to mend 1 thing" in who


def test_fail_on_decides_what_is_allowed() -> None:
    head = edited(ORGANISATION, ERP, ("goals: [one-system]\n", ""))
    assert told(ORGANISATION, head).allowed
    strict = told(ORGANISATION, head, "warning")
    assert not strict.allowed
    assert "serves no goal" in strict.why or "goal" in strict.why
    assert "Ann Mercer" in strict.who


def test_warnings_are_named_where_the_change_is_allowed() -> None:
    review = changed(ERP, ("goals: [one-system]\n", ""))
    assert review.why.startswith("no rule is broken; to be looked at: Replace the ERP system: ")


def test_gates_that_are_passed_are_counted() -> None:
    head = edited(ORGANISATION, ERP, ("phase: planning", "phase: execution"))
    head[f"projects/erp/gates/{GATE}/review.yaml"] = REVIEW
    head = approved(ORGANISATION, frozen(head, "erp", GATE), GATE, dora="sponsor", ben="controller")
    review = told(ORGANISATION, head)
    assert review.allowed, review.why
    assert "1 gate passed with all that the law asks for" in review.why


def test_whose_law_judged_is_said() -> None:
    verdict = judged(ORGANISATION, ORGANISATION)
    from tracker.views.reports.review import review

    assert "law that the change itself brings" in review(replace(verdict, policy="head")).verdict
    assert "law of the folder ../law" in review(replace(verdict, policy="../law")).verdict


def test_errors_elsewhere_are_told_and_warnings_there_counted() -> None:
    base = {
        **ORGANISATION,
        "projects/bad/project.yaml": "title: Bad\nstatus: active\nphase: nowhere\n",
    }
    review = told(base, edited(base, ERP, ("Three", "Four")))
    (group,) = [group for group in review.groups if group.title == "Elsewhere"]
    (section,) = group.sections
    assert [item.kind for item in section.blocks[0].items][:1] == ["finding"]
    assert not review.allowed


# Gates and approvals.


def at_the_gate(**review: str) -> Review:
    text = REVIEW
    for old, new in review.items():
        text = text.replace(old, new)
    head = edited(ORGANISATION, ERP, ("phase: planning", "phase: execution"))
    head[f"projects/erp/gates/{GATE}/review.yaml"] = text
    return told(ORGANISATION, frozen(head, "erp", GATE))


def test_each_way_to_find_a_criterion_is_told() -> None:
    gate = sentences(told(*rich()), "Phase and gate")
    assert "The charter is accepted: met by what is recorded" in gate
    assert "The plants were asked: waived by Dora Lindqvist: The plants answer in December" in gate
    assert "The people are there: met: Both testers are named" in gate
    assert "Condition: Sign the partner's contract: Ann Mercer, by 2026-12-15" in gate
    gate = sentences(at_the_gate(waived="not-met"), "Phase and gate")
    assert "The plants were asked: not met: The plants answer in December" in gate
    silent = sentences(at_the_gate(**{"{id: capacity": "{id: other"}), "Phase and gate")
    assert "The people are there: the review does not say" in silent
    bare = sentences(at_the_gate(**{", evidence: Both testers are named": ""}), "Phase and gate")
    assert "The people are there: met, without evidence" in bare


def test_a_criterion_that_the_files_do_not_meet_is_not_met_whatever_the_review_says() -> None:
    base = edited(ORGANISATION, ERP, ("end: 2027-09-30\n", ""))
    head = edited(base, ERP, ("phase: planning", "phase: execution"))
    head[f"projects/erp/gates/{GATE}/review.yaml"] = REVIEW
    gate = sentences(told(base, head), "Phase and gate")
    assert any(one.startswith("The charter is accepted: not met: ") for one in gate)


def test_a_gate_without_a_review_is_told_with_its_criteria() -> None:
    review = changed(ERP, ("phase: planning", "phase: execution"))
    gate = sentences(review, "Phase and gate")
    assert "Gate: Ready for execution (no review of this gate came with the change)" in gate
    assert "The plants were asked: the review does not say" in gate


@pytest.mark.parametrize(
    ("decision", "to", "phase"),
    [("kill", "dropped", "dropped"), ("recycle", "idea", "idea"), ("hold", "planning", "planning")],
)
def test_each_decision_is_told_with_its_reason(decision: str, to: str, phase: str) -> None:
    status = "status: on-hold" if decision == "hold" else "status: active"
    head = edited(
        ORGANISATION, ERP, ("phase: planning", f"phase: {phase}"), ("status: active", status)
    )
    head[f"projects/erp/gates/{GATE}/review.yaml"] = (
        f"to: {to}\ndecision: {decision}\nreason: No money\ncriteria: []\n"
    )
    gate = sentences(told(ORGANISATION, head), "Phase and gate")
    assert f"Gate: Ready for execution (decided {decision} on 2026-11-20: No money)" in gate


def test_approvals_are_given_missing_or_do_not_count() -> None:
    rows = sentences(told(*rich()), "Approvals")
    assert rows == [
        "As sponsor: Dora Lindqvist, 2026-11-20 (recorded, not verified)",
        "As controller: missing: Ben Okafor",
    ]
    base, head = rich()
    path = f"projects/erp/gates/{GATE}/approvals"
    head = {**head, f"{path}/dora.yaml": "date: 2026-11-20\nrole: sponsor\ndigest: 'sha256:0'\n"}
    head[f"{path}/eli.yaml"] = "date: 2026-11-20\nrole: auditor\ndigest: 'sha256:0'\n"
    rows = sentences(told(base, head), "Approvals")
    assert rows[0].startswith("As sponsor: Dora Lindqvist, 2026-11-20 (does not count: ")
    assert rows[2].startswith("As auditor: Eli Marsh, 2026-11-20 (does not count: ")


def test_a_record_that_is_altered_is_told() -> None:
    _, head = rich()
    later = edited(head, f"projects/erp/gates/{GATE}/review.yaml", ("conditional", "go"))
    del later[f"projects/erp/gates/{GATE}/approvals/dora.yaml"]
    rows = sentences(told(head, later))
    assert f"The review {GATE} of erp was altered" in rows
    assert f"The approval of Dora Lindqvist at {GATE} was taken out" in rows


# What else a change does: one row each, as people read it.


@pytest.mark.parametrize(
    ("path", "old", "new", "heading", "row"),
    [
        (ERP, "status: active", "status: on-hold", "Status", "Status: active → on-hold"),
        (
            ERP,
            "end: 2027-09-30",
            "end: 2027-09-16",
            "Dates",
            "End: 2027-09-30 → 2027-09-16 (14 days earlier, 10 working days)",
        ),
        (ERP, "start: 2026-06-01\n", "", "Dates", "Start: 2026-06-01 → none"),
        (
            "projects/kiosk/project.yaml",
            "end: 2026-12-18",
            "end: 2027-01-04",
            "Dates",
            "End: 2026-12-18 → 2027-01-04 (17 days later, 5 working days; baseline 2026-12-18, now 17 days after it)",
        ),
        (
            PLAN,
            "due: 2027-07-02",
            "due: 2027-07-05",
            "Dates",
            "Milestone Go-live, due: 2027-07-02 → 2027-07-05 (3 days later, 1 working day)",
        ),
        (
            PLAN,
            "due: 2026-12-11",
            "due: 2026-12-10",
            "Dates",
            "Deliverable Chart of accounts, due: 2026-12-11 → 2026-12-10 (1 day earlier, 1 working day)",
        ),
        (
            PLAN,
            "deadline: 2027-06-01",
            "deadline: 2027-06-02",
            "Dates",
            "Task Test it, deadline: 2027-06-01 → 2027-06-02 (1 day later, 1 working day)",
        ),
        (
            PLAN,
            "status: pending",
            "status: accepted",
            "Work",
            "Deliverable Chart of accounts, status: pending → accepted",
        ),
        (
            PLAN,
            "status: doing",
            "status: done",
            "Work",
            "Task Map the accounts, status: doing → done",
        ),
        (
            PLAN,
            "effort: 10d",
            "effort: 2w",
            "Work",
            "Task Map the accounts, effort: 10 days → 2 weeks",
        ),
        (PLAN, "title: Test it", "title: Try it", "Work", "Task Try it, title: Test it → Try it"),
        (
            PLAN,
            "deliverable: chart",
            "deliverable: stock",
            "Work",
            "Task Map the accounts, deliverable: Chart of accounts → Stock in one place",
        ),
        (
            PLAN,
            "milestones: [{id: go-live, title: Go-live, due: 2027-07-02}]\n",
            "",
            "Work",
            "Milestone Go-live is gone: due 2027-07-02",
        ),
        (
            PLAN,
            "  - {id: map",
            "  - {id: sort, title: Sort, effort: 1d}\n  - {id: map",
            "Work",
            "Task Sort is new: 1 day of effort",
        ),
        (
            PLAN,
            "assignees: [eli]",
            "assignees: [ann]",
            "People",
            "Task Test it is now also done by: Ann Mercer",
        ),
        (PLAN, "assignees: [eli], ", "", "People", "Task Test it is no longer done by: Eli Marsh"),
        (
            ERP,
            "planned: 120000",
            "planned: 130000",
            "Budget",
            "Planned in all: 400,000 EUR → 410,000 EUR (10,000 EUR more, 2.5%)",
        ),
        (
            ERP,
            "planned: 120000",
            "planned: 120000, committed: 500.5",
            "Budget",
            "Budget line licences, committed: 500.5 EUR",
        ),
        (
            ERP,
            "planned: 120000",
            "planned: 120000, committed: 1",
            "Budget",
            "Planned in all (stays 400,000 EUR)",
        ),
        (
            ERP,
            "    - {id: licences, planned: 120000}\n",
            "",
            "Budget",
            "Budget line licences is gone: 120,000 EUR planned",
        ),
        (ERP, "manager: ann", "manager: eli", "People", "Manager: Ann Mercer → Eli Marsh"),
        (ERP, "sponsor: dora", "sponsor: ben", "People", "Sponsor: Dora Lindqvist → Ben Okafor"),
        (
            ERP,
            "percent: 60",
            "percent: 40",
            "People",
            "Allocations: Ann Mercer: 60 % of the time → 40 % of the time",
        ),
        (
            ERP,
            "  - {person: eli, percent: 50}\n",
            "",
            "People",
            "Time taken back: Eli Marsh: 50 % of the time",
        ),
        (
            ERP,
            "goals: [one-system]",
            "goals: [one-system, less-waste]",
            "Goals",
            "Serves the goal: Waste less fruit",
        ),
        (
            ERP,
            "goals: [one-system]",
            "goals: [less-waste]",
            "Goals",
            "No longer serves the goal: Run finance on one system",
        ),
        (
            ERP,
            "summary: Three",
            "summary: Four",
            "Scope",
            "Summary: Three systems become one. → Four systems become one.",
        ),
        (
            ERP,
            "manager: ann",
            "manager: ann\nhandover_to: invoice",
            "Scope",
            "Handed over to: Process an invoice",
        ),
        (INVOICE, "version: 3", "version: 4", "Steps", "Version: 3 → 4"),
        (
            INVOICE,
            "work_time: 5m",
            "work_time: 1h",
            "Steps",
            "Step Register it, working time: 5 minutes → 1 hour",
        ),
        (
            INVOICE,
            "  - {id: pay, title: Pay it, role: controller}\n",
            "",
            "Steps",
            "Step Pay it is gone: by Controller",
        ),
        (
            INVOICE,
            "  - {id: match",
            "  - {id: look, title: Look}\n  - {id: match",
            "Steps",
            "Step Look is new (after Register it)",
        ),
        (
            INVOICE,
            "  - {id: register",
            "  - {id: look, title: Look}\n  - {id: register",
            "Steps",
            "Step Look is new (first of all)",
        ),
        (
            INVOICE,
            "within: 5d",
            "within: 1w",
            "Service level",
            "Service level, within: 5 days → 1 week",
        ),
        (INVOICE, "owner: ben", "owner: ann", "People", "Owner: Ben Okafor → Ann Mercer"),
        (
            INVOICE,
            "goals: [one-system]\n",
            "",
            "Goals",
            "No longer serves the goal: Run finance on one system",
        ),
        (GOAL, "target: 1\n", "target: 2\n", "Targets", "Key result Systems in use, target: 1 → 2"),
        (
            GOAL,
            "value: 3}]",
            "value: 3}, {date: 2026-06-30, value: 2.5}]",
            "Measurements",
            "Key result Systems in use, measured on 2026-06-30: 2.5",
        ),
        (
            GOAL,
            "value: 3}]",
            "value: 2}]",
            "Measurements",
            "Key result Systems in use, measurements: 2026-03-31: 3 → 2",
        ),
        (
            GOAL,
            "end: 2026-12-31",
            "end: 2027-12-31",
            "Dates",
            "End: 2026-12-31 → 2027-12-31 (365 days later, 261 working days)",
        ),
        (
            "people/ben/person.yaml",
            "teams: [finance]",
            "teams: [board]",
            "People",
            "Joins the team: Board",
        ),
        (
            "people/ben/person.yaml",
            "teams: [finance]",
            "teams: [board]",
            "People",
            "Leaves the team: Finance",
        ),
        ("people/ben/person.yaml", "[controller]", "[clerk]", "People", "Takes on the role: Clerk"),
        (
            "people/ben/person.yaml",
            "[controller]",
            "[clerk]",
            "People",
            "Gives up the role: Controller",
        ),
        (
            "people/ben/person.yaml",
            "0.8",
            "0.5",
            "More",
            "Full time (changed; not shown, as it is internal)",
        ),
        (
            "people/eli/identity.yaml",
            "eli@",
            "evil@",
            "Law",
            "Emails (changed; not shown, as it is internal)",
        ),
        (
            "roles.yaml",
            "rate: 42.5",
            "rate: 99",
            "Law",
            "Rate (changed; not shown, as it is internal)",
        ),
        ("teams.yaml", "lead: dora", "lead: ann", "People", "Lead: Dora Lindqvist → Ann Mercer"),
        (
            "tracker.yaml",
            "lifecycle: gated",
            "lifecycle: gated\nrules: {dates-order: warning}",
            "Law",
            "Rules, dates-order: warning",
        ),
        (
            "lifecycles/gated.yaml",
            "id: charter, text: The charter is accepted",
            "id: charter, text: Signed",
            "Law",
            "Phase Planning, Signed: text: The charter is accepted → Signed",
        ),
        (
            "lifecycles/gated.yaml",
            "required: [end, budget]",
            "required: [end]",
            "Law",
            "Phase Planning (a criterion asks for something else)",
        ),
        (
            "lifecycles/gated.yaml",
            "final: [done]",
            "final: [done, execution]",
            "Law",
            "Final: added: execution",
        ),
    ],
)
def test_a_field_that_changes_is_told_in_words(
    path: str, old: str, new: str, heading: str, row: str
) -> None:
    assert row in sentences(changed(path, (old, new)), heading)


def test_what_the_new_law_would_allow_is_told() -> None:
    review = changed(
        "lifecycles/gated.yaml",
        (", {role: controller}", ""),
        ("off_path: [dropped]", "off_path: [dropped, parked]"),
    )
    assert sentences(review, "What the new law would allow") == [
        "also allow idea → parked",
        "no longer ask for approval by controller when leaving planning",
    ]
    assert not [one for one in sentences(review) if "the law changes" in one]


def test_steps_in_another_order() -> None:
    head = edited(
        ORGANISATION, INVOICE,
        ("  - {id: pay, title: Pay it, role: controller}\n", ""),
        ("steps:\n", "steps:\n  - {id: pay, title: Pay it, role: controller}\n"),
    )  # fmt: skip
    (row,) = sentences(told(ORGANISATION, head), "Steps")
    assert row == (
        "Order of the steps: "
        "Register it › Match it with the order › Pay it → Pay it › Register it › Match it with the order"
    )


def test_a_plan_inside_the_project_is_told_once() -> None:
    base = dict(ORGANISATION)
    plan = base.pop(PLAN)
    base[ERP] = base[ERP].rstrip("\n") + "\n" + plan
    head = base | {ERP: base[ERP].replace("due: 2026-12-11", "due: 2026-12-18")}
    assert base[ERP] != head[ERP]
    rows = sentences(told(base, head))
    assert rows and len(rows) == len(set(rows))


def test_new_gone_and_renamed_things_are_told_as_that() -> None:
    events = {section.ref: section.event for section in told(*rich()).sections()}
    assert events["project/forecast"] == "new"
    assert events["project/scanning"] == "renamed"
    assert events["project/erp"] == "changed"
    head = {path: text for path, text in ORGANISATION.items() if "kiosk" not in path}
    review = told(ORGANISATION, head)
    assert [(one.ref, one.event) for one in review.sections()] == [("project/kiosk", "gone")]
    assert "Phase: Execution → none" in sentences(review) or "Phase: Execution" in " ".join(
        sentences(review)
    )


def test_a_law_that_is_loosened_is_said_first() -> None:
    settings = ORGANISATION["tracker.yaml"]
    base = {**ORGANISATION, "tracker.yaml": settings + "approvals: {proof: signature}\n"}
    review = told(base, ORGANISATION)
    assert review.allowed
    assert review.why == (
        "no rule is broken; the law itself changes: "
        "it would take recorded for the proof of an approval, not signature"
    )
    assert review.who.startswith("whoever answers for the law")
    head = edited(ORGANISATION, "people/eli/person.yaml", ("[manager]", "[manager, controller]"))
    assert "it would let eli approve as controller" in told(ORGANISATION, head).why
    assert (
        told(ORGANISATION, edited(ORGANISATION, ERP, ("sponsor: dora", "sponsor: eli"))).who
        != "nobody"
    )


def test_records_that_go_along_with_their_project_are_not_altered() -> None:
    review = {
        "projects/erp/gates/idea-2026-06-01/review.yaml": "to: planning\ndecision: go\ncriteria: []\n",
        "projects/erp/gates/idea-2026-06-01/approvals/dora.yaml": "date: 2026-06-01\nrole: sponsor\n",
    }
    base = {**ORGANISATION, **review}
    head = {path.replace("/erp/", "/suite/"): text for path, text in base.items()}
    head["projects/suite/project.yaml"] += "formerly: [erp]\n"
    told_ = told(base, head)
    assert not any("altered" in row or "filed" in row for row in sentences(told_))
    altered = edited(head, "projects/suite/gates/idea-2026-06-01/review.yaml", ("go", "hold"))
    assert any("was altered" in row for row in sentences(told(base, altered)))


def test_things_of_one_title_are_told_apart() -> None:
    head = edited(
        ORGANISATION, PLAN,
        ("id: chart,", "id: ledgers,"), ("deliverable: chart", "deliverable: ledgers"),
    )  # fmt: skip
    rows = sentences(told(ORGANISATION, head))
    assert any(row.startswith("Deliverable Chart of accounts (ledgers) is new") for row in rows)
    assert any(row.startswith("Deliverable Chart of accounts (chart) is gone") for row in rows)
    both = "Chart of accounts (chart) → Chart of accounts (ledgers)"
    assert f"Task Map the accounts, deliverable: {both}" in rows


def test_what_the_baseline_promises_does_not_go_unseen() -> None:
    base = {**ORGANISATION, "projects/erp/baseline.yaml": "milestones: {go-live: 2027-07-02}\n"}
    head = edited(base, PLAN, ("milestones: [{id: go-live, title: Go-live, due: 2027-07-02}]", ""))
    assert "Milestone Go-live is gone: due 2027-07-02 (promised in the baseline)" in sentences(
        told(base, head)
    )


def test_a_baseline_that_moves_is_told() -> None:
    review = changed("projects/kiosk/baseline.yaml", ("end: 2026-12-18", "end: 2027-02-26"))
    assert sentences(review, "Baseline") == [
        "Baseline, end: 2026-12-18 → 2027-02-26 (70 days later, 44 working days)"
    ]


def test_reports_are_told() -> None:
    rows = sentences(told(*rich()), "Reports")
    assert rows[0] == "Update of 2026-11-20 by Ann Mercer: reports amber (The gate was held.)"
    assert rows[1].startswith("Risk Supplier data is worse than sampled is new: owner Ben Okafor; ")
    base = {**ORGANISATION, "projects/erp/changes/later.yaml": (
        "title: Later\nraised_by: ann\nraised_on: 2026-11-02\nreason: Harvest\n"
        "impact: {end: 2027-10-31}\ndecision: proposed\n"
    )}  # fmt: skip
    head = edited(
        base,
        "projects/erp/changes/later.yaml",
        ("proposed", "approved\ndecided_by: dora\ndecided_on: 2026-11-09"),
    )
    assert sentences(told(base, head), "Reports") == [
        "Change request Later, decision: proposed → approved",
        "Change request Later, decided by: Dora Lindqvist",
        "Change request Later, decided on: 2026-11-09",
    ]


def test_an_unreadable_file_is_told() -> None:
    review = told(ORGANISATION, {**ORGANISATION, ERP: "title: [\n"})
    assert "What it holds could not be read" in sentences(review)


def test_two_people_of_one_name_are_told_apart() -> None:
    base = edited(ORGANISATION, "people/eli/person.yaml", ("Eli Marsh", "Ann Mercer"))
    review = told(base, edited(base, ERP, ("manager: ann", "manager: eli")))
    assert "Manager: Ann Mercer (ann) → Ann Mercer (eli)" in sentences(review)


def test_a_change_cannot_give_somebody_another_name() -> None:
    head = edited(ORGANISATION, "people/eli/person.yaml", ("Eli Marsh", "Dora Lindqvist"))
    head = edited(head, ERP, ("manager: ann", "manager: eli"))
    assert "Manager: Ann Mercer → Eli Marsh" in sentences(told(ORGANISATION, head)) or (
        "Manager: Ann Mercer → Eli Marsh (eli)" in sentences(told(ORGANISATION, head))
    )


# Nothing that changes is left untold.

SAMPLES = {"string": "words", "integer": 3, "number": 2.5, "boolean": True}


def sample(schema: dict[str, object], kind: str, route: tuple[str, ...]) -> object:
    """Some value that a schema takes; `examples` are the richest."""
    examples = schema.get("examples")
    if isinstance(examples, list) and examples:
        return examples[0]
    named = schema.get("type")
    types = named if isinstance(named, list) else [named]
    return SAMPLES.get(str(types[0]), "words")


@pytest.mark.parametrize("kind", [name for name, row in KINDS.items() if row.part_of is None])
def test_each_field_that_a_schema_knows_is_told_when_it_comes(kind: str) -> None:
    paths = {
        "workspace": "tracker.yaml", "lifecycle": "lifecycles/gated.yaml", "goal": GOAL, "project": ERP,
        "process": INVOICE, "person": "people/ben/person.yaml", "team": "teams/other.yaml",
        "role": "roles/other.yaml", "training": "trainings/other.yaml",
    }  # fmt: skip
    files = {
        **ORGANISATION,
        "teams/other.yaml": "title: O\nkind: team\n",
        "roles/other.yaml": "title: O\nwork: producer\n",
        "trainings/other.yaml": "title: O\n",
    }
    path = paths[kind]
    properties = (member(kind, ()) or {})["properties"]
    told_of = 0
    for key in properties:
        if re.search(rf"^{key}:", files[path], re.MULTILINE) or key in (
            "formerly",
            "adopt",
            "deliverables",
            "milestones",
            "tasks",
        ):
            continue
        value = sample(member(kind, (key,)) or {}, kind, (key,))
        head = {**files, path: f"{files[path]}{key}: {json.dumps(value)}\n"}
        verdict = judged(files, head)
        if any(one.rule in ("schema", "syntax") for one in verdict.findings):
            continue
        rows = [item for item in items(told(files, head)) if item.kind != "finding"]
        assert rows, f"{kind}.{key} comes, and nothing is told"
        told_of += 1
    assert told_of or kind in ("team", "lifecycle")


# Working days.


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-23", "2026-11-20", -1),
        ("2026-12-23", "2027-01-04", 2),
        ("2026-11-21", "2026-11-21", 0),
    ],
)
def test_working_days(first: str, last: str, count: int) -> None:
    from datetime import date

    day = date.fromisoformat
    closed = ClosedDays(from_=day("2026-12-24"), to=day("2026-12-31"))
    calendar = Calendar(working_days=("mon", "tue", "wed", "thu", "fri"), closures=(closed,))
    assert working_days(calendar, day(first), day(last)) == count
    assert working_days(None, day(first), day(last)) is None


# Text.


def test_text_fits_eighty_columns_and_colour_adds_only_colour() -> None:
    review = told(*rich())
    plain = said("text", review)
    assert [line for line in plain.splitlines() if width(line) > 80] == []
    assert SGR.sub("", said("text", review, replace(CONTEXT, colour=True))) == plain
    narrow = said("text", review, replace(CONTEXT, width=60))
    assert max(map(width, narrow.splitlines())) <= 60


# JSON.


def schema() -> jsonschema_rs.Validator:
    text = (ROOT / "schemas" / "output" / "diff.schema.json").read_bytes()
    return jsonschema_rs.validator_for(json.loads(text))


def test_json_fits_its_schema() -> None:
    for review in (told(*rich()), told(ORGANISATION, ORGANISATION), everywhere("x" * 100_000)):
        schema().validate(json.loads(said("json", review)))


# Hostile text, in every place that is said.

MARKUP = [
    "@octocat",
    "cc @acme/team, please",
    "#12",
    "acme/tracker#12",
    "GH-12",
    "!12",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "<!-- tracker/diff/1 -->",
    "</details>",
    "<img src=x onerror=alert(1)>",
    "[a](https://evil.example)",
    "![a](https://evil.example/a.png)",
    "https://evil.example",
    "www.evil.example",
    "a@evil.example",
    "<https://evil.example>",
    "a | b",
    "|---|",
    "`code`",
    "```mermaid",
    "~~~",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "***",
    "---",
    "===",
    "    code",
    "*a* _b_ ~~c~~",
    "&lt;b&gt;",
    "&#64;octocat",
    "\\@octocat",
    "$x^2$",
    "$$x$$",
    ":smile:",
    "deadbeefcafe1234",
    "[^1]",
    "[ ] task",
    'click p0 href "javascript:alert(1)"',
    '"]:::x\nclick p0 "javascript:alert(1)"',
    "%%{init: {'securityLevel': 'loose'}}%%",
    '"`**b**`"',
    "#quot;",
    "end",
    "subgraph x",
    "<details>",
    "[link]: https://evil.example",
    "{{ x }}",
    "::: warning",
]
TEXTS = [*MARKUP, *HOSTILE]


def everywhere(text: str) -> Review:
    """A review with that text in every place that a repository can fill."""
    row = Item("changed", text, text, text, text)
    rows = (
        row, Item("added", text, None, text, None, Tone.GOOD), Item("removed", text, text, None),
        Item("x", text), Item("note", text, note=text, tone=Tone.CARE),
    )  # fmt: skip
    nested = Item("gate", text, None, None, text, Tone.BAD, rows)
    phases = (
        Phase(text, "passed"),
        Phase(text, "left"),
        Phase(text, "present"),
        Phase(text, "ahead"),
    )
    section = Section(
        text, text, "renamed", (Block("Dates", rows), Block("Gate", (nested,))), phases
    )
    return Review(
        False, text, text, text, text, text, text, AS_OF.isoformat(),
        (Group("Projects", (section,)), Group("Law", (replace(section, phases=()),))),
    )  # fmt: skip


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text without what we break words by."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        self._is_drawing = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            assert attrs == []
            return
        self.tags.append((tag, tuple(attrs)))
        self._is_drawing = self._is_drawing or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag != "span":
            self.tags.append((f"/{tag}", ()))
        if tag == "pre":
            self._is_drawing = False

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if not self._is_drawing:
            self.texts.append(data)


@cache
def plain_tags() -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    return page(said("markdown", everywhere("plain"))).tags


def page(markdown: str) -> Page:
    """A comment as a forge renders it: tables, struck text, and HTML let through."""
    return Page(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    )


FORGE = re.compile(
    r"@\w|#\w|\bGH-\d|https?:/|www\.\w|:\w+:|[0-9a-f]{7,}|(?<![\w])![\d]", re.IGNORECASE
)  # fmt: skip


def assert_inert(text: str) -> None:
    printed = said(
        "markdown", everywhere(text), replace(CONTEXT, base_name=text + "x", head_name=text)
    )
    assert len(printed.encode()) < MOST
    made = page(printed)
    assert made.tags == plain_tags(), text
    assert made.comments == [" tracker/diff/1 "]
    for found in made.texts:
        assert FORGE.search(found) is None, found
    whole = "".join(made.texts).replace(JOINER, "")
    wanted = re.sub(r"\s+", " ", clipped(escaped(text), 400)).strip(" ")
    assert whole.count(wanted) >= 20 or not wanted
    assert_picture(printed)


def assert_picture(printed: str) -> None:
    """Whatever a phase is called, its label is all that it fills."""
    (drawing,) = re.findall(r"^```mermaid\n(.*?)^```$", printed, re.DOTALL | re.MULTILINE)
    lines = drawing.splitlines()
    assert lines[0] == "flowchart LR"
    for line in lines[1:5]:
        label = re.fullmatch(r'  p\d\["([^"]*)"\]:::(passed|left|present|ahead)', line)
        assert label is not None, line
        assert not re.search(r"[!-+/:-@\[-`{-~]", label[1]), line
    assert lines[5] == "  p0 --> p1 --> p2 --> p3"
    assert all(line.startswith("  classDef ") for line in lines[6:])


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_hostile_text_is_only_text_in_a_comment(text: str) -> None:
    assert_inert(text)
    assert_inert(f"before {text} after")


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_hostile_text_is_tame_in_a_terminal_and_a_log(format: str, text: str) -> None:
    assert_tame(format, text)


def assert_tame(format: str, text: str) -> None:
    context = replace(CONTEXT, base_name=text + "x", head_name=text)
    for colour in (False, True):
        printed = said(format, everywhere(text), replace(context, colour=colour))
        printed.encode("utf-8")
        assert printed.endswith("\n")
        for line in SGR.sub("", printed).split("\n"):
            assert line.isprintable(), line
            assert re.search(r"##\w*\[", line) is None, line
            assert not line.strip().startswith("::"), line


def test_naughty_strings_are_only_text_everywhere(corpora: Path) -> None:
    strings = json.loads((corpora / "adversarial" / "blns" / "blns.json").read_bytes())
    assert len(strings) > 500
    for text in strings:
        assert_inert(text)
        for format in ("text", "json"):
            assert_tame(format, text)


@given(text=st.text(max_size=60) | st.text("@#:[]<>|`*_$&\\- a1\n\r\t\x1b", max_size=60))
def test_any_text_is_only_text(text: str) -> None:
    assert_inert(text)
    for format in ("text", "json"):
        assert_tame(format, text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain words, 12", "plain words, 12"),
        ("2027-09-30", "2027&#45;09&#45;30"),
        ("@ann", f"&#64;{JOINER}ann"),
        ("a|b", "a&#124;b"),
        ("5 $", "5 <span>$</span>"),
        ("日本 é", "日本 é"),
        ("", ""),
    ],
)
def test_inert(text: str, made: str) -> None:
    assert inert(text) == made


def test_a_jump_shows_what_it_skips() -> None:
    (section,) = changed(
        "projects/scan/project.yaml", ("phase: idea", "phase: execution")
    ).sections()
    assert [phase.state for phase in section.phases] == ["left", "skipped", "present", "ahead"]


def test_a_label_of_a_picture_keeps_its_letters() -> None:
    assert drawn("Ready for R&D (2nd)") == "Ready for R＆D （2nd）"
    assert drawn("") == "…"


# What does not fit.


def test_a_comment_is_cut_with_a_count() -> None:
    rows = tuple(Item("changed", f"row {number}", "x" * 300, "y" * 300) for number in range(400))
    section = Section("project/a", "A", "changed", (Block("Dates", rows),))
    review = replace(
        everywhere("x"), groups=(Group("Projects", (section, *[replace(section, title="B")] * 9)),)
    )
    printed = said("markdown", review)
    assert len(printed.encode()) < 60_000
    kept = len(re.findall(r"^\| row", printed, re.MULTILINE))
    left = re.search(r"\*\*([\d,]+) more rows left out here\*\*", printed)
    assert left is not None
    assert kept > 50
    assert int(left[1].replace(",", "")) + kept == 4_000
    assert printed.count("<details") == printed.count("</details>") == 1


def test_many_small_parts_are_cut_too() -> None:
    section = Section(
        "project/a",
        "A" * 200,
        "changed",
        (Block("Dates", (Item("x", "y"),)),),
        everywhere("x").groups[0].sections[0].phases,
    )
    review = replace(everywhere("x"), groups=(Group("Projects", (section,) * 2_000),))
    printed = said("markdown", review)
    assert len(printed.encode()) < 60_000
    assert re.search(r"\*\*[\d,]+ more rows left out here\*\*", printed)


def test_the_comment_begins_with_its_mark_and_three_lines() -> None:
    lines = said("markdown", told(*rich())).splitlines()
    assert lines[0] == MARKER
    assert [re.sub(r"\*\*.*", "", line) for line in lines[1:4]] == ["❌ ", "", ""]
    assert lines[4] == ""


# Any change.

FIELDS = [(path, line) for path, text in ORGANISATION.items() for line in text.splitlines()]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(FIELDS),
            st.sampled_from(["drop", "twice", "text", "word"]),
            st.text("ab: {}[]-\n", max_size=8),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_any_change_is_told_in_every_format(
    edits: list[tuple[tuple[str, str], str, str]], back: bool
) -> None:
    head = dict(ORGANISATION)
    for (path, line), how, text in edits:
        made = {
            "drop": "",
            "twice": f"{line}\n{line}",
            "text": f"{line}{text}",
            "word": re.sub(r"\w+$", text.strip() or "x", line),
        }
        head[path] = head[path].replace(line, made[how], 1)
    review = told(*((head, ORGANISATION) if back else (ORGANISATION, head)))
    for format in FORMATS:
        assert said(format, review).endswith("\n")
    schema().validate(json.loads(said("json", review)))


# The command.


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = Repo(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    made.write({f"work/{path}": text for path, text in ORGANISATION.items()})
    made.commit("start")
    made.git("tag", "v1")
    return made


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_exit_codes_are_those_of_check(repo: Repo) -> None:
    day = ("--as-of", AS_OF.isoformat())
    assert run("diff", "v1", *day).exit_code == 0
    repo.write({f"work/{ERP}": ORGANISATION[ERP].replace("goals: [one-system]\n", "")})
    assert run("diff", "v1", *day).exit_code == 0
    assert run("diff", "v1", "--fail-on", "warning", *day).exit_code == 1
    repo.write({f"work/{ERP}": ORGANISATION[ERP].replace("phase: planning", "phase: done")})
    illegal = run("diff", "v1", *day)
    assert illegal.exit_code == 1 and illegal.stdout.startswith("Not allowed: ")
    assert run("diff", "v1", "v1", *day).exit_code == 0
    repo.commit("done")
    assert run("diff", "v1", "HEAD", *day).exit_code == 1
    assert run("diff", "v2", *day).exit_code == 2
    assert run("diff").exit_code == 2


def test_check_and_diff_agree(repo: Repo) -> None:
    _, head = rich()
    repo.write({f"work/{path}": text for path, text in head.items()})
    repo.git("rm", "-q", "-r", "work/projects/scan")
    checked = run("check", "--base", "v1", "--as-of", AS_OF.isoformat())
    reviewed = run("diff", "v1", "--as-of", AS_OF.isoformat(), "--format", "json")
    assert checked.exit_code == reviewed.exit_code == 1
    assert json.loads(reviewed.stdout)["allowed"] is False


def test_the_policy_may_be_the_heads(repo: Repo) -> None:
    printed = run("diff", "v1", "--policy", "head", "--as-of", AS_OF.isoformat()).stdout
    assert "the law that the change itself brings" in " ".join(printed.split())


def test_both_revisions_are_shown_with_their_names(repo: Repo) -> None:
    printed = run("diff", "v1", "HEAD", "--as-of", AS_OF.isoformat()).stdout
    assert re.search(
        r"base [0-9a-f]{8} \(v1\) · head [0-9a-f]{8} \(HEAD\) · as of 2026-11-21\n$", printed
    )


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for file, content in golden():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")
