"""Processes: one row each."""

from dataclasses import dataclass
from datetime import date

from tracker.model.entity import Entity
from tracker.model.records import Process
from tracker.model.work import Work
from tracker.views.report import Column, Value, report
from tracker.views.spans import span


@dataclass(frozen=True)
class ProcessRow:
    """What an index says about a process; `within` is its service level in words."""

    id: str
    title: str
    status: str | None
    version: int | None
    owner: str | None
    department: str | None
    steps: int
    within: str | None
    next_review: date | None
    goals: tuple[str, ...]


@report(
    Column("process", "Process", Value.REF, "process", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("status", "Status", Value.STATE),
    Column("within", "Service level"),
    Column("next_review", "Next review", Value.DATE),
    Column("owner", "Owner", Value.REF, "person"),
    Column("department", "Department", Value.REF, "team"),
    Column("goals", "Goals", Value.REFS, "goal"),
    Column("version", "Version", Value.NUMBER),
    Column("steps", "Steps", Value.NUMBER),
)
def processes(work: Work) -> list[ProcessRow]:
    """Every process: its status, what it promises, who owns it, and when it is looked at again."""
    rows = [row(entity) for entity in work.processes.values()]
    return sorted(rows, key=lambda one: (one.title.casefold(), one.id))


def row(entity: Entity[Process]) -> ProcessRow:
    """The row of one process."""
    record = entity.record
    return ProcessRow(
        entity.id,
        entity.title,
        record.status,
        record.version,
        record.owner,
        record.department,
        len(record.steps),
        service_level(record),
        record.next_review,
        record.goals,
    )


def service_level(record: Process) -> str | None:
    """The promise in words: so many percent of the runs within a span."""
    level = record.service_level
    within = span(level.within) if level else None
    if level is None or within is None:
        return None
    return f"{level.percentile:g} % within {within}" if level.percentile else f"within {within}"
