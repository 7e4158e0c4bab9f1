"""One complete document per schema, with every field that the formats know."""

from typing import Any

CLERK = {
    "name": "Clerk A",
    "teams": ["accounts-payable"],
    "roles": ["ap-clerk"],
    "full_time": 0.8,
    "hours": {"mon": 8, "tue": 8, "wed": 8, "thu": 8},
    "skills": {"sap": 2},
    "active": {"from": "2019-04-01", "to": None},
    "formerly": ["clerk-one"],
}
TEAM = {
    "title": "Accounts payable",
    "kind": "team",
    "parent": "finance",
    "lead": "ap-lead",
    "formerly": [],
}
ROLE = {
    "title": "Accounts payable clerk",
    "rate": 42.50,
    "work": "producer",
    "training": ["invoice-basics"],
    "capacity": None,
    "formerly": [],
}
GOAL = {
    "title": "Halve the cost of a supplier invoice",
    "owner": "finance-director",
    "parent": "run-finance-on-one-system",
    "period": {"start": "2026-01-01", "end": "2026-12-31"},
    "status": "active",
    "outcome": None,
    "weight": 2,
    "key_results": [
        {
            "id": "cost-per-invoice",
            "title": "Cost of one invoice",
            "unit": "EUR",
            "baseline": 9.40,
            "target": 4.70,
            "weight": 1,
            "source": "measurements",
            "measurements": [
                {"date": "2026-03-31", "value": 8.90},
                {"date": "2026-06-30", "value": 7.10, "note": "After the scan station"},
            ],
        },
        {
            "id": "cycle-time",
            "title": "Nine of ten within",
            "baseline": 12,
            "target": 5,
            "source": {"process": "process-invoice", "measure": "cycle_time_p85"},
        },
    ],
    "formerly": ["cheaper-invoices"],
}
PLAN = {
    "deliverables": [
        {
            "id": "chart-of-accounts",
            "title": "Chart of accounts",
            "due": "2026-11-30",
            "owner": "controller",
            "acceptance": {
                "criteria": ["Approved by the auditors"],
                "status": "conditional",
                "by": "finance-director",
                "date": "2026-11-30",
                "defects": ["Two cost centres are missing"],
            },
        }
    ],
    "milestones": [{"id": "design-freeze", "title": "Design freeze", "due": "2026-12-18"}],
    "tasks": [
        {
            "id": "interview-finance",
            "title": "Interview the finance team",
            "deliverable": "chart-of-accounts",
            "assignees": ["solution-architect"],
            "status": "done",
            "effort": {"optimistic": "3d", "likely": "5d", "pessimistic": "9d"},
            "started": "2026-10-05",
            "finished": "2026-10-09",
        },
        {
            "id": "map-accounts",
            "title": "Map the old accounts to the new ones",
            "assignees": ["controller"],
            "status": "doing",
            "effort": "10d",
            "remaining": "6d",
            "depends_on": [
                "interview-finance",
                {"task": "project/data-clean-up/ledger", "type": "SS", "lag": "2d"},
            ],
            "not_before": "2026-10-12",
            "deadline": "2026-11-20",
            "needs": [{"role": "controller", "units": 1}],
        },
        {"id": "wait", "title": "Wait for the auditors", "status": "todo", "duration": "3w"},
    ],
}
PROJECT = {
    "title": "Replace the ERP system",
    "summary": "One system for finance, purchasing and the plants, in place of three.",
    "status": "active",
    "lifecycle": "five-phase",
    "phase": "planning",
    "goals": ["run-finance-on-one-system"],
    "sponsor": "finance-director",
    "manager": "programme-manager",
    "team": "erp-core",
    "start": "2026-06-01",
    "end": "2027-09-30",
    "priority": 1,
    "budget": {
        "lines": [
            {
                "id": "licences",
                "kind": "opex",
                "planned": 120000,
                "committed": 96000,
                "actual": 24000,
                "department": "it",
                "from": "2026-10-01",
                "to": "2027-09-30",
            }
        ]
    },
    "tolerances": {"schedule": "10d", "cost": "5%"},
    "allocations": [
        {
            "person": "programme-manager",
            "percent": 60,
            "from": "2026-06-01",
            "to": "2027-09-30",
            "booking": "hard",
        },
        {
            "role": "tester",
            "hours_per_week": 20,
            "from": "2027-03-01",
            "to": "2027-06-30",
            "booking": "soft",
        },
    ],
    "stakeholders": [{"person": "plant-manager", "interest": "high", "influence": "high"}],
    "raci": [
        {
            "work": "design",
            "accountable": "solution-architect",
            "responsible": ["erp-core"],
            "consulted": ["ap-lead"],
            "informed": ["plant-manager"],
        }
    ],
    "handover_to": "process-invoice",
    "formerly": [],
    "related": ["goal/cut-invoice-cost", "docs/erp.md"],
    "imported": {"date": "2026-07-01", "reason": "Already under way"},
    **PLAN,
}
LIFECYCLE = {
    "title": "Five-phase project lifecycle",
    "start": "initiation",
    "final": ["closing"],
    "phases": [
        {
            "id": "initiation",
            "title": "Initiation",
            "gate": {
                "title": "Ready for definition",
                "criteria": [
                    {
                        "id": "serves-a-goal",
                        "text": "The project names the goal it serves",
                        "requires": {"properties": {"project": {"required": ["goals"]}}},
                    },
                    {"id": "need-agreed", "text": "The business need is agreed"},
                ],
                "approvals": [{"field": "sponsor"}, {"role": "controller"}],
            },
        },
        {"id": "planning", "optional": False, "on_leave": ["freeze-baseline"]},
        {"id": "closing", "on_leave": ["require-closure"]},
    ],
    "off_path": ["withdrawn"],
}
WORKSPACE = {
    "title": "Meridian Foods",
    "currency": "EUR",
    "calendar": {
        "working_days": ["mon", "tue", "wed", "thu", "fri"],
        "hours_per_day": 8,
        "holidays": {"country": "DE", "subdivision": "HH"},
        "closures": [{"from": "2026-12-24", "to": "2026-12-31", "name": "Year-end closure"}],
    },
    "lifecycle": "simple",
    "approvals": {"proof": "recorded"},
    "update_every": "2w",
    "timesheets": "optional",
    "tolerances": {"schedule": "10d", "cost": "5%"},
    "imports_until": "2026-12-31",
    "rules": {"project-without-goal": "ignore"},
    "adopt": [
        {
            "kind": "project",
            "files": ["keps/**/kep.yaml"],
            "exclude": ["keps/NNNN-kep-template/**"],
            "id": "{folder}",
            "match": "kep-number",
            "fields": {
                "title": "title",
                "phase": "status",
                "start": "creation-date",
                "manager": "authors[0]",
                "related": ["see-also", "replaces"],
            },
            "values": {"phase": {"implementeable": "implementable"}},
            "lifecycle": "kep",
        }
    ],
}
CLOSURE = {
    "outcome": "achieved",
    "accepted_by": "finance-director",
    "accepted_on": "2027-10-08",
    "summary": "…",
    "lessons": [{"text": "Sample data from every plant", "applies_to": ["data-clean-up"]}],
    "benefits": [
        {
            "goal": "cut-invoice-cost",
            "key_result": "cost-per-invoice",
            "expected": 4.70,
            "review_on": "2028-01-15",
        }
    ],
    "handover": {"process": "process-invoice", "accepted_by": "ap-lead", "date": "2027-10-01"},
}
PROCESS = {
    "title": "Process a supplier invoice",
    "purpose": "Every supplier is paid right and on time.",
    "owner": "ap-lead",
    "backup": "senior-ap-clerk",
    "department": "finance",
    "goals": ["cut-invoice-cost"],
    "status": "active",
    "version": 3,
    "effective_from": "2026-07-01",
    "next_review": "2027-01-15",
    "triggers": [
        {"id": "arrival", "kind": "event", "text": "An invoice arrives by mail or scan"},
        {
            "id": "month-end",
            "kind": "schedule",
            "rule": "FREQ=MONTHLY;BYMONTHDAY=-1",
            "start": "2026-01-31",
            "holidays": "before",
        },
    ],
    "inputs": ["Invoice", "Purchase order"],
    "outputs": ["Payment", "Ledger entry"],
    "customer": "Suppliers",
    "steps": [
        {
            "id": "register",
            "title": "Register the invoice",
            "role": "ap-clerk",
            "work_time": "5m",
            "wait_time": "4h",
            "instructions": "Scan it, check the supplier number, attach the order.\n",
            "checklist": ["Supplier number matches", "Order attached"],
            "training": ["invoice-basics"],
            "expected_ca": 0.95,
        },
        {
            "id": "match",
            "title": "Match with order and receipt",
            "role": "ap-clerk",
            "work_time": "10m",
            "rework_to": "register",
        },
        {
            "id": "query",
            "title": "Query the supplier",
            "role": "ap-clerk",
            "work_time": "15m",
            "optional": True,
            "parallel_with": "match",
        },
    ],
    "service_level": {"percentile": 85, "within": "5d"},
    "wip_limit": 60,
    "measures": [{"id": "cycle-time", "title": "Cycle time", "of": "cycle_time", "unit": "d"}],
    "allocations": [{"role": "ap-clerk", "hours_per_week": 60}],
    "formerly": [],
}
IDENTITY = {
    "emails": ["clerk.a@meridian.example"],
    "accounts": {"github": 1234567},
    "keys": ["ssh-ed25519 AAAA…"],
}
TRAINING = {
    "title": "Invoice basics",
    "audience": ["ap-clerk"],
    "provider": "ap-lead",
    "covers": ["process/process-invoice/register", "process/process-invoice/match"],
    "valid_for": "52w",
    "formerly": [],
}

