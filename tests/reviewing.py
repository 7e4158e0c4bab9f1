"""Changes for the tests of reviews: a small organisation, and one change that does something of everything."""

import json
from collections.abc import Mapping
from datetime import date

from memory import Memory

from tracker.analysis.promise import promise
from tracker.finding import Severity
from tracker.law import content
from tracker.law.judge import Base, Verdict, judge
from tracker.law.passing import passed
from tracker.model.load import Library, load
from tracker.views.reports.review import Item, Review, review

AS_OF = date(2026, 11, 21)
BASE, HEAD = "1a2b3c4d" + "0" * 32, "9f8e7d6c" + "0" * 32
Files = Mapping[str, str | None]

ORGANISATION = {
    "tracker.yaml": """\
title: Meridian Foods
currency: EUR
calendar:
  working_days: [mon, tue, wed, thu, fri]
  closures: [{from: 2026-12-24, to: 2026-12-31, name: Year-end}]
lifecycle: gated
""",
    "lifecycles/gated.yaml": """\
title: Gated
start: idea
final: [done]
off_path: [dropped]
phases:
  - id: idea
    title: Idea
  - id: planning
    title: Planning
    on_leave: [freeze-baseline]
    gate:
      title: Ready for execution
      criteria:
        - {id: charter, text: The charter is accepted, requires: {properties: {project: {required: [end, budget]}}}}
        - {id: survey, text: The plants were asked}
        - {id: capacity, text: The people are there}
      approvals: [{field: sponsor}, {role: controller}]
  - id: execution
    title: Execution
    gate: {title: Ready for closing, criteria: [{id: handed-over, text: It is handed over}]}
  - {id: done, title: Done}
""",
    "goals/one-system.yaml": """\
title: Run finance on one system
owner: dora
status: active
period: {start: 2026-01-01, end: 2026-12-31}
key_results:
  - id: systems
    title: Systems in use
    unit: systems
    baseline: 3
    target: 1
    measurements: [{date: 2026-03-31, value: 3}]
""",
    "goals/less-waste.yaml": "title: Waste less fruit\nowner: dora\nstatus: proposed\nperiod: {start: 2027-01-01}\n",
    "people/ann/person.yaml": "name: Ann Mercer\nteams: [finance]\nroles: [manager]\n",
    "people/ben/person.yaml": "name: Ben Okafor\nteams: [finance]\nroles: [controller]\nfull_time: 0.8\n",
    "people/dora/person.yaml": "name: Dora Lindqvist\nteams: [board]\nroles: [manager]\n",
    "people/eli/person.yaml": "name: Eli Marsh\nteams: [finance]\nroles: [manager]\n",
    "people/eli/identity.yaml": "emails: [eli@meridian.example]\n",
    "roles.yaml": """\
manager: {title: Manager, work: improver}
controller: {title: Controller, work: producer}
clerk: {title: Clerk, work: producer, rate: 42.5}
""",
    "teams.yaml": "board: {title: Board, kind: team}\nfinance: {title: Finance, kind: department, lead: dora}\n",
    "projects/erp/project.yaml": """\
title: Replace the ERP system
summary: Three systems become one.
status: active
phase: planning
goals: [one-system]
sponsor: dora
manager: ann
start: 2026-06-01
end: 2027-09-30
budget:
  lines:
    - {id: licences, planned: 120000}
    - {id: partner, planned: 280000}
allocations:
  - {person: ann, percent: 60, from: 2026-06-01}
  - {person: eli, percent: 50}
""",
    "projects/erp/plan.yaml": """\
deliverables:
  - {id: chart, title: Chart of accounts, due: 2026-12-11, owner: ben, acceptance: {status: pending}}
  - {id: stock, title: Stock in one place, due: 2027-05-28}
milestones: [{id: go-live, title: Go-live, due: 2027-07-02}]
tasks:
  - {id: map, title: Map the accounts, deliverable: chart, assignees: [ben], status: doing, effort: 10d}
  - {id: test, title: Test it, deliverable: stock, assignees: [eli], status: todo, effort: 5d, deadline: 2027-06-01}
  - {id: bank, title: Write an interface to the bank, status: todo, effort: 25d}
""",
    "projects/kiosk/project.yaml": """\
title: Time kiosks
status: active
phase: execution
goals: [one-system]
manager: eli
end: 2026-12-18
""",
    "projects/kiosk/baseline.yaml": "taken_on: 2026-05-01\nend: 2026-12-18\n",
    "projects/scan/project.yaml": """\
title: Scan station
status: active
phase: idea
goals: [one-system]
manager: ann
""",
    "processes/invoice/process.yaml": """\
title: Process an invoice
owner: ben
goals: [one-system]
status: active
version: 3
steps:
  - {id: register, title: Register it, role: clerk, work_time: 5m}
  - {id: match, title: Match it with the order, role: clerk, work_time: 10m}
  - {id: pay, title: Pay it, role: controller}
service_level: {percentile: 85, within: 5d}
""",
}  # fmt: skip


