"""Facts: the numbers about a project that a gate's criteria may ask for.

Each fact is a count together with what it counted, so that a failing criterion can point there.
Source: formats, Criteria.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracker.finding import Spot
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Deliverable, OpenCondition, Review
from tracker.model.work import Work


class Fact(NamedTuple):
    """A count, and the places of what was counted."""

    value: int
    counted: tuple[Spot, ...]


Computation = Callable[[Work, str], Iterator[Spot]]


def deliverables_without_tasks(work: Work, project: str) -> Iterator[Spot]:
    """Deliverables that no task works on; a cancelled task does not count."""
    worked = set(_worked_on(work, project))
    return _deliverables(work, project, lambda item: item.id not in worked)


def _worked_on(work: Work, project: str) -> Iterator[str]:
    """The deliverables of a project that tasks name, from here or as `project/<id>/<deliverable>`."""
    inside = f"project/{project}/"
    for id, plan in work.plans.items():
        for task in plan.record.tasks:
            if task.deliverable is None or task.status == "cancelled":
                continue
            if id == project or task.deliverable.startswith(inside):
                yield task.deliverable.removeprefix(inside)


def deliverables_without_criteria(work: Work, project: str) -> Iterator[Spot]:
    """Deliverables for which nobody has said when they are accepted."""
    return _deliverables(
        work, project, lambda item: item.acceptance is None or not item.acceptance.criteria
    )


def deliverables_not_accepted(work: Work, project: str) -> Iterator[Spot]:
    """Deliverables that are neither accepted nor accepted with a list of defects."""
    return _deliverables(
        work,
        project,
        lambda item: (
            item.acceptance is None or item.acceptance.status not in {"accepted", "conditional"}
        ),
    )


def open_tasks(work: Work, project: str) -> Iterator[Spot]:
    """Tasks that are neither done nor cancelled."""
    plan = work.plans.get(project)
    for index, task in enumerate(plan.record.tasks if plan else ()):
        if plan and task.status not in {"done", "cancelled"}:
            yield plan.at("tasks", index)


def open_conditions(work: Work, project: str) -> Iterator[Spot]:
    """Conditions of the project's gate reviews that nobody has recorded as done."""
    for id, review in work.of("review").items():
        if owner_of(id) == project:
            for index, _ in still_open(work, review):
                yield review.at("conditions", index)


def still_open(work: Work, review: Entity[Review]) -> Iterator[tuple[int, OpenCondition]]:
    """The conditions of one review that nobody has recorded as done, each with its place."""
    done = work.of("condition")
    for index, condition in enumerate(review.record.conditions):
        if f"{review.id}/{condition.id}" not in done:
            yield index, condition


def _deliverables(
    work: Work, project: str, counts: Callable[[Deliverable], bool]
) -> Iterator[Spot]:
    plan = work.plans.get(project)
    for index, item in enumerate(plan.record.deliverables if plan else ()):
        if plan and counts(item):
            yield plan.at("deliverables", index)


FACTS: dict[str, Computation] = {
    function.__name__: function
    for function in (
        deliverables_without_tasks,
        deliverables_without_criteria,
        deliverables_not_accepted,
        open_tasks,
        open_conditions,
    )
}
"""The facts that are built. `formats` names more; asking for one of those is a fault of the lifecycle."""

PLANNED = ("over_allocated_weeks", "overdue_milestones", "negative_float_days")
"""Facts that are defined and not built yet."""


def fact(work: Work, project: str, name: str) -> Fact:
    """The value of a fact for one project, with what was counted."""
    counted = tuple(FACTS[name](work, project))
    return Fact(len(counted), counted)
