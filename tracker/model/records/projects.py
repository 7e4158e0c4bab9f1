"""Projects, their plans and how they ended."""

import datetime
from decimal import Decimal

from tracker.model.records.base import Allocation, Record, Stretch, Tolerances


class BudgetLine(Stretch, frozen=True, kw_only=True):
    """What a part of the money is for; amounts in the organisation's currency."""

    id: str | None = None
    kind: str | None = None
    planned: Decimal | None = None
    committed: Decimal | None = None
    actual: Decimal | None = None
    department: str | None = None


class Budget(Record, frozen=True, kw_only=True):
    """What a project may cost."""

    lines: tuple[BudgetLine, ...] = ()


class Stakeholder(Record, frozen=True, kw_only=True):
    """A person with a stake: `interest` and `influence` are `high`, `medium` or `low`."""

    person: str | None = None
    interest: str | None = None
    influence: str | None = None


class RaciRow(Record, frozen=True, kw_only=True):
    """Who answers for, does, is asked about and is told of a piece of work: persons or teams."""

    work: str | None = None
    accountable: str | None = None
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


class Imported(Record, frozen=True, kw_only=True):
    """When and why a project that was under way was taken in."""

    date: datetime.date | None = None
    reason: str | None = None


class Acceptance(Record, frozen=True, kw_only=True):
    """Whether a deliverable was accepted, by whom and when, and what is still to be mended."""

    criteria: tuple[str, ...] = ()
    status: str | None = None
    by: str | None = None
    date: datetime.date | None = None
    defects: tuple[str, ...] = ()


class Deliverable(Record, frozen=True, kw_only=True):
    """A result that a project hands over."""

    id: str | None = None
    title: str | None = None
    due: datetime.date | None = None
    owner: str | None = None
    acceptance: Acceptance | None = None


class Milestone(Record, frozen=True, kw_only=True):
    """A point on the way."""

    id: str | None = None
    title: str | None = None
    due: datetime.date | None = None


class Estimate(Record, frozen=True, kw_only=True):
    """An uncertain effort, as three spans."""

    optimistic: str | None = None
    likely: str | None = None
    pessimistic: str | None = None


class Dependency(Record, frozen=True, kw_only=True):
    """A task to wait for: `type` is FS where unknown, `lag` a span that may be negative."""

    task: str | None = None
    type: str | None = None
    lag: str | None = None


class Need(Record, frozen=True, kw_only=True):
    """So many of a role, in place of a person."""

    role: str | None = None
    units: float | None = None


class Task(Record, frozen=True, kw_only=True):
    """A piece of work; `effort`, `duration` and `remaining` are spans."""

    id: str | None = None
    title: str | None = None
    deliverable: str | None = None
    assignees: tuple[str, ...] = ()
    status: str | None = None
    effort: str | Estimate | None = None
    duration: str | None = None
    started: datetime.date | None = None
    finished: datetime.date | None = None
    remaining: str | None = None
    depends_on: tuple[str | Dependency, ...] = ()
    not_before: datetime.date | None = None
    deadline: datetime.date | None = None
    needs: tuple[Need, ...] = ()


class Plan(Record, frozen=True, kw_only=True):
    """What a project delivers, when, and by which tasks."""

    deliverables: tuple[Deliverable, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()


class Project(Record, frozen=True, kw_only=True):
    """Work that changes something and ends; `priority` 1 comes first.

    `deliverables`, `milestones` and `tasks` stand here only where there is no plan file.
    """

    title: str | None = None
    summary: str | None = None
    status: str | None = None
    lifecycle: str | None = None
    phase: str | None = None
    goals: tuple[str, ...] = ()
    sponsor: str | None = None
    manager: str | None = None
    team: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    priority: int | None = None
    budget: Budget | None = None
    tolerances: Tolerances | None = None
    allocations: tuple[Allocation, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    raci: tuple[RaciRow, ...] = ()
    handover_to: str | None = None
    formerly: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    imported: Imported | None = None
    deliverables: tuple[Deliverable, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()


class Lesson(Record, frozen=True, kw_only=True):
    """What was learnt, and which projects can use it."""

    text: str | None = None
    applies_to: tuple[str, ...] = ()


class Benefit(Record, frozen=True, kw_only=True):
    """A value of a key result that the project is expected to bring, and the day to look."""

    goal: str | None = None
    key_result: str | None = None
    expected: float | None = None
    review_on: datetime.date | None = None


class Handover(Record, frozen=True, kw_only=True):
    """The process that took the result over, and who accepted it for the process."""

    process: str | None = None
    accepted_by: str | None = None
    date: datetime.date | None = None


class Closure(Record, frozen=True, kw_only=True):
    """How a project ended: `achieved`, `partial` or `stopped`."""

    outcome: str | None = None
    accepted_by: str | None = None
    accepted_on: datetime.date | None = None
    summary: str | None = None
    lessons: tuple[Lesson, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    handover: Handover | None = None
