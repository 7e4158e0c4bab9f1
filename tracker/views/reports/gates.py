"""Gates as they were held: what was decided, what was waived, who approved, and what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.law.gates import Held, reviews_by_project
from tracker.law.lifecycle import Decision
from tracker.law.passing import Given
from tracker.law.policy import Law
from tracker.model.work import Work
from tracker.views.report import Column, Value, report
from tracker.views.reports.held import (
    Approved,
    Open,
    Waiver,
    approvals,
    approved,
    open_conditions,
)


@dataclass(frozen=True)
class GateRow:
    """One gate review; `recycled` counts how often the project was sent back from that gate before."""

    project: str
    date: date | None
    gate: str | None
    to: str | None
    decision: str | None
    reason: str | None
    met: int
    waived: int
    not_met: int
    waivers: tuple[Waiver, ...]
    approvals: tuple[Approved, ...]
    conditions: tuple[Open, ...]
    recycled: int


@report(
    Column("project", "Project", Value.REF, "project"),
    Column("date", "Held on", Value.DATE),
    Column("gate", "Gate"),
    Column("decision", "Decision", Value.STATE),
    Column("met", "Met", Value.NUMBER),
    Column("waived", "Waived", Value.NUMBER),
    Column("not_met", "Not met", Value.NUMBER),
    Column("to", "Leads to", below=True),
    Column("reason", "Reason", below=True),
    Column("waivers", "Waivers", Value.ENTRIES, Waiver, below=True),
    Column("approvals", "Approved by", Value.ENTRIES, Approved, below=True),
    Column("conditions", "Still open", Value.ENTRIES, Open, below=True),
    Column("recycled", "Recycled before", Value.NUMBER, below=True),
)
def gates(work: Work, law: Law, as_of: date) -> list[GateRow]:
    """Every gate review, the newest first: decision, waivers, approvals, open conditions."""
    given = approvals(work)
    rows = [
        _row(work, project, one, held[:at], given, law, as_of)
        for project, held in reviews_by_project(work).items()
        for at, one in enumerate(held)
    ]
    rows.sort(key=lambda row: row.project)
    return sorted(rows, key=lambda row: row.date or date.min, reverse=True)


def _row(
    work: Work, project: str, one: Held, before: Iterable[Held],
    given: Mapping[str, list[Given]], law: Law, as_of: date,
) -> GateRow:  # fmt: skip
    record = one.record
    found = [met.status for met in record.criteria]
    return GateRow(
        project,
        one.day,
        one.left or one.name,
        record.to,
        record.decision,
        record.reason,
        found.count("met"),
        found.count("waived"),
        found.count("not-met"),
        tuple(
            Waiver(met.id, met.reason, met.approved_by)
            for met in record.criteria
            if met.status == "waived"
        ),
        tuple(approved(each, law) for each in given.get(one.entity.id, ())),
        tuple(open_conditions(work, one, as_of)),
        sum(other.decision is Decision.RECYCLE and other.left == one.left for other in before),
    )
