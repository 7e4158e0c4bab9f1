"""Days of the organisation: everything that has a day in a plan, open or not, for calendars."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.law.gates import reviews_by_project
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.views.reports.dates import Standing, dates
from tracker.views.reports.projects import ended


@dataclass(frozen=True)
class Day:
    """One thing that has a day: of what, as what (`milestone`), by what id, and how it stands.

    `teams` are those whose calendar it belongs to.
    """

    day: date
    of: Entity[Any]
    what: str
    id: str
    title: str
    standing: Standing
    teams: tuple[str, ...] = ()


_BEHIND = (Standing.DONE, Standing.CANCELLED)


def days(work: Work, as_of: date) -> list[Day]:
    """Every day, in order."""
    found = [*_projects(work, as_of), *_conditions(work, as_of), *_processes(work, as_of)]
    return sorted(found, key=lambda one: (one.day, one.of.ref, one.what, one.id))


def _projects(work: Work, as_of: date) -> Iterator[Day]:
    for entity in work.projects.values():
        deadlines = {task.id: task.deadline for task in work.plan(entity.id).tasks}
        for row in dates(work, entity, as_of):
            task = row.kind == "Task"
            day = deadlines.get(row.id) if task else row.end
            over = row.kind != "Project" and row.standing not in _BEHIND and ended(work, entity)
            if day is not None and not over:  # nothing is due any more of a project that has ended
                what = {"Task": "deadline", "Project": "end"}.get(row.kind, row.kind.lower())
                id = "" if what == "end" else row.id
                yield Day(day, entity, what, id, row.title, row.standing, _teams(work, entity))


def _conditions(work: Work, as_of: date) -> Iterator[Day]:
    done = work.of("condition")
    for project, held in reviews_by_project(work).items():
        entity = work.projects.get(project)
        for review in held if entity is not None else ():
            for one in review.record.conditions:
                if entity is not None and one.due is not None:
                    is_done = f"{review.entity.id}/{one.id}" in done
                    yield Day(
                        one.due, entity, "condition", f"{review.name}/{one.id}", one.text or one.id or "",
                        Standing.DONE if is_done else _standing(one.due, as_of), _teams(work, entity),
                    )  # fmt: skip


def _processes(work: Work, as_of: date) -> Iterator[Day]:
    for entity in work.processes.values():
        day, team = entity.record.next_review, entity.record.department
        if day is not None and entity.record.status != "retired":
            teams = tuple(_above(work, team))
            yield Day(day, entity, "review", "", entity.title, _standing(day, as_of), teams)


def _standing(day: date, as_of: date) -> Standing:
    return Standing.OVERDUE if day < as_of else Standing.PLANNED


def _teams(work: Work, project: Entity[Project]) -> tuple[str, ...]:
    return tuple(_above(work, project.record.team))


def _above(work: Work, team: str | None) -> Iterator[str]:
    """A team, and those that it is part of."""
    seen: set[str] = set()
    while team is not None and team in work.teams and team not in seen:
        seen.add(team)
        yield team
        team = work.teams[team].record.parent
