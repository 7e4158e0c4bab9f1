"""Facts: the numbers about a project that a gate's criteria may ask for.

Each fact is a count together with what it counted, so that a failing criterion can point there.
Source: formats, Criteria.
"""

from collections.abc import Callable, Iterator, Mapping
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
    """Deliverables that are neither accepted nor accepted with a list of defects.

    One that the baseline promises and the plan does not hold any more was accepted by nobody.
    """
    yield from _deliverables(
        work,
        project,
        lambda item: (
            item.acceptance is None or item.acceptance.status not in {"accepted", "conditional"}
        ),
    )
    yield from promised_and_gone(work, project).values()


def promised_and_gone(work: Work, project: str) -> Mapping[str, Spot]:
    """The deliverables that the baseline promises and the plan does not hold, by id."""
    baseline, plan = work.of("baseline").get(project), work.plans.get(project)
    if baseline is None or (plan is not None and (plan.unreadable or plan.hides("deliverables"))):
        return {}
    there = {item.id for item in work.plan(project).deliverables}
    promised = baseline.record.deliverables
    return {id: baseline.at("deliverables", id) for id in promised if id not in there}


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

PLAN_FREE = "open_conditions"
"""What is counted in reviews alone; all else is counted in the plan."""


def has_plan(work: Work, project: str) -> bool:
    """False where nothing is planned or promised: what is not there was not counted as none."""
    return project in work.plans or bool(promised_and_gone(work, project))


PLANNED = ("over_allocated_weeks", "overdue_milestones", "negative_float_days")
"""Facts that are defined and not built yet."""


def fact(work: Work, project: str, name: str) -> Fact:
    """The value of a fact for one project, with what was counted."""
    counted = tuple(FACTS[name](work, project))
    return Fact(len(counted), counted)
