"""What is due: every open thing that has a day, over goals, projects and processes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.analysis.facts import still_open
from tracker.analysis.updates import last_updates
from tracker.law.gates import reviews_by_project
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Plan, Project
from tracker.model.work import Work
from tracker.views.report import Column, Value, report
from tracker.views.reports.projects import ended

_ACCEPTED = ("accepted", "conditional")
_CLOSED = ("done", "cancelled")


class What(StrEnum):
    """What it is that has a day."""

    DELIVERABLE = "deliverable"
    MILESTONE = "milestone"
    TASK = "task"
    CONDITION = "condition"
    ASK = "ask"
    END = "end"
    RISK = "risk"
    BENEFIT = "benefit"
    REVIEW = "review"
    GOAL = "goal"


@dataclass(frozen=True)
class Due:
    """One thing that is due: what of which goal, project or process, and who sees to it.

    `part` is its id in what it belongs to, "" where that itself is meant.
    """

    day: date
    what: What
    kind: str
    id: str
    part: str
    title: str
    people: tuple[str, ...] = ()
    team: str | None = None

    @property
    def ref(self) -> str:
        """What it belongs to."""
        return f"{self.kind}/{self.id}"

    def days(self, as_of: date) -> int:
        """How many days are left; less than none where it is overdue."""
        return (self.day - as_of).days


def _of(kind: str) -> Callable[[Due], str | None]:
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
def due(work: Work, as_of: date) -> list[Due]:
    """Every open thing that is due on a day: deliverables, tasks, conditions, reviews, ends.

    Nobody records that a milestone was reached, or that a benefit was looked at: those whose day
    has passed are not told.
    """
    rows = [*_projects(work, as_of), *_benefits(work, as_of), *_processes(work), *_goals(work)]
    return sorted(rows, key=lambda one: (one.day, one.kind, one.id, one.what, one.part))


def _projects(work: Work, as_of: date) -> Iterator[Due]:
    held, updates = reviews_by_project(work), last_updates(work)
    risks: dict[str, list[Entity[object]]] = {}
    for id, entity in work.of("raid").items():
        risks.setdefault(owner_of(id), []).append(entity)
    for id, entity in work.projects.items():
        if ended(work, entity):
            continue
        yield from planned(entity, work.plan(id), as_of)
        yield from _end(entity)
        for review in held.get(id, ()):
            for _, one in still_open(work, review.entity):
                yield from _row(entity, What.CONDITION, one.due, one.id, one.text, one.owner)
        _, update = updates.get(id, (None, None))
        for at, ask in enumerate(update.record.asks if update is not None else ()):
            yield from _row(entity, What.ASK, ask.due, f"ask-{at + 1}", ask.text, ask.of)
        for risk in risks.get(id, ()):
            yield from _risk(entity, risk)


def _row(
    project: Entity[Project], what: What, day: date | None, part: str | None, title: str | None,
    *people: str | None,
) -> Iterator[Due]:  # fmt: skip
    if day is not None:
        yield Due(
            day, what, "project", project.id, part or "", title or part or what.value,
            tuple(filter(None, people)), project.record.team,
        )  # fmt: skip


def planned(project: Entity[Project], plan: Plan, as_of: date) -> Iterator[Due]:
    """What is due of a plan: deliverables that are not accepted, open tasks, milestones to come."""
    for item in plan.deliverables:
        if item.acceptance is None or item.acceptance.status not in _ACCEPTED:
            yield from _row(project, What.DELIVERABLE, item.due, item.id, item.title, item.owner)
    for one in plan.milestones:
        if one.due is not None and one.due >= as_of:
            yield from _row(project, What.MILESTONE, one.due, one.id, one.title)
    for task in plan.tasks:
        if task.status not in _CLOSED:
            yield from _row(project, What.TASK, task.deadline, task.id, task.title, *task.assignees)


def _end(project: Entity[Project]) -> Iterator[Due]:
    record = project.record
    yield from _row(project, What.END, record.end, "", project.title, record.manager)


def _risk(project: Entity[Project], entity: Entity[object]) -> Iterator[Due]:
    record = entity.record
    if getattr(record, "status", None) == "open":
        part = entity.id.rpartition("/")[2]
        day, owner = getattr(record, "review_on", None), getattr(record, "owner", None)
        yield from _row(project, What.RISK, day, part, entity.title, owner)


def _benefits(work: Work, as_of: date) -> Iterator[Due]:
    for id, entity in work.closures.items():
        project = work.projects.get(id)
        for one in entity.record.benefits if project is not None else ():
            if project is not None and one.review_on is not None and one.review_on >= as_of:
                part = one.key_result or ""
                yield from _row(
                    project, What.BENEFIT, one.review_on, part, _benefit(work, one.goal, part)
                )


def _benefit(work: Work, goal: str | None, part: str) -> str:
    entity = work.goals.get(goal or "")
    found = (one.title for one in entity.record.key_results if one.id == part) if entity else ()
    return next(filter(None, found), part) or "benefit"


def _processes(work: Work) -> Iterator[Due]:
    for id, entity in work.processes.items():
        record = entity.record
        if record.next_review is not None and record.status in ("active", "under-review"):
            people = (record.owner,) if record.owner else ()
            yield Due(
                record.next_review, What.REVIEW, "process", id, "", entity.title, people, record.department
            )  # fmt: skip


def _goals(work: Work) -> Iterator[Due]:
    for id, entity in work.goals.items():
        period = entity.record.period
        if period is not None and period.end is not None and entity.record.status == "active":
            people = (entity.record.owner,) if entity.record.owner else ()
            yield Due(period.end, What.GOAL, "goal", id, "", entity.title, people)