REVIEW = {
    "to": "planning",
    "reason": "The plants answer late",
    "decision": "conditional",
    "criteria": [
        {"id": "charter", "status": "met", "evidence": "Signed charter in the project folder"},
        {
            "id": "plant-survey",
            "status": "waived",
            "reason": "The plants answer by 2 October",
            "approved_by": "finance-director",
        },
    ],
    "conditions": [
        {"id": "name-testers", "text": "Name them", "owner": "hr-partner", "due": "2026-10-31"}
    ],
    "minutes": "Held in person; the plants asked for a later cut-over.",
}
APPROVAL = {
    "date": "2026-09-25",
    "role": "sponsor",
    "digest": "sha256:" + "0f3c" * 16,
    "signature": "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n",
}
CONDITION = {"done": "2026-10-20", "evidence": "Two testers named in people/"}
BASELINE = {
    "taken_on": "2026-11-16",
    "gate": "planning-2026-11-16",
    "change": None,
    "start": "2026-06-01",
    "end": "2027-09-30",
    "budget": 480000,
    "deliverables": {"chart-of-accounts": "2026-11-30"},
    "milestones": {"design-freeze": "2026-12-18"},
    "tasks": {"map-accounts": {"effort": "10d", "start": "2026-10-12", "end": "2026-10-23"}},
}
UPDATE = {
    "author": "programme-manager",
    "health": {
        "overall": "amber",
        "schedule": "amber",
        "cost": "green",
        "scope": "green",
        "resources": "red",
        "quality": "green",
    },
    "summary": "Design goes well; the two testers are still missing.",
    "done": ["Interviews finished"],
    "next": ["Freeze the chart of accounts"],
    "asks": [{"text": "Two testers from March", "of": "hr-partner", "due": "2026-12-01"}],
}
RAID = {
    "kind": "risk",
    "title": "Supplier data is worse than sampled",
    "owner": "controller",
    "status": "open",
    "probability": 3,
    "impact": 4,
    "exposure": {"cost": 30000, "schedule": "10d"},
    "response": "mitigate",
    "review_on": "2026-12-01",
}
CHANGE = {
    "title": "Cut-over one month later",
    "raised_by": "plant-manager",
    "raised_on": "2026-11-02",
    "reason": "The harvest season",
    "impact": {"end": "2027-10-31", "cost": 18000, "scope": "none"},
    "decision": "approved",
    "decided_by": "finance-director",
    "decided_on": "2026-11-09",
}

