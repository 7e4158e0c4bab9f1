"""What each person has to do: what is due of them, then tasks and deliverables without a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.law.ended import ended
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.views.days import OVER, Dated, What, accepted


@dataclass(frozen=True)
class ToDo:
    """One thing that a person sees to; still open. `status` is that of a task or a deliverable.

    `place` is where the page of what it belongs to tells more, "" where it does not.
    """

    ref: str
    what: What
    part: str
    title: str
    status: str | None
    due: date | None
    place: str = ""


def to_do(work: Work, due: Iterable[Dated]) -> dict[str, list[ToDo]]:
    """What is due of each person, by day, as the report on it tells; the work is gone through once."""
    found: dict[str, list[ToDo]] = {id: [] for id in work.people}
    statuses, undated = {}, []
    for entity in work.projects.values():
        for people, one in _planned(work, entity):
            statuses[one.ref, one.what, one.part] = one.status
            if one.due is None and not ended(work, entity):
                undated.append((people, one))
    for each in due:
        status = statuses.get((each.ref, each.what, each.part))
        one = ToDo(each.ref, each.what, each.part, each.title, status, each.day, each.place)
        _give(found, each.people, one)
    for people, one in undated:
        _give(found, people, one)
    return found


def _give(found: dict[str, list[ToDo]], people: Iterable[str], one: ToDo) -> None:
    for person in dict.fromkeys(people):
        if person in found:
            found[person].append(one)


def _planned(work: Work, project: Entity[Project]) -> Iterator[tuple[tuple[str, ...], ToDo]]:
    """What of a plan is open, with who sees to it."""
    plan = work.plan(project.id)
    for task in plan.tasks:
        if task.status not in OVER:
            id = task.id or ""
            one = ToDo(project.ref, What.TASK, id, task.title or id, task.status, task.deadline)
            yield task.assignees, one
    for item in plan.deliverables:
        if accepted(item) is None:
            id, status = item.id or "", item.acceptance.status if item.acceptance else None
            one = ToDo(project.ref, What.DELIVERABLE, id, item.title or id, status, item.due)
            yield (item.owner,) if item.owner else (), one
