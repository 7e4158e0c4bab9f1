"""A small organisation with something on every page of the site."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tracker.law.judge import judge
from tracker.model.load import load
from tracker.site.status import Status
from tracker.source.snapshot import Folder

AS_OF = date(2026, 11, 13)

# Values of fields that are for the inside only: none may be found in a built site.
CANARIES = {
    "full_time": "0.8642",
    "hours": "7.3519",
    "skills": "canary-skill",
    "emails": "canary.mail@meridian.example",
    "accounts": "918273645",
    "keys": "AAAAC3CanaryKey",
    "rate": "42.9753",
    "allocation": "61.2345",
    "active": "2019-04-27",
}

FILES: Mapping[str, str] = {
    "tracker.yaml": """\
title: Meridian Foods
currency: EUR
calendar: {working_days: [mon, tue, wed, thu, fri], hours_per_day: 8}
lifecycle: simple
""",
    "lifecycles/simple.yaml": """\
title: Idea to done
start: idea
final: [done]
phases: [{id: idea}, {id: doing}, {id: done}]
""",
    "lifecycles/five-phase.yaml": """\
title: Five-phase project lifecycle
start: initiation
final: [closing]
phases:
  - id: initiation
    gate: {title: Ready for definition, criteria: [{id: need, text: The need is agreed}]}
  - id: definition
    gate: {title: Ready for planning, criteria: [{id: charter, text: The charter is accepted}]}
  - id: planning
    gate: {title: Ready for execution, criteria: [{id: planned, text: Everything is planned}]}
  - id: execution
    gate: {title: Ready for closing, criteria: [{id: accepted, text: Everything is accepted}]}
  - id: closing
off_path: [withdrawn]
""",
    "goals.yaml": """\
run-finance-on-one-system:
  title: Run finance on one system
  owner: finance-director
  period: {start: 2026-01-01, end: 2027-12-31}
  status: active
  key_results: []
cut-invoice-cost:
  title: Halve the cost of a supplier invoice
  owner: finance-director
  parent: run-finance-on-one-system
  period: {start: 2026-01-01, end: 2026-12-31}
  status: active
  weight: 2
  key_results:
    - id: cost-per-invoice
      title: Cost of one invoice
      unit: EUR
      baseline: 9.40
      target: 4.70
      weight: 2
      measurements:
        - {date: 2026-03-31, value: 8.90}
        - {date: 2026-06-30, value: 7.10, note: After the scan station}
    - {id: late, title: Invoices paid late, unit: "%", baseline: 18, target: 3,
       measurements: [{date: 2026-09-30, value: 6}]}
    - {id: mood, title: Suppliers who would recommend us, baseline: 40, target: 70}
close-in-five-days:
  title: Close the month in five days
  owner: controller
  parent: run-finance-on-one-system
  period: {start: 2026-06-01, end: 2027-05-31}
  status: active
  key_results:
    - {id: days, title: Working days to close, baseline: 11, target: 5,
       measurements: [{date: 2026-10-31, value: 10.5}]}
""",
    "people.yaml": """\
finance-director: {name: Ines Duarte, roles: [sponsor]}
controller: {name: Tomasz Wilk, roles: [ap-clerk]}
programme-manager: {name: Leïla Haddad}
ap-lead: {name: Oyelaran Adeyemi}
""",
    "people/ap-clerk-a/person.yaml": f"""\
name: Freya Lindqvist
teams: [accounts-payable]
roles: [ap-clerk]
full_time: {CANARIES["full_time"]}
hours: {{mon: {CANARIES["hours"]}}}
skills: {{{CANARIES["skills"]}: 2}}
active: {{from: {CANARIES["active"]}, to: null}}
""",
    "people/ap-clerk-a/identity.yaml": f"""\
emails: [{CANARIES["emails"]}]
accounts: {{github: {CANARIES["accounts"]}}}
keys: ["ssh-ed25519 {CANARIES["keys"]}"]
""",
    "teams.yaml": """\
finance: {title: Finance, kind: department, lead: finance-director}
accounts-payable: {title: Accounts payable, kind: team, parent: finance, lead: ap-lead}
""",
    "roles.yaml": f"""\
ap-clerk: {{title: Accounts payable clerk, rate: {CANARIES["rate"]}, work: producer}}
cost-centre-owner: {{title: Cost centre owner, work: producer}}
treasurer: {{title: Treasurer, work: producer}}
sponsor: {{title: Sponsor, work: improver}}
""",
    "projects/erp-replacement/project.yaml": f"""\
