"""What could last be read: the Work along a line, in which what is broken for a while hides nothing.

What cannot be read now stands as it last could: a whole file, or the values that the schema refused.
What moved meanwhile shows in the step that mends it.
"""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import msgspec

from tracker.finding import Route
from tracker.model.entity import Entity
from tracker.model.follow import Landed, Touched
from tracker.model.kinds import KINDS
from tracker.model.schema import convert
from tracker.model.work import Work

Key = tuple[str, str]
"""The kind and the id of an entity."""

WHOLE = ""
"""Stands for a file of which nothing could be read, where else the name of a field stands."""


class Readable:
    """The Work with the last readable state of what cannot be read now.

    `since` says of each such entity which fields could not be read, each since which commit.
    """

    def __init__(self, start: Work) -> None:
        self.work = start
        self.since: dict[Key, dict[str, str]] = {}
        self._kept: dict[Key, Entity[Any]] = {}

    def land(self, landed: Landed) -> Touched:
        """A step is made; what it touched, with what was kept and is now gone for good."""
        before, after = self.work, landed.work
        self._keep_each(before, landed)
        if after.unnamed:
            self._keep_collections(before, landed)
        lost = self._lose(after)
        self.work = self._patched(after) if self._kept else after
        return landed.touched if not lost else _joined(landed.touched, lost)

    def _keep_each(self, before: Work, landed: Landed) -> None:
        for kind, ids in landed.touched.items():
            for id in ids:
                now, old = landed.work.of(kind).get(id), before.of(kind).get(id)
                kept = _known(old, now) if old is not None and now is not None else None
                if kept is None or now is None:
                    self._kept.pop((kind, id), None)
                    self.since.pop((kind, id), None)
                else:
                    self._keep(kept, _fields(now), landed.commit.hash)

    def _keep_collections(self, before: Work, landed: Landed) -> None:
        """All that a collection held stays known while it cannot be read."""
        after = landed.work
        for kind in after.opaque:
            for id, entity in before.of(kind).items():
                if entity.path in after.unnamed and id not in after.of(kind):
                    self._keep(entity, {WHOLE}, landed.commit.hash)

    def _keep(self, entity: Entity[Any], fields: set[str], commit: str) -> None:
        key = entity.kind, entity.id
        known = self.since.get(key, {})
        self._kept[key] = entity
        self.since[key] = {name: known.get(name, commit) for name in fields}

    def _lose(self, after: Work) -> list[Key]:
        lost = [
            (kind, id)
            for (kind, id), entity in self._kept.items()
            if id not in after.of(kind) and entity.path not in after.unnamed
        ]
        for key in lost:
            del self._kept[key], self.since[key]
        return lost

    def _patched(self, after: Work) -> Work:
        entities = dict(after.entities)
        for (kind, id), entity in self._kept.items():
            entities[kind] = dict(sorted({**entities.get(kind, {}), id: entity}.items()))
        kept = {entity.path for entity in self._kept.values()}
        opaque = after.opaque if after.unnamed - kept else frozenset()
        return replace(after, entities=entities, unnamed=after.unnamed - kept, opaque=opaque)


def _joined(touched: Touched, more: list[Key]) -> Touched:
    found = dict(touched)
    for kind, id in more:
        found[kind] = found.get(kind, frozenset()) | {id}
    return found


def _fields(entity: Entity[Any]) -> set[str]:
    return {str(route[0]) if route else WHOLE for route in entity.broken}


def _known(old: Entity[Any], now: Entity[Any]) -> Entity[Any] | None:
    """An entity with what could last be read of it; None where all there ever was can be read now.

    Law that is broken in part rules as far as it can be read, as it does for the check.
    """
    if now.unreadable:
        return None if old.unreadable else old
    if not now.broken or old.unreadable or KINDS[now.kind].law:
        return None
    said, was = now.plain(), old.plain()
    data = deepcopy(said)
    filled = {route for route in sorted(now.broken, key=len) if _filled(data, was, route, old)}
    if not filled and data == said:
        return None
    record = convert(type(now.record), data)
    for step in reversed(now.prefix):
        data = {str(step): data}
    digest = msgspec.structs.replace(now.digest, packed=msgspec.msgpack.encode(data))
    return replace(now, record=record, digest=digest, broken=now.broken - filled)


# Where a value was: mappings by key, items of lists by their id.


def _filled(data: Any, was: Any, route: Route, old: Entity[Any]) -> bool:
    """A value that is unknown becomes the one that was; False where that was not known either."""
    if not route:
        data.update(was)
        return old.knows()
    way: list[str | int] = []
    for step in route[:-1]:
        there = _counterpart(data, was, step)
        if there is None:
            return False
        way.append(there)
        data, was = _at(data, step), _at(was, there)
    last = _counterpart(data, was, route[-1])
    if last is None or not old.knows(*way, last):
        _spared(data, was)
        return False
    value = _at(was, last)
    if value is not None:
        data[route[-1]] = value
    return True


def _counterpart(data: Any, was: Any, step: str | int) -> str | int | None:
    """What leads on the other side to the same; None where nothing does."""
    if isinstance(data, dict):
        return step
    id = _id(_at(data, step))
    items = was if isinstance(was, list) and id is not None else []
    return next((at for at, one in enumerate(items) if _id(one) == id), None)


def _spared(data: Any, was: Any) -> None:
    """An item that is no longer told from others may be any that is missing: none of them is gone."""
    if isinstance(data, list) and isinstance(was, list):
        here = {_id(one) for one in data}
        data += [one for one in was if _id(one) not in here]


def _id(item: Any) -> Any:
    return item.get("id") if isinstance(item, dict) else None


def _at(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    is_there = isinstance(data, list) and isinstance(step, int) and step < len(data)
    return data[step] if is_there else None
