"""Goals: one row each, with progress, and the tree that they stand in."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tracker.analysis.goals import (
    Goals,
    Progress,
    Standing,
    expected,
    key_result_share,
    latest,
    standing,
)
from tracker.analysis.tree import depths
from tracker.model.entity import Entity
from tracker.model.records import Goal, KeyResult, Measurement
from tracker.model.work import Work
from tracker.views.report import Column, Value, report


@dataclass(frozen=True)
class GoalRow:
    """What an index says about a goal; `depth` counts the goals above it."""

    id: str
    title: str
    status: str | None
    outcome: str | None
    owner: str | None
    parent: str | None
    start: date | None
    end: date | None
    progress: Progress
    expected: Progress
    standing: Standing
    depth: int
    projects: int
    processes: int


@dataclass(frozen=True)
class KeyResultRow:
    """A key result with what was measured of it, its progress, and what it counts in that of the goal."""

    record: KeyResult
    latest: Measurement | None
    progress: Progress
    share: float


def _partial(progress: Progress) -> str | None:
    if progress.value is None or progress.counted == progress.total:
        return None
    return f"{progress.counted} of {progress.total} parts"


def _percent(progress: Progress) -> float | None:
    return None if progress.value is None else round(100 * progress.value, 1)


@report(
    Column("goal", "Goal", Value.REF, "goal", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("status", "Status", Value.STATE),
    Column("progress", "Progress", Value.PERCENT, cell=lambda row: _percent(row.progress)),
    Column("standing", "Standing", Value.STATE),
    Column("expected", "Expected", Value.PERCENT, cell=lambda row: _percent(row.expected)),
    Column("end", "End", Value.DATE),
    Column("owner", "Owner", Value.REF, "person"),
    Column("parent", "Below", Value.REF, "goal"),
    Column("projects", "Projects", Value.NUMBER),
    Column("processes", "Processes", Value.NUMBER),
    Column("outcome", "Outcome", below=True),
    Column("unknown", "No progress", below=True, cell=lambda row: row.progress.reason),
    Column("partial", "Known for", below=True, cell=lambda row: _partial(row.progress)),
)
def goals(work: Work, as_of: date) -> list[GoalRow]:
    """Every goal, each below its parent: how far it has come, and whether that is far enough."""
    order = depths({id: goal.record.parent for id, goal in work.goals.items()})
    known = Goals(work, as_of)
    projects = Counter(id for one in work.projects.values() for id in {*one.record.goals})
    processes = Counter(id for one in work.processes.values() for id in {*one.record.goals})
    return [
        _row(work.goals[id], as_of, depth, known.of(id), projects[id], processes[id])
        for id, depth in order.items()
    ]


def _row(
    entity: Entity[Goal], as_of: date, depth: int, progress: Progress, projects: int, processes: int
) -> GoalRow:
    record, period = entity.record, entity.record.period
    return GoalRow(
        entity.id,
        entity.title,
        record.status,
        record.outcome,
        record.owner,
        record.parent,
        period.start if period else None,
        period.end if period else None,
        progress,
        expected(period, as_of),
        standing(record, progress, as_of),
        depth,
        projects,
        processes,
    )


def key_results(known: Goals, entity: Entity[Goal]) -> list[KeyResultRow]:
    """The key results of a goal, in the order of the file; `known` is shared by all goals."""
    return [
        KeyResultRow(
            found,
            latest(found),
            known.from_source(entity.id, one),
            key_result_share(entity.record, one),
        )
        for one in entity.record.key_results
        for found in [known.measured(one)]
    ]
