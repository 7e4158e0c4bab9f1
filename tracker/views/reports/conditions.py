"""Conditions that gates have made and nobody has met yet, over all projects."""

from dataclasses import dataclass
from datetime import date

from tracker.law.gates import reviews_by_project
from tracker.model.work import Work
from tracker.views.report import Column, Value, report
from tracker.views.reports.held import Open, open_conditions


@dataclass(frozen=True)
class ConditionRow:
    """An open condition, and the gate that made it: the folder of its review."""

    project: str
    gate: str
    open: Open

    @property
    def state(self) -> str:
        return "overdue" if self.open.overdue else "open"


@report(
    Column("due", "Due", Value.DATE, cell=lambda row: row.open.due),
    Column("state", "State", Value.STATE),
    Column("days", "Days left", Value.DAYS, cell=lambda row: row.open.days),
    Column("project", "Project", Value.REF, "project"),
    Column("condition", "Condition", cell=lambda row: row.open.condition),
    Column("owner", "Owner", Value.REF, "person", cell=lambda row: row.open.owner),
    Column("text", "What", below=True, cell=lambda row: row.open.text),
    Column("gate", "Gate", below=True),
    Column("age", "Days open", Value.DAYS, below=True, cell=lambda row: row.open.age),
)
def conditions(work: Work, as_of: date) -> list[ConditionRow]:
    """Every condition of a gate that is still open, the one that is due first on top."""
    rows = [
        ConditionRow(project, one.name, condition)
        for project, held in reviews_by_project(work).items()
        for one in held
        for condition in open_conditions(work, one, as_of)
    ]
    return sorted(rows, key=lambda row: (row.open.due or date.max, row.project, row.gate))
