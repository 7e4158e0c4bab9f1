"""What is due: every open thing that has a day, over goals, projects and processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.model.work import Work
from tracker.views.days import Dated, days
from tracker.views.report import Column, Value, report


class Standing(StrEnum):
    """What became of a day that has passed; a run is missing once the next one is to begin."""

    MISSING = "missing"
    LATE = "late"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


@dataclass(frozen=True)
class Due(Dated):
    """One open thing with its day; `late` is for how many days, None where that day is to come."""

    late: int | None = None

    @property
    def standing(self) -> Standing | None:
        if self.is_missing:
            return Standing.MISSING
        return Standing.LATE if self.late else None


def _of(kind: str) -> Callable[[Dated], str | None]:
    return lambda row: row.id if row.kind == kind else None


@report(
    Column("day", "Due", Value.DATE),
    Column("what", "What", Value.STATE),
    Column("title", "Title"),
    Column("project", "Project", Value.REF, "project", cell=_of("project")),
    Column("people", "Who", Value.REFS, "person"),
    Column("process", "Process", Value.REF, "process", below=True, cell=_of("process")),
    Column("goal", "Goal", Value.REF, "goal", below=True, cell=_of("goal")),
    Column("team", "Team", Value.REF, "team", below=True),
    Column("standing", "Standing", Value.STATE, below=True, order=lambda row: row.standing.rank),
    Column("late", "Days late", Value.DAYS, below=True),
)
def due(work: Work, as_of: date) -> list[Due]:
    """Every open thing that is due on a day: deliverables, tasks, conditions, reviews, runs.

    Runs are those that schedules ask for, and those under way for longer than was promised. Nobody
    records that a milestone was reached, or that a benefit was looked at: those whose day has passed
    are not told.
    """
    open = (one for one in days(work, as_of) if not one.closed)
    return [Due(**vars(one), late=max(0, -one.days(as_of)) or None) for one in open]
