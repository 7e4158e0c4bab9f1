"""The rule `duplicate-id`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.work import Work

_LISTS = {
    "project": ("raci", "budget"),
    "plan": ("deliverables", "milestones", "tasks"),
    "process": ("steps", "triggers", "measures"),
    "goal": ("key_results",),
}


@check(Severity.ERROR)
def duplicate_id(work: Work) -> Iterator[Found]:
    """An id is said once, in one form.

    An entity stands in a file of its own or in a collection, not in both; a plan in `plan.yaml`
    or in `project.yaml`; tasks, deliverables, milestones, steps and key results have ids of
    their own within their list. Two adopted files that share the value of `match` cannot be
    told apart when they move.

    Fails:
        work/goals.yaml holds cut-invoice-cost, and work/goals/cut-invoice-cost.yaml exists

    Passes:
        work/goals/cut-invoice-cost.yaml alone

    Mend: keep one of the two places that the finding names, or give one another id.
    """
    yield from work.found("duplicate-id")
    for entity in work.all():
        for name in _LISTS.get(entity.kind, ()):
            yield from _doubled(entity, name)


def _doubled(entity: Entity[Any], name: str) -> Iterator[Found]:
    seen: dict[str, int] = {}
    items = getattr(entity.record, name) or ()
    for index, item in enumerate(items if isinstance(items, tuple) else ()):
        id = getattr(item, "id", None)
        if id is None:
            continue
        first = seen.setdefault(id, index)
        if first != index:
            message = f"`{id}` stands twice in {name}"
            related = (("the first one", entity.at(name, first, "id")),)
            yield Found(
                entity.at(name, index, "id"), message, "give one of the two another id", related
            )
