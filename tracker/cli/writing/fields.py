"""A field as the command line names it: its route in the file, and what the schema says of it."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.cli.writing.targets import (
    PARTS,
    Target,
    adopted_by,
    content,
    holder_of,
    readable,
    value_at,
)
from tracker.finding import Route
from tracker.model.adopt import source_route
from tracker.model.catalogue import member
from tracker.model.entity import Entity
from tracker.model.work import Work
from tracker.source.document import read

_FIELD = re.compile(r"(?:\A|\.)([A-Za-z_][A-Za-z0-9_-]*)|\[([^\[\]]+)\]")


class Place(NamedTuple):
    """A field: its route in its file, what the schema says of it, and what its neighbours are called."""

    entity: Entity[Any]
    route: Route
    schema: dict[str, Any]
    order: tuple[str, ...]


def field(work: Work, aim: Target, text: str) -> Place:
    """The place of `budget.lines[licences].planned`; items are named by their id, or counted from 0."""
    steps = _steps(text)
    entity, within = aim
    if entity.kind == "project" and not within and steps[0] in PARTS["project"]:
        entity = readable(holder_of(work, entity))
    names = [step for step in _until_item(steps) if isinstance(step, str)]
    schema_route = tuple("*" if isinstance(step, int) else step for step in within)
    for name in names:
        schema_route = _known(entity.kind, schema_route, name)
    route = file_route(work, entity, (*within, *names))
    data = value_at(read(content(work, entity)).data, route)
    for step in steps[len(names) :]:
        if isinstance(step, _Item):
            found: str | int = step.place(data, text)
            schema_route = (*schema_route, "*")
        else:
            found = step
            schema_route = _known(entity.kind, schema_route, step)
        route, data = (*route, found), value_at(data, (found,))
    schema = member(entity.kind, schema_route)
    assert schema is not None
    beside = member(entity.kind, schema_route[:-1]) or {}
    return Place(entity, route, schema, tuple(beside.get("properties", ())))


def file_route(work: Work, entity: Entity[Any], route: Route) -> Route:
    """A route of an entity's data in the file; of adopted ones, where the mapping leads."""
    rule = adopted_by(work, entity)
    if rule is None:
        return entity.prefix + route
    for length in range(len(route), 0, -1):
        name = ".".join(map(str, route[:length]))
        sources = rule.fields.get(name)
        if sources is None:
            continue
        if name in rule.values:
            raise Stop(
                f"`{name}` of {entity.ref} is translated by `values` in tracker.yaml",
                f"edit {entity.path} by hand: there it stands in its own words",
            )
        if not isinstance(sources, str) and len(sources) != 1:
            raise Stop(
                f"`{name}` of {entity.ref} is gathered from {len(sources)} places",
                f"edit {entity.path} by hand",
            )
        source = sources if isinstance(sources, str) else sources[0]
        return source_route(source) + route[length:]
    raise Stop(
        f"`{'.'.join(map(str, route))}` of {entity.ref} is not mapped from {entity.path}",
        "name where it stands in `fields` of `adopt` in tracker.yaml",
    )


class _Item(NamedTuple):
    """An item of a list, by its id, its place or its text."""

    name: str

    def place(self, data: Any, text: str) -> int:
        """Where it stands in the list."""
        items = data if isinstance(data, list) else []
        ids = [item.get("id") if isinstance(item, dict) else item for item in items]
        if self.name in ids:
            return ids.index(self.name)
        if self.name.isdecimal() and int(self.name) < len(items):
            return int(self.name)
        raise Stop(
            f"`{text}`: there is no item {self.name!r}",
            nearest(self.name, [one for one in ids if isinstance(one, str)]),
        )


def _steps(text: str) -> list[str | _Item]:
    found = list(_FIELD.finditer(text))
    if not found or "".join(one[0] for one in found) != text or found[0][1] is None:
        raise Stop(
            f"{text!r} is no field",
            "write it as `due`, `period.end` or `budget.lines[licences].planned`",
        )
    return [one[1] if one[1] is not None else _Item(one[2]) for one in found]


def _until_item(steps: Sequence[str | _Item]) -> list[str | _Item]:
    at = next((at for at, step in enumerate(steps) if isinstance(step, _Item)), len(steps))
    return list(steps[:at])


def _known(kind: str, above: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The schema's route one step further; a field that it does not know ends the command."""
    if member(kind, (*above, name)) is not None:
        return (*above, name)
    holder = member(kind, above) or {}
    if isinstance(holder.get("additionalProperties"), dict):
        return (*above, "*")
    known = list(holder.get("properties", ()))
    where = (
        f"`{'.'.join(step for step in above if step != '*')}` of a {kind}" if above else f"a {kind}"
    )
    raise Stop(f"{where} has no field `{name}`", nearest(name, known))
