"""What is due: every open thing that has a day, over goals, projects and processes."""

from collections.abc import Callable
from datetime import date

from tracker.model.work import Work
from tracker.views.days import Dated, days
from tracker.views.report import Column, Value, report


def _of(kind: str) -> Callable[[Dated], str | None]:
    return lambda row: row.id if row.kind == kind else None


@report(
    Column("day", "Due", Value.DATE),
    Column("what", "What"),
    Column("title", "Title"),
    Column("project", "Project", Value.REF, "project", cell=_of("project")),
    Column("people", "Who", Value.REFS, "person"),
    Column("process", "Process", Value.REF, "process", below=True, cell=_of("process")),
    Column("goal", "Goal", Value.REF, "goal", below=True, cell=_of("goal")),
    Column("team", "Team", Value.REF, "team", below=True),
)
def due(work: Work, as_of: date) -> list[Dated]:
    """Every open thing that is due on a day: deliverables, tasks, conditions, reviews, ends.

    Nobody records that a milestone was reached, or that a benefit was looked at: those whose day
    has passed are not told.
    """
    return [one for one in days(work, as_of) if not one.closed]
