"""Which fields of an entity differ: mappings by key, lists of items by their id."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import json, msgpack

from tracker.finding import Route
from tracker.model.entity import Entity


class FieldChange(NamedTuple):
    """One field that differs; None stands for absent. The route is the head's, else the base's."""

    route: Route
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """The route as people write it: `tasks[3].due`."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.route)
        return text.lstrip(".")


def differences(before: Entity[Any], after: Entity[Any]) -> Iterator[FieldChange]:
    if before.is_logged or after.is_logged:
        return _of_records(before, after)
    if before.digest.packed == after.digest.packed and before.prefix == after.prefix:
        return iter(())
    return _known(before, after, _differ(before.plain(), after.plain(), ()))


def _of_records(before: Entity[Any], after: Entity[Any]) -> Iterator[FieldChange]:
    """By what the lines of a log come to, with moments as they are written: each is of a day."""
    was, now = json.encode(before.record), json.encode(after.record)
    if was == now:
        return iter(())
    return _known(before, after, _differ(json.decode(was), json.decode(now), ()))


def _known(
    before: Entity[Any], after: Entity[Any], found: Iterator[FieldChange]
) -> Iterator[FieldChange]:
    # A field that the schema refused on either side is unknown there; it did not change to nothing.
    return (one for one in found if before.knows(*one.route) and after.knows(*one.route))


def _differ(before: Any, after: Any, route: Route) -> Iterator[FieldChange]:
    """Mappings are compared key by key, lists of items with ids by id; the depth is the reader's."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before | after:
            was, now = before.get(key), after.get(key)
            if not _equal(was, now):
                yield from _differ(was, now, (*route, key))
        return
    if isinstance(before, list) and isinstance(after, list):
        old, new = _by_id(before), _by_id(after)
        if old is not None and new is not None:
            yield from _differ_by_id(old, new, route)
            return
    if not _same(before, after):
        yield FieldChange(route, before, after)


def _equal(before: Any, after: Any) -> bool:
    """True for most of what there is, soon told; what is equal but in its order may be missed."""
    if isinstance(before, str):
        return bool(before == after)
    return before == after and msgpack.encode(before) == msgpack.encode(after)


def _same(before: Any, after: Any) -> bool:
    """Equal in value and in kind, all the way down: to Python alone, 1 and true are the same."""
    if type(before) is not type(after):
        return False
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(
            _same(before[key], after[key]) for key in before
        )
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_same, before, after))
    return bool(before == after)


_Items = dict[str, tuple[int, Any]]


def _differ_by_id(old: _Items, new: _Items, route: Route) -> Iterator[FieldChange]:
    """Item by item; and the order of those that stay, as phases and steps live by it."""
    for id in old | new:
        index, item = new.get(id) or (old[id][0], None)
        was = old[id][1] if id in old else None
        if not _equal(was, item):
            yield from _differ(was, item, (*route, index))
    before, after = [id for id in old if id in new], [id for id in new if id in old]
    if before != after:
        yield FieldChange(route, before, after)


def _by_id(items: list[Any]) -> _Items | None:
    """Items by their id, with their place; None where any has none, or two have the same."""
    found = {
        item["id"]: (at, item)
        for at, item in enumerate(items)
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    }
    return found if len(found) == len(items) else None
