"""Days of the organisation: everything in goals, projects and processes that has a day, open or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.analysis.updates import last_asks
from tracker.law.ended import ended
from tracker.law.gates import Held, reviews_by_project
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import (
    Deliverable,
    Improvement,
    Milestone,
    Process,
    Project,
    Raid,
    Update,
)
from tracker.model.work import Work
from tracker.views.rundays import rundays

_IN_FORCE = ("active", "under-review")


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
    IMPROVEMENT = "improvement"
    RUN = "run"
    GOAL = "goal"


class Closed(StrEnum):
    """How a thing was closed. Of one whose day has passed nobody says that it was done, or was not."""

    DONE = "done"
    WITH_DEFECTS = "accepted with defects"
    CANCELLED = "cancelled"
    PASSED = "day passed"


OVER = {"done": Closed.DONE, "cancelled": Closed.CANCELLED}
"""The states of tasks that are no longer open."""

_ACCEPTED = {"accepted": Closed.DONE, "conditional": Closed.WITH_DEFECTS}
"""As gates take it, what is accepted on conditions is delivered."""


@dataclass(frozen=True)
class Dated:
    """One thing that has a day: what of which goal, project or process, and who sees to it.

    `part` tells it from its like in what it belongs to, "" where that itself is meant. `teams` are
    the team that it belongs to, then those above. `closed` says how it was closed, None where it is
    open. A run `is_missing` once the next one of its schedule is to begin.
    """

    day: date
    what: What
    kind: str
    id: str
    part: str
    title: str
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    closed: Closed | None = None
    is_missing: bool = False

    @property
    def ref(self) -> str:
        """What it belongs to."""
        return f"{self.kind}/{self.id}"

    @property
    def team(self) -> str | None:
        return self.teams[0] if self.teams else None

    @property
    def place(self) -> str:
        """Where the page of it tells more: `run-<id>` of a run under way, else nothing.

        The parts of runs that are to be begun name their schedule, then the day.
        """
        return f"run-{self.part}" if self.what is What.RUN and "/" not in self.part else ""

    def days(self, as_of: date) -> int:
        """How many days are left; less than none where it is overdue."""
        return (self.day - as_of).days


class _Said(NamedTuple):
    """What a file says of a day; where it says none, it is nothing that is told."""

    what: What
    day: date | None
    part: str | None
    title: str | None
    people: tuple[str | None, ...] = ()
    closed: Closed | None = None
    is_missing: bool = False


def days(work: Work, as_of: date) -> list[Dated]:
    """Everything, by day."""
    found = [*_projects(work, as_of), *_processes(work, as_of), *_goals(work)]
    return sorted(
        found, key=lambda one: (one.day, one.kind, one.id, one.what, one.part.rpartition("/")[2])
    )


def _dated(work: Work, of: Entity[Any], said: Iterable[_Said]) -> Iterator[Dated]:
    teams = tuple(_teams(work, of))
    for what, day, part, title, people, closed, is_missing in said:
        if day is not None:
            yield Dated(
                day, what, of.kind, of.id, part or "", title or what.value,
                tuple(filter(None, people)), teams, closed, is_missing,
            )  # fmt: skip


def _teams(work: Work, of: Entity[Any]) -> Iterator[str]:
    """The team of a thing, known or not, and those that it is part of."""
    team = getattr(of.record, "department" if of.kind == "process" else "team", None)
    seen: set[str] = set()
    while team is not None and team not in seen:
        seen.add(team)
        yield team
        team = work.teams[team].record.parent if team in work.teams else None


def _projects(work: Work, as_of: date) -> Iterator[Dated]:
    held, asks = reviews_by_project(work), last_asks(work)
    raid: dict[str, list[Entity[Raid]]] = {}
    for id, entity in work.of("raid").items():
        raid.setdefault(owner_of(id), []).append(entity)
    for id, project in work.projects.items():
        said = (
            *_plan(work, project, as_of),
            *_end(project, ended(work, project)),
            *_conditions(work, held.get(id, ())),
            *_asks(*asks.get(id, (None, None))),
            *_risks(raid.get(id, ())),
        )
        if ended(work, project):  # nothing is due of it any more, but to look at what it brought
            said = tuple(one for one in said if one.closed)
        yield from _dated(work, project, (*said, *_benefits(work, id, as_of)))


def _plan(work: Work, project: Entity[Project], as_of: date) -> Iterator[_Said]:
    plan, is_over = work.plan(project.id), ended(work, project)
    for item in plan.deliverables:
        title, closed = item.title or item.id, accepted(item)
        yield _Said(What.DELIVERABLE, item.due, item.id, title, (item.owner,), closed)
    for one in plan.milestones:
        closed = milestone(one, as_of, is_over)
        yield _Said(What.MILESTONE, one.due, one.id, one.title or one.id, (), closed)
    for task in plan.tasks:
        closed, title = OVER.get(task.status or ""), task.title or task.id
        yield _Said(What.TASK, task.deadline, task.id, title, task.assignees, closed)


def accepted(one: Deliverable) -> Closed | None:
    """How a deliverable was accepted; None where it is still owed."""
    return _ACCEPTED.get((one.acceptance.status if one.acceptance else None) or "")


def milestone(one: Milestone, as_of: date, is_over: bool) -> Closed | None:
    """Nobody records that a milestone was reached: what has ended behind it says so, else its day."""
    passed = _passed(one.due, as_of)
    return Closed.DONE if passed and is_over else passed


def _passed(day: date | None, as_of: date) -> Closed | None:
    return Closed.PASSED if day is not None and day < as_of else None


def _done(is_so: bool) -> Closed | None:
    return Closed.DONE if is_so else None


def _end(project: Entity[Project], is_over: bool) -> Iterator[_Said]:
    one = project.record
    closed = Closed.CANCELLED if one.status == Closed.CANCELLED else _done(is_over)
    yield _Said(What.END, one.end, "", project.title, (one.manager,), closed)


def _conditions(work: Work, held: Iterable[Held]) -> Iterator[_Said]:
    done = work.of("condition")
    for review in held:
        for one in review.record.conditions:
            part, title = f"{review.name}/{one.id}", one.text or one.id
            closed = _done(f"{review.entity.id}/{one.id}" in done)
            yield _Said(What.CONDITION, one.due, part, title, (one.owner,), closed)


def _asks(day: date | None, last: Entity[Update] | None) -> Iterator[_Said]:
    """What the updates ask for: nobody records what became of it."""
    for at, one in enumerate((last.record.asks or ()) if last is not None else ()):
        name = f"ask-{at + 1}"
        yield _Said(What.ASK, one.due, f"{day}/{name}", one.text or name, (one.of,))


def _risks(raid: Iterable[Entity[Raid]]) -> Iterator[_Said]:
    for entity in raid:
        one, part = entity.record, entity.id.rpartition("/")[2]
        if one.status in ("open", "closed"):
            closed = _done(one.status == "closed")
            yield _Said(What.RISK, one.review_on, part, entity.title, (one.owner,), closed)


def _benefits(work: Work, project: str, as_of: date) -> Iterator[_Said]:
    """Nobody records that a benefit was looked at: of one whose day has passed only that is known."""
    entity = work.closures.get(project)
    for one in entity.record.benefits if entity is not None else ():
        goal = work.goals.get(one.goal or "")
        results = goal.record.key_results if goal is not None else ()
        titles = (result.title for result in results if result.id == one.key_result)
        title = next(filter(None, titles), one.key_result)
        part = f"{one.goal}/{one.key_result or ''}"
        yield _Said(What.BENEFIT, one.review_on, part, title, (), _passed(one.review_on, as_of))


def _processes(work: Work, as_of: date) -> Iterator[Dated]:
    for entity in work.processes.values():
        one = entity.record
        if one.status in _IN_FORCE:
            review = _Said(What.REVIEW, one.next_review, "", entity.title, (one.owner,))
            improved = _improvements(work.parts("improvement", entity.id), one.owner)
            said = (review, *improved, *_runs(work, entity, as_of))
            yield from _dated(work, entity, said)


def _improvements(tried: Iterable[Entity[Improvement]], owner: str | None) -> Iterator[_Said]:
    """The days on which improvements are measured again, by who owns the process."""
    for entity in tried:
        one, part = entity.record, entity.id.rpartition("/")[2]
        closed = Closed.CANCELLED if one.status == "dropped" else _done(one.status == "closed")
        yield _Said(What.IMPROVEMENT, one.review_on, part, entity.title, (owner,), closed)


def _runs(work: Work, process: Entity[Process], as_of: date) -> Iterator[_Said]:
    owner = (process.record.owner,)
    for one in rundays(work, process, as_of):
        title, closed = one.title or process.title, _done(one.is_over)
        yield _Said(What.RUN, one.day, one.part, title, owner, closed, one.is_missing)


def _goals(work: Work) -> Iterator[Dated]:
    for entity in work.goals.values():
        one = entity.record
        if one.period is not None and one.status in ("active", "closed"):
            closed = _done(one.status == "closed")
            said = _Said(What.GOAL, one.period.end, "", entity.title, (one.owner,), closed)
            yield from _dated(work, entity, (said,))