def edited(files: Mapping[str, str], path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The files with words of one replaced."""
    text = files[path]
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new)
    return {**files, path: text}


def judged(base: Mapping[str, str], head: Mapping[str, str]) -> Verdict:
    """What is said of a change between two sets of files, by their paths in the workspace."""
    library = Library()
    before, after = (
        load(
            Memory({f"work/{path}": text for path, text in side.items()}, label=label),
            "work",
            library,
        )
        for side, label in ((base, BASE), (head, HEAD))
    )
    return judge(after, AS_OF, Base(before, before, BASE, compared=BASE))


def told(base: Mapping[str, str], head: Mapping[str, str], fail_on: str = "error") -> Review:
    return review(judged(base, head), Severity(fail_on))


def changed(path: str, *pairs: tuple[str, str]) -> Review:
    """The review of a change of words in one file."""
    return told(ORGANISATION, edited(ORGANISATION, path, *pairs))


def items(said: Review, heading: str | None = None) -> list[Item]:
    """The rows of a review, those below others too."""
    found: list[Item] = []
    for section in said.sections():
        for block in section.blocks:
            if heading in (None, block.title):
                for item in block.items:
                    found += [item, *item.items]
    return found


def approved(
    base: Mapping[str, str], head: Mapping[str, str], gate: str, **people: str
) -> dict[str, str]:
    """The head with approvals of a gate review, each with the digest that it takes: person to role."""
    said = judged(base, head)
    assert said.law is not None
    (passing,) = passed(said.changes, said.law)
    digest = content.digest(passing, said.law)
    folder = f"projects/{passing.project.id}/gates/{gate}/approvals"
    given = {
        f"{folder}/{person}.yaml": f"date: 2026-11-20\nrole: {role}\ndigest: '{digest}'\n"
        for person, role in people.items()
    }
    return {**head, **given}


def frozen(files: Mapping[str, str], project: str, gate: str) -> dict[str, str]:
    """The files with the baseline that the project's plan makes."""
    work = load(Memory({f"work/{path}": text for path, text in files.items()}), "work")
    data = {"taken_on": "2026-11-20", "gate": gate, **promise(work, project)}
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in data.items())
    return {**files, f"projects/{project}/baseline.yaml": text}


MATCH = "  - {id: match, title: Match it with the order, role: clerk, work_time: 10m}\n"
PAY = "  - {id: pay, title: Pay it, role: controller}\n"
REVIEW = """\
to: execution
decision: conditional
criteria:
  - {id: charter, status: met, evidence: Signed on 2 November}
  - {id: survey, status: waived, reason: The plants answer in December, approved_by: dora}
  - {id: capacity, status: met, evidence: Both testers are named}
conditions: [{id: contract, text: Sign the partner's contract, owner: ann, due: 2026-12-15}]
"""
GATE = "planning-2026-11-20"


def rich() -> tuple[dict[str, str], dict[str, str]]:
    """Something of everything: a gate with a waiver, a condition and one approval of two; an illegal move."""
    head = edited(
        ORGANISATION,
        "projects/erp/project.yaml",
        ("phase: planning", "phase: execution"),
        ("end: 2027-09-30", "end: 2027-10-15"),
        ("planned: 280000", "planned: 300000"),
        ("- {id: licences, planned: 120000}", "- {id: training, planned: 8000}"),
        ("percent: 50", "percent: 30"),
        ("Three systems become one.", "Three systems become one, and the plants follow."),
    )
    head = edited(
        head,
        "projects/erp/plan.yaml",
        ("due: 2027-07-02", "due: 2027-07-16"),
        ("status: doing, effort: 10d", "status: done, effort: 12d"),
        ("assignees: [eli]", "assignees: [ben, eli]"),
        (
            "  - {id: bank, title: Write an interface to the bank, status: todo, effort: 25d}\n",
            "  - {id: train, title: Train the plants, assignees: [eli], status: todo, effort: 8d}\n",
        ),
    )
    head[f"projects/erp/gates/{GATE}/review.yaml"] = REVIEW
    head["projects/erp/updates/2026-11-20.yaml"] = (
        "author: ann\nhealth: {overall: amber}\nsummary: The gate was held.\n"
    )
    head["projects/erp/raid/data.yaml"] = (
        "kind: risk\ntitle: Supplier data is worse than sampled\nowner: ben\nstatus: open\n"
        "probability: 3\nimpact: 4\n"
    )
    head = frozen(head, "erp", GATE)
    head = edited(
        head,
        "projects/kiosk/project.yaml",
        ("end: 2026-12-18", "end: 2027-01-29"),
        ("phase: execution", "phase: idea"),
    )
    head = edited(
        head,
        "processes/invoice/process.yaml",
        ("version: 3", "version: 4"),
        ("within: 5d", "within: 7d"),
        (
            MATCH + PAY,
            PAY + MATCH.replace("10m", "15m") + "  - {id: file, title: File it, role: clerk}\n",
        ),
    )
    head = edited(
        head,
        "goals/one-system.yaml",
        ("target: 1\n", "target: 2\n"),
        ("value: 3}]", "value: 3}, {date: 2026-10-31, value: 2, note: The ledger is gone}]"),
    )
    head = edited(head, "goals/less-waste.yaml", ("status: proposed", "status: active"))
    head = edited(
        head, "people/ben/person.yaml", ("[controller]", "[controller, manager]"), ("0.8", "0.9")
    )
    head["projects/forecast/project.yaml"] = (
        "title: A weekly forecast\nstatus: proposed\nphase: idea\ngoals: [less-waste]\nmanager: eli\n"
    )
    del head["projects/scan/project.yaml"]
    head["projects/scanning/project.yaml"] = (
        ORGANISATION["projects/scan/project.yaml"] + "formerly: [scan]\n"
    )
    head = edited(
        head,
        "lifecycles/gated.yaml",
        ("        - {id: capacity, text: The people are there}\n", ""),
        (", {role: controller}", ""),
    )
    return dict(ORGANISATION), approved(ORGANISATION, head, GATE, dora="sponsor")
