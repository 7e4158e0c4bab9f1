"""The fields of a change, one by one: of which item of a list, and which value in it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.law.change import Change
from tracker.law.difference import FieldChange
from tracker.model.entity import Entity


class Leaf(NamedTuple):
    """One value that differs; None stands for absent.

    `key` leads to the field of the entity, or to the list of items with ids that `item` is in;
    `field` leads from the item to the value, and is empty where the item itself came or went;
    `inner` names an item inside that item, as a criterion of a phase.
    """

    key: tuple[str, ...]
    item: str | None
    field: tuple[str, ...]
    before: Any
    after: Any
    inner: str | None = None

    @property
    def pattern(self) -> tuple[str, ...]:
        """Where the value stands in the schema."""
        return self.key if self.item is None else (*self.key, "*", *self.field)


def leaves(change: Change) -> Iterator[Leaf]:
    """Every value that a change alters."""
    for one in change.fields:
        yield from _leaves(one, change)


def of(data: dict[str, Any], keys: Iterable[str], gone: bool = False) -> Iterator[Leaf]:
    """Some fields of an entity that came with the change, or went by it."""
    for key in keys:
        if data.get(key) is not None:
            sides = (data[key], None) if gone else (None, data[key])
            yield from _spread(Leaf((key,), None, (), *sides))


def _leaves(one: FieldChange, change: Change) -> Iterator[Leaf]:
    at = next((at for at, step in enumerate(one.route) if isinstance(step, int)), None)
    if at is None:
        yield from _spread(Leaf(tuple(map(str, one.route)), None, (), one.before, one.after))
        return
    key = tuple(map(str, one.route[:at]))
    field = tuple("*" if isinstance(step, int) else step for step in one.route[at + 1 :])
    gone = one.after is None and not field
    side = change.before if gone else change.after
    whole = one.before if one.after is None else one.after
    item = whole if not field else _at(side, one.route[: at + 1])
    inner = None
    if "*" in field:
        last = max(at for at, step in enumerate(one.route) if isinstance(step, int)) + 1
        inner = _named(whole if last == len(one.route) else _at(side, one.route[:last]))
    yield from _spread(Leaf(key, item.get("id"), field, one.before, one.after, inner))


def _at(entity: Entity[Any] | None, route: tuple[str | int, ...]) -> dict[str, Any]:
    data: Any = entity.plain() if entity is not None else None
    for step in route:
        data = data[step]
    return data if isinstance(data, dict) else {}


def _named(item: Any) -> str | None:
    said = item if isinstance(item, dict) else {}
    return said.get("title") or said.get("text") or said.get("id")


def _spread(leaf: Leaf) -> Iterator[Leaf]:
    """Mappings are taken apart, and lists of items with ids that came or went as a whole."""
    sides = (leaf.before, leaf.after)
    is_whole_item = leaf.item is not None and leaf.field[-1:] in ((), ("*",))
    if not is_whole_item and any(isinstance(side, dict) for side in sides):
        old, new = (side if isinstance(side, dict) else {} for side in sides)
        for key in dict.fromkeys((*old, *new)):
            way = (
                leaf._replace(field=(*leaf.field, key))
                if leaf.item is not None
                else leaf._replace(key=(*leaf.key, key))
            )
            if old.get(key) != new.get(key):
                yield from _spread(way._replace(before=old.get(key), after=new.get(key)))
        return
    old_items, new_items = _items(leaf.before), _items(leaf.after)
    if leaf.item is None and (old_items or new_items) and None not in (old_items, new_items):
        for id in dict.fromkeys((*(old_items or ()), *(new_items or ()))):
            one, other = (old_items or {}).get(id), (new_items or {}).get(id)
            yield Leaf(leaf.key, id, (), one, other)
        return
    yield leaf


def _items(side: Any) -> dict[str, Any] | None:
    """The items of a list by their ids; None where they have none."""
    if side is None:
        return {}
    if not isinstance(side, list):
        return None
    found = {
        one["id"]: one for one in side if isinstance(one, dict) and isinstance(one.get("id"), str)
    }
    return found if len(found) == len(side) else None
