"""Dates of a project as rows: the project, its milestones, its deliverables each with its tasks.

What is known is told: tasks have the days that somebody wrote down, and no computed ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.law.ended import ended
from tracker.model.entity import Entity
from tracker.model.records import Baseline, Deliverable, Milestone, Project, PromisedTask, Task
from tracker.model.work import Work
from tracker.views.days import Closed, accepted, milestone


class Standing(StrEnum):
    """How a thing stands on a day, by what the files say of it."""

    DONE = "Done"
    WITH_DEFECTS = "Accepted with defects"
    PASSED = "Day passed"
    UNDER_WAY = "Under way"
    BLOCKED = "Blocked"
    PLANNED = "Planned"
    OVERDUE = "Overdue"
    CANCELLED = "Cancelled"


@dataclass(frozen=True)
class DateRow:
    """One thing with its days; `promised` are those of the baseline.

    A thing with `start` and `end` lasts; one with an `end` alone is due on that day. `open_end` is
    where the end is not known, and the row goes up to today.
    """

    kind: str
    id: str
    title: str
    standing: Standing
    start: date | None
    end: date | None
    open_end: bool = False
    promised_start: date | None = None
    promised_end: date | None = None

    @property
    def slip(self) -> int | None:
        """Days that the end is later than promised, less than nothing where it is earlier."""
        if self.end is None or self.promised_end is None or self.open_end:
            return None
        return (self.end - self.promised_end).days

    def overdue(self, as_of: date) -> int | None:
        """Days since the end that was to be kept; None where it is not overdue."""
        late = self.standing in (Standing.OVERDUE, Standing.BLOCKED)
        if not late or self.end is None or self.end >= as_of:
            return None
        return (as_of - self.end).days


_CLOSED = {
    Closed.DONE: Standing.DONE,
    Closed.WITH_DEFECTS: Standing.WITH_DEFECTS,
    Closed.PASSED: Standing.PASSED,
}


def dates(work: Work, project: Entity[Project], as_of: date) -> list[DateRow]:
    """The project, then milestones and deliverables by their days, tasks below what they are for."""
    entity = work.of("baseline").get(project.id)
    promised: Baseline = entity.record if entity else Baseline()
    plan = work.plan(project.id)
    rows = [_project(work, project, promised, as_of)]
    is_over = ended(work, project)
    milestones = (_milestone(one, promised, as_of, is_over) for one in plan.milestones)
    rows += sorted(milestones, key=_day)
    tasks: dict[str, list[DateRow]] = {}
    known = {one.id for one in plan.deliverables if one.id}
    for task in plan.tasks:
        under = task.deliverable if task.deliverable in known else ""
        tasks.setdefault(under or "", []).append(_task(task, promised, as_of))
    for one in sorted((_deliverable(one, promised, as_of) for one in plan.deliverables), key=_day):
        rows += [one, *sorted(tasks.get(one.id, ()), key=_day)]
    return rows + sorted(tasks.get("", ()), key=_day)


def later(rows: list[DateRow]) -> Iterator[DateRow]:
    """What is due later than promised, the farthest first."""
    found = [(one.slip or 0, one) for one in rows if (one.slip or 0) > 0]
    yield from (one for _, one in sorted(found, key=lambda pair: -pair[0]))


def _day(row: DateRow) -> date:
    return row.start or row.end or date.max


def _project(work: Work, project: Entity[Project], promised: Baseline, as_of: date) -> DateRow:
    record = project.record
    if ended(work, project):
        standing = Standing.DONE if record.status != "cancelled" else Standing.CANCELLED
    else:
        begun = record.start is None or record.start <= as_of
        standing = _due(record.end, as_of, Standing.UNDER_WAY if begun else Standing.PLANNED)
    return DateRow(
        "Project", project.id, project.title, standing, record.start, record.end,
        promised_start=promised.start, promised_end=promised.end,
    )  # fmt: skip


def _milestone(one: Milestone, promised: Baseline, as_of: date, is_over: bool) -> DateRow:
    closed = milestone(one, as_of, is_over)
    standing = _CLOSED[closed] if closed else Standing.PLANNED
    id = one.id or ""
    return DateRow(
        "Milestone", id, one.title or id, standing, None, one.due,
        promised_end=promised.milestones.get(id),
    )  # fmt: skip


def _deliverable(one: Deliverable, promised: Baseline, as_of: date) -> DateRow:
    closed = accepted(one)
    standing = _CLOSED[closed] if closed else _due(one.due, as_of, Standing.PLANNED)
    id = one.id or ""
    return DateRow(
        "Deliverable", id, one.title or id, standing, None, one.due,
        promised_end=promised.deliverables.get(id),
    )  # fmt: skip


_SAID = {"cancelled": Standing.CANCELLED, "blocked": Standing.BLOCKED}
"""What is said of a task whatever its days say; a blocked one may be overdue too."""


def _task(one: Task, promised: Baseline, as_of: date) -> DateRow:
    id = one.id or ""
    then = promised.tasks.get(id, PromisedTask())
    open_end = one.started is not None and one.finished is None and one.status != "done"
    start = one.started or one.not_before
    end = one.finished or one.deadline
    if open_end and (end is None or end < as_of):
        standing = Standing.OVERDUE if end else Standing.UNDER_WAY
    elif one.finished or one.status == "done":
        standing = Standing.DONE
    else:
        standing = _due(end, as_of, Standing.UNDER_WAY if open_end else Standing.PLANNED)
    if one.status in _SAID:
        standing = _SAID[one.status]
    return DateRow(
        "Task", id, one.title or id, standing, start, end, open_end and end is None,
        then.start, then.end,
    )  # fmt: skip


def _due(end: date | None, as_of: date, standing: Standing) -> Standing:
    return Standing.OVERDUE if end is not None and end < as_of else standing