title: Replace the ERP system
summary: One system for **finance**, purchasing and the plants, in place of three.
status: active
lifecycle: five-phase
phase: planning
goals: [run-finance-on-one-system, cut-invoice-cost]
sponsor: finance-director
manager: programme-manager
team: accounts-payable
start: 2026-06-01
end: 2027-09-30
priority: 1
allocations: [{{person: ap-clerk-a, percent: {CANARIES["allocation"]}, from: 2026-06-01, to: 2027-09-30}}]
handover_to: process-invoice
related: [project/scan-station, work/tracker.yaml, "https://erp.example.org/plan"]
""",
    "projects/erp-replacement/plan.yaml": """\
deliverables:
  - id: chart-of-accounts
    title: Chart of accounts
    due: 2026-11-30
    owner: controller
    acceptance: {criteria: [Approved by the auditors, Mapped from all three systems], status: pending}
  - id: interfaces
    title: Interfaces to the plants
    due: 2027-03-31
    owner: programme-manager
    acceptance: {criteria: [Every plant posts a test order], status: conditional,
      by: finance-director, date: 2026-11-10, defects: [Plant 4 is missing]}
milestones:
  - {id: design-freeze, title: Design freeze, due: 2026-12-18}
  - {id: go-live, title: Go-live of finance, due: 2027-07-01}
tasks:
  - {id: interview-finance, title: Interview the finance team, deliverable: chart-of-accounts,
     assignees: [controller], status: done, effort: 5d, started: 2026-10-05, finished: 2026-10-09}
  - {id: map-accounts, title: Map the old accounts to the new ones, deliverable: chart-of-accounts,
     assignees: [controller, ap-lead], status: doing, effort: 10d, started: 2026-10-12, depends_on: [interview-finance]}
  - {id: test-orders, title: Post test orders, deliverable: interfaces, status: todo,
     duration: 4w, deadline: 2027-03-01, depends_on: [{task: map-accounts, lag: 2d}]}
""",
    "projects/scan-station/project.yaml": """\
title: Scan station at the mail room
status: completed
phase: done
goals: [cut-invoice-cost]
manager: ap-lead
start: 2026-02-01
end: 2026-05-29
handover_to: process-invoice
""",
    "projects/scan-station/closure.yaml": """\
outcome: achieved
accepted_by: finance-director
accepted_on: 2026-06-02
summary: Every letter is scanned on the day it arrives.
lessons: [{text: Ask the post room first}]
""",
    "projects/supplier-portal/project.yaml": """\
title: Supplier portal
status: active
phase: doing
goals: [cut-invoice-cots]
manager: ap-lead
start: 2026-09-01
end: 2026-08-01
""",
    "projects/archive/project.yaml": """\
title: Digital archive
status: proposed
phase: ideas
""",
    "processes/process-invoice/process.yaml": """\
title: Process a supplier invoice
purpose: Every supplier is paid right and on time.
owner: ap-lead
backup: controller
department: finance
goals: [cut-invoice-cost]
status: active
version: 3
effective_from: 2026-07-01
next_review: 2027-01-15
triggers:
  - {id: arrival, kind: event, text: An invoice arrives by mail or scan}
inputs: [Invoice, Purchase order]
outputs: [Payment, Ledger entry]
customer: Suppliers
steps:
  - id: register
    title: Register the invoice
    role: ap-clerk
    work_time: 5m
    wait_time: 4h
    instructions: |
      Scan it, check the *supplier number*, attach the order.

      1. Open the [inbox](https://inbox.example.org/).
      2. Drag the letter onto `Scan`.
    checklist: [Supplier number matches, Order attached]
  - {id: match, title: Match with order and receipt, role: ap-clerk, work_time: 10m, rework_to: register}
  - {id: approve, title: Approve, role: cost-centre-owner, work_time: 3m, wait_time: 1d}
  - {id: query, title: Query the supplier, role: ap-clerk, work_time: 15m, optional: true, parallel_with: match}
  - {id: pay, title: Pay, role: treasurer, work_time: 2m}
service_level: {percentile: 85, within: 5d}
wip_limit: 60
measures: [{id: cycle-time, title: Cycle time, of: cycle_time, unit: d}]
""",
    "processes/month-end/process.yaml": """\
title: Close the month
status: draft
steps: [{id: accrue, title: Book the accruals}]
""",
}


def write(root: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write a workspace into `work` below a folder; the folder."""
    for name, content in files.items():
        path = root / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def status(root: Path, title: str = "Meridian Foods", as_of: date = AS_OF) -> Status:
    """The status of the workspace in `work` below a folder, judged without a base."""
    work = load(Folder(root), "work")
    return Status(
        work, judge(work, as_of), title, as_of, "0123456789abcdef0123456789abcdef01234567"
    )
