"""Who answers for what is not over: owners, managers, sponsors, leads, backups, and who gives a training.

What they are named in is over once a project has ended, a goal is closed, a deliverable accepted, a
condition met, a risk closed; a process counts while people work by it. Where the state is not known
nothing is said. Source: formats, Kinds of reference.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from tracker.analysis.staff import IN_FORCE
from tracker.finding import Route
from tracker.law.ended import ended
from tracker.law.lifecycle import MACHINES
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.records import Deliverable, OpenCondition
from tracker.model.schema import references
from tracker.model.work import Work

CAPACITIES = ("owner", "manager", "sponsor", "lead", "backup", "provider")
"""The fields that name who answers for something."""

_ACCEPTED = ("accepted", "conditional")
Item = Deliverable | OpenCondition


class Answer(NamedTuple):
    """A person who answers for something, in which capacity, and where that is said.

    `ref` is the `kind/id` that it is or belongs to; `part` is its id in there, None where it is that
    itself. `kind` says what it is.
    """

    person: str
    capacity: str
    kind: str
    ref: str
    part: str | None
    title: str
    entity: Entity[Any]
    route: Route


def answers(work: Work) -> Iterator[Answer]:
    """Everybody who answers for something that is not over, in the order of kinds and ids."""
    for kind in _kinds():
        for entity in work.of(kind).values():
            named = [one for one in entity.references if _is_asked(one[0], one[2])]
            if named and _goes_on(work, entity):
                for _, person, route in named:
                    yield from _answer(work, entity, person, route)


@cache
def _kinds() -> tuple[str, ...]:
    """The kinds whose schemas have such a field."""
    pairs = {kind: references(kind).pairs for kind in KINDS}
    return tuple(kind for kind in KINDS if any(_is_asked(of, at) for at, of in pairs[kind]))


def _is_asked(kind: str, route: Route) -> bool:
    return kind == "person" and route[-1] in CAPACITIES


def _goes_on(work: Work, entity: Entity[Any]) -> bool:
    """True of what is not over, and of parts of such a project; teams and trainings have no end."""
    if entity.kind == "process":
        return entity.state in IN_FORCE
    if entity.kind == "goal":
        return entity.state not in (None, *MACHINES["goal"].ended)
    if entity.kind == "raid" and entity.record.status != "open":
        return False
    if entity.kind in ("team", "training"):
        return True
    project = work.projects.get(owner_of(entity.id))
    is_known = project is not None and (project.adopted or project.state is not None)
    return is_known and project is not None and not ended(work, project)


def _answer(work: Work, entity: Entity[Any], person: str, route: Route) -> Iterator[Answer]:
    """One answer; none for an item that is over, or whose place in its list is not known."""
    owner, _, id = entity.id.partition("/")
    kind, ref, part, title = entity.kind, entity.ref, None, entity.title
    if kind == "raid":
        kind, ref, part = entity.record.kind or kind, f"project/{owner}", id
    if len(route) > 1:
        item = _item(work, entity, route)
        if item is None or item.owner != person or _is_over(work, entity, item):
            return
        ref, part = f"project/{owner}", item.id
        kind, title = _told(item)
    yield Answer(person, str(route[-1]), kind, ref, part, title, entity, route)


def _item(work: Work, entity: Entity[Any], route: Route) -> Item | None:
    """The deliverable or the condition that a route leads into."""
    items: tuple[Item, ...] = (
        entity.record.conditions if entity.kind == "review" else work.plan(entity.id).deliverables
    )
    at = int(route[1])
    return items[at] if at < len(items) else None


def _is_over(work: Work, entity: Entity[Any], item: Item) -> bool:
    """A deliverable that is accepted, a condition that is met."""
    if isinstance(item, Deliverable):
        return item.acceptance is not None and item.acceptance.status in _ACCEPTED
    return f"{entity.id}/{item.id}" in work.of("condition")


def _told(item: Item) -> tuple[str, str]:
    """What an item is, and what it is called."""
    if isinstance(item, Deliverable):
        return "deliverable", item.title or item.id or ""
    return "condition", item.text or item.id or ""