RUN = {
    "version": 2,
    "title": "Press 4 leaks oil",
    "status": "in-progress",
    "trigger": "breakdown",
    "requested": "2026-11-03T07:10+01:00",
    "started": "2026-11-03T08:00:30+01:00",
    "finished": None,
    "reason": "The press is sold",
    "steps": [
        {
            "step": "inspect",
            "by": "fitter-a",
            "started": "2026-11-03T08:00:30+01:00",
            "finished": "2026-11-03T07:40Z",
            "right_first_time": True,
        },
        {
            "step": "order-parts",
            "by": "planner",
            "started": "2026-11-03T09:00+01:00",
            "rework_of": "inspect",
            "note": "Out of order: the part was known",
        },
    ],
}
IMPROVEMENT = {
    "title": "Scan station at the mail room",
    "kind": "improvement",
    "problem": "Registering waits for the paper",
    "proposed_by": "ap-clerk-b",
    "measure": "cycle-time",
    "baseline": {"from": "2026-01-01", "to": "2026-03-31", "value": "6.1d"},
    "target": "4d",
    "status": "closed",
    "effective_from": "2026-07-01",
    "review_on": "2026-10-15",
    "result": {"verdict": "confirmed", "value": "3.8d", "signal": "8 in a row below the mean"},
    "version": 3,
}
TRAINED = {
    "training": "invoice-basics",
    "version": 3,
    "kind": "assessed",
    "date": "2026-07-10",
    "by": "ap-lead",
    "expires": "2027-07-10",
}
SHOWN: dict[str, Any] = {
    "closure": CLOSURE,
    "review": REVIEW,
    "approval": APPROVAL,
    "condition": CONDITION,
    "baseline": BASELINE,
    "update": UPDATE,
    "raid": RAID,
    "change": CHANGE,
    "goal": GOAL,
    "goals": {"cut-invoice-cost": GOAL},
    "identity": IDENTITY,
    "improvement": IMPROVEMENT,
    "lifecycle": LIFECYCLE,
    "people": {"ap-clerk-a": CLERK},
    "person": CLERK,
    "plan": PLAN,
    "process": PROCESS,
    "project": PROJECT,
    "role": ROLE,
    "run": RUN,
    "roles": {"ap-clerk": ROLE},
    "team": TEAM,
    "teams": {"accounts-payable": TEAM},
    "training": TRAINING,
    "training-record": [TRAINED],
    "workspace": WORKSPACE,
}
"""Schema name to a document as plain data."""
