"""What a command line names: an entity or a part of it, a field of that, and the place in the file."""

from typing import Any, NamedTuple

from tracker.cli.terminal.naming import entity_named, nearest
from tracker.cli.terminal.stop import Stop
from tracker.finding import Route
from tracker.model.adopt import adoption, selected
from tracker.model.digest import Order, order_at
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, placed
from tracker.model.records import Adopt
from tracker.model.work import Work
from tracker.source.document import read
from tracker.source.snapshot import UnreadableError

PARTS = {"project": ("deliverables", "milestones", "tasks"), "process": ("steps",)}
"""The lists whose entries are named by `kind/<id>/<part>`."""


class Target(NamedTuple):
    """An entity, and where in its own data the part lies that is meant."""

    entity: Entity[Any]
    within: Route = ()


def target(work: Work, ref: str) -> Target:
    """What `kind/id`, an id alone, `project/<id>/<part>` or `process/<id>/<step>` names."""
    if ref == "workspace" and work.workspace is not None:
        return Target(work.workspace)
    ref = in_full(work, ref)
    kind, _, rest = ref.partition("/")
    id, slash, part = rest.partition("/")
    if not slash or rest in work.of(kind):
        return Target(_written(readable(entity_named(work, ref))))
    if kind not in PARTS:
        raise Stop(
            f"{ref!r} names no part", "parts are named `project/<id>/<task>`, `process/<id>/<step>`"
        )
    holder = readable(holder_of(work, entity_named(work, f"{kind}/{id}")))
    found = _parts(work, holder, kind)
    routes = [route for name, route in found if name == part]
    if len(routes) == 1:
        return Target(holder, routes[0])
    if routes:
        lists = " and ".join(str(route[0]) for route in routes)
        raise Stop(
            f"{ref!r} stands in {lists}",
            f"say which: `tracker set {kind}/{id} {routes[0][0]}[{part}].FIELD`",
        )
    raise Stop(f"{kind}/{id} has no part {part!r}", nearest(part, [name for name, _ in found]))


def _written(entity: Entity[Any]) -> Entity[Any]:
    """An entity whose fields stand in its file; those of a run in a log are computed."""
    if not entity.is_logged:
        return entity
    raise Stop(
        f"{entity.ref} is what the lines of an event log come to: no line holds a field of it",
        f"add a line to {entity.path} for what was done; `tracker check` judges it",
    )


def in_full(work: Work, ref: str) -> str:
    """`<id>/<part>` with its kind, where only one kind has that id."""
    id, slash, _ = ref.partition("/")
    owners = [kind for kind in PARTS if id in work.of(kind)]
    is_short = slash and id not in KINDS and len(owners) == 1
    return f"{owners[0]}/{ref}" if is_short else ref


def task(work: Work, ref: str) -> tuple[str, Target]:
    """A task and its full name: `project/<id>/<task>`, or its id alone where one plan has it."""
    ref = in_full(work, ref)
    if "/" in ref:
        found = target(work, ref)
        if not found.within or found.within[0] != "tasks":
            raise Stop(
                f"{ref!r} is no task", "tasks are named `project/<id>/<task>`, or by their id alone"
            )
        return ref, found
    full = [f"project/{id}/{ref}" for id in work.plans if ref in work.part_ids("plan", id, "tasks")]
    if len(full) == 1:
        return full[0], target(work, full[0])
    if full:
        raise Stop(
            f"{len(full)} projects have a task {ref!r}", f"say which: {' or '.join(full[:5])}"
        )
    known = [name for id in work.plans for name in work.part_ids("plan", id, "tasks")]
    raise Stop(f"there is no task {ref!r} in this workspace", nearest(ref, known))


def content(work: Work, entity: Entity[Any]) -> bytes:
    """The file of an entity."""
    try:
        return work.snapshot.read(entity.path)
    except UnreadableError as error:
        raise Stop(
            f"{entity.path} cannot be read: {error.reason}", "`tracker check` says more"
        ) from error


def order_of(work: Work, entity: Entity[Any]) -> Order:
    """How the file of an entity is read and validated."""
    rule = adopted_by(work, entity)
    if rule is not None:
        return Order(entity.kind, adoption(rule))
    root = f"{work.root}/" if work.root else ""
    place = placed(entity.path.removeprefix(root))
    assert place is not None
    return order_at(place)


def adopted_by(work: Work, entity: Entity[Any]) -> Adopt | None:
    """The rule of `adopt` that took the file of an entity."""
    projects = work.projects.get(entity.id)
    is_adopted = entity.adopted or (
        entity.kind == "plan"
        and projects is not None
        and projects.adopted
        and projects.path == entity.path
    )
    if not is_adopted:
        return None
    rules = work.settings.adopt or ()
    return next((rule for rule in rules if selected([entity.path], rule)), None)


def holder_of(work: Work, entity: Entity[Any]) -> Entity[Any]:
    """What holds the parts of an entity: for a project its plan, whichever file that is in."""
    return work.plans.get(entity.id, entity) if entity.kind == "project" else entity


def readable(entity: Entity[Any]) -> Entity[Any]:
    if entity.unreadable:
        raise Stop(f"{entity.path} cannot be read", "`tracker check` says why")
    return entity


def _parts(work: Work, holder: Entity[Any], kind: str) -> list[tuple[str, Route]]:
    """The ids of the parts, as the file has them: what the schema refused counts as well."""
    data = value_at(read(content(work, holder)).data, holder.prefix)
    lists = {name: value_at(data, (name,)) for name in PARTS[kind]}
    return [
        (item["id"], (name, index))
        for name, items in lists.items()
        for index, item in enumerate(items if isinstance(items, list) else ())
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]


def value_at(data: Any, route: Route) -> Any:
    """The value at a route; None where there is none."""
    for step in route:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
