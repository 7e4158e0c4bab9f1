"""Which pages there are, and what each is given to show."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.model.entity import Entity
from tracker.site.status import Status
from tracker.views.reports.goals import key_results
from tracker.views.reports.projects import track

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """A page: where it lies (without a suffix), what it is called, and how its values are made.

    `under` is the index that leads to it, None for an index itself; `ref` the `kind/id` it is of.
    """

    path: str
    title: str
    template: str
    values: Callable[[], Values] = field(default=dict)
    under: str | None = None
    ref: str | None = None


INDEXES = (
    Page("index", "Overview", "overview.html"),
    Page("goals", "Goals", "goals.html"),
    Page("projects", "Projects", "projects.html"),
    Page("processes", "Processes", "processes.html"),
    Page("findings", "Findings", "findings.html"),
)
"""The pages that the navigation names, in its order."""


def pages(status: Status) -> Iterator[Page]:
    """Every page of a status: the indexes, then a page for each goal, project and process."""
    yield from INDEXES
    work = status.work
    yield from _entities(status, "goals", work.goals, _goal)
    yield from _entities(status, "projects", work.projects, _project)
    yield from _entities(status, "processes", work.processes, _process)


def _entities(
    status: Status, index: str, entities: Mapping[str, Entity[Any]], values: Callable[..., Values]
) -> Iterator[Page]:
    for entity in entities.values():
        # An id becomes a path: what is no id gets no page, whatever let it through.
        if entity.ref in status.shown:
            make = _bound(status, entity, values)
            yield Page(entity.ref, entity.title, f"{entity.kind}.html", make, index, entity.ref)


def _bound(
    status: Status, entity: Entity[Any], values: Callable[..., Values]
) -> Callable[[], Values]:
    def make() -> Values:
        return {
            "entity": entity,
            "record": entity.record,
            "findings": status.findings_of.get(entity.ref, ()),
            "invalid": sorted({str(route[0]) for route in entity.broken if route}),
            **values(status, entity),
        }

    return make


def _goal(status: Status, entity: Entity[Any]) -> Values:
    work = status.work
    return {
        "row": status.goals[entity.id],
        "key_results": key_results(work, entity),
        "parent": entity.record.parent,
        "below": [row for row in status.goals.values() if _parent(status, row.id) == entity.id],
        "projects": [row for row in status.projects.values() if entity.id in row.goals],
        "processes": [row for row in status.processes.values() if entity.id in row.goals],
    }


def _parent(status: Status, goal: str) -> str | None:
    return status.work.goals[goal].record.parent


def _project(status: Status, entity: Entity[Any]) -> Values:
    return {
        "row": status.projects[entity.id],
        "track": track(status.work, entity),
        "plan": status.work.plan(entity.id),
        "closure": status.work.closure(entity.id) if entity.id in status.work.closures else None,
    }


def _process(status: Status, entity: Entity[Any]) -> Values:
    return {
        "row": status.processes[entity.id],
        "steps": {step.id: number for number, step in enumerate(entity.record.steps, 1)},
        "handed_over": [
            row
            for row in status.projects.values()
            if status.work.projects[row.id].record.handover_to == entity.id
        ],
    }
