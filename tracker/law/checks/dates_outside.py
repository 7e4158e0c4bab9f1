"""The rule `dates-outside`."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.finding import Found, Route, Severity
from tracker.law.check import check
from tracker.law.gates import reviews
from tracker.model.entity import Entity
from tracker.model.records import Goal, Plan, Project
from tracker.model.work import Work

Day = tuple[Route, date | None]
_LONG = timedelta(days=366)


@check(Severity.WARNING)
def dates_outside(work: Work) -> Iterator[Found]:
    """Parts lie within the whole.

    Deliverables and milestones are due, tasks and allocations run while their project does;
    measurements belong to the period of their goal; no gate is held more than a year before its
    project starts. What was found before the start or after the end is either a slip that the
    project's own dates do not show yet, or a typing error.

    Fails:
        end: 2027-09-30
        milestones: [{id: go-live, title: Go live, due: 2027-10-31}]

    Passes:
        end: 2027-09-30
        milestones: [{id: go-live, title: Go live, due: 2027-08-31}]

    Mend: correct the date, or move the project's `end`.
    """
    for id, project in work.projects.items():
        span = (project.record.start, project.record.end)
        yield from _outside(project, f"project `{id}`", span, _own(project.record))
        plan = work.plans.get(id)
        if plan is not None:
            yield from _outside(plan, f"project `{id}`", span, _planned(plan.record))
        yield from _long_before(project, work)
    for id, goal in work.goals.items():
        period = goal.record.period
        if period is not None:
            span = (period.start, period.end)
            yield from _outside(goal, f"the period of goal `{id}`", span, _measured(goal.record))


def _long_before(project: Entity[Project], work: Work) -> Iterator[Found]:
    """A gate may let a project start; one of another year is a typing error."""
    start = project.record.start
    for review in reviews(work, project.id) if start is not None else ():
        if start is not None and review.day is not None and review.day < start - _LONG:
            message = (
                f"the gate is held on {review.day}, more than a year before the project starts"
            )
            hint = f"correct the day in the name of the folder; the project starts on {start}"
            yield Found(review.entity.at(), message, hint)


def _outside(
    entity: Entity[Project] | Entity[Plan] | Entity[Goal],
    whole: str,
    span: tuple[date | None, date | None],
    days: Iterator[Day],
) -> Iterator[Found]:
    start, end = span
    if start is not None and end is not None and end < start:
        return  # `dates-order` says so; nothing can lie within
    hint = f"correct this date, or the dates of {whole}"
    for route, day in days:
        if day is None:
            continue
        if start is not None and day < start:
            yield Found(entity.at(*route), f"{day} lies before {start}, when {whole} starts", hint)
        if end is not None and day > end:
            yield Found(entity.at(*route), f"{day} lies after {end}, when {whole} ends", hint)


def _own(project: Project) -> Iterator[Day]:
    for index, allocation in enumerate(project.allocations):
        yield ("allocations", index, "from"), allocation.from_
        yield ("allocations", index, "to"), allocation.to


def _planned(plan: Plan) -> Iterator[Day]:
    for index, deliverable in enumerate(plan.deliverables):
        yield ("deliverables", index, "due"), deliverable.due
    for index, milestone in enumerate(plan.milestones):
        yield ("milestones", index, "due"), milestone.due
    for index, task in enumerate(plan.tasks):
        for name in ("started", "finished", "not_before", "deadline"):
            yield ("tasks", index, name), getattr(task, name)


def _measured(goal: Goal) -> Iterator[Day]:
    for index, result in enumerate(goal.key_results):
        for at, measurement in enumerate(result.measurements):
            yield ("key_results", index, "measurements", at, "date"), measurement.date
