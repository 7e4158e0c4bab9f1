"""The words of a review: under which heading a field is told, and what the items of a list are called.

A field that is named nowhere here is told under its own name, below "More".
"""

from typing import NamedTuple

GATE, APPROVALS, STATUS, DATES = "Phase and gate", "Approvals", "Status", "Dates"
WORK, BUDGET, SCOPE, PEOPLE = "Work", "Budget", "Scope", "People"
STEPS, LEVEL, TARGETS, MEASURED = "Steps", "Service level", "Targets", "Measurements"
GOALS, REPORTS, BASELINE, MORE = "Goals", "Reports", "Baseline", "More"
ALLOWS, LAW, FINDINGS = "What the new law would allow", "Law", "Findings"

ORDER = (
    GATE, APPROVALS, STATUS, DATES, BASELINE, BUDGET, SCOPE, STEPS, LEVEL, TARGETS, MEASURED, GOALS,
    WORK, PEOPLE, REPORTS, ALLOWS, LAW, MORE, FINDINGS,
)  # fmt: skip
"""The headings, in the order in which people ask."""

_EVERYWHERE = {
    "title": SCOPE, "name": SCOPE, "summary": SCOPE, "purpose": SCOPE, "status": STATUS,
    "outcome": STATUS, "goals": GOALS, "owner": PEOPLE, "backup": PEOPLE, "manager": PEOPLE,
    "sponsor": PEOPLE, "team": PEOPLE, "teams": PEOPLE, "roles": PEOPLE, "lead": PEOPLE,
    "department": PEOPLE, "allocations": PEOPLE, "stakeholders": PEOPLE, "raci": PEOPLE,
    "budget": BUDGET, "tolerances": BUDGET, "handover_to": SCOPE, "start": DATES, "end": DATES,
    "period": DATES, "lifecycle": GATE, "phase": GATE, "deliverables": WORK, "milestones": WORK,
    "tasks": WORK, "steps": STEPS, "version": STEPS, "effective_from": DATES, "next_review": DATES,
    "service_level": LEVEL, "wip_limit": LEVEL, "inputs": SCOPE, "outputs": SCOPE,
    "customer": SCOPE, "key_results": TARGETS, "weight": TARGETS, "parent": GOALS,
}  # fmt: skip
_OF_A_KIND = {
    "workspace": LAW,
    "lifecycle": LAW,
    "role": LAW,
    "identity": LAW,
    "baseline": BASELINE,
} | dict.fromkeys(
    (
        "update",
        "raid",
        "change",
        "closure",
        "condition",
        "review",
        "approval",
        "run",
        "improvement",
        "training-record",
    ),
    REPORTS,
)


def block_of(kind: str, key: str) -> str:
    """The heading under which a field is told."""
    return _OF_A_KIND.get(kind) or _EVERYWHERE.get(key, MORE)


ITEMS = {
    "tasks": "Task", "deliverables": "Deliverable", "milestones": "Milestone",
    "lines": "Budget line", "steps": "Step", "triggers": "Trigger", "measures": "Measure",
    "key_results": "Key result", "phases": "Phase", "conditions": "Condition",
    "criteria": "Criterion",
}  # fmt: skip
"""What an item of a list with ids is called."""

TOLD = {
    "tasks": ("assignees", "effort", "deadline"),
    "deliverables": ("due", "owner"),
    "milestones": ("due",),
    "lines": ("planned",),
    "steps": ("role", "work_time", "optional"),
    "key_results": ("baseline", "target"),
    "triggers": ("text", "rule"),
}
"""What is said of an item that comes or goes."""


class Verbs(NamedTuple):
    """How an entry of a list that came or went is said."""

    came: str
    went: str


LISTS = {
    "roles": Verbs("Takes on the role", "Gives up the role"),
    "teams": Verbs("Joins the team", "Leaves the team"),
    "goals": Verbs("Serves the goal", "No longer serves the goal"),
    "assignees": Verbs("is now also done by", "is no longer done by"),
    "allocations": Verbs("Time given", "Time taken back"),
    "measurements": Verbs("measured on", "measurement withdrawn"),
    "stakeholders": Verbs("Stakeholder added", "Stakeholder gone"),
}
KNOWN_BY = {
    "allocations": ("person", "role"),
    "stakeholders": ("person",),
    "raci": ("work",),
    "measurements": ("date",),
}
"""By which of its keys an entry of a list without ids is known again."""

SUMMARY = {
    "project": ("phase", "status", "goals", "sponsor", "manager", "start", "end", "budget"),
    "goal": ("status", "owner", "parent", "period", "key_results"),
    "process": ("status", "owner", "goals", "version", "steps", "service_level"),
    "person": ("teams", "roles"),
    "team": ("parent", "lead"),
    "role": ("work",),
}
"""What is told of an entity that came or went as a whole; of the others all is."""

KINDS_OF = {
    "raid": "Risk or issue",
    "change": "Change request",
    "closure": "Closure",
    "condition": "Condition",
    "update": "Update",
    "baseline": "Baseline",
    "review": "Gate review",
    "approval": "Approval",
    "run": "Run",
    "improvement": "Improvement",
    "training-record": "Training record",
}
"""What the parts of a project are called."""
