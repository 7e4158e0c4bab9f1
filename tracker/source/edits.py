"""Edits of plain data as values, and what each comes to: the data it makes, the steps that lead there.

A step changes one place of a document. Collections that replace collections become the steps that
differ, so that what stays is not written anew.
"""

import copy
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from tracker.finding import Route
from tracker.source.document import Plain


class Set(NamedTuple):
    """The value at a route; what is missing on the way there is made.

    `order` is the order of keys where a new one is placed; without it, it comes last.
    """

    route: Route
    value: Plain
    order: tuple[str, ...] = ()


class Append(NamedTuple):
    """One more item at the end of the list at a route."""

    route: Route
    value: Plain
    order: tuple[str, ...] = ()


class Remove(NamedTuple):
    """A key with its value, or an item, is taken away; nothing where there is none."""

    route: Route


Edit = Set | Append | Remove


class Replace(NamedTuple):
    """The value at a route becomes another one."""

    route: Route
    value: Plain


class Insert(NamedTuple):
    """A collection that is not empty has one more entry, before the one at that place."""

    route: Route
    place: int
    step: str | int
    value: Plain


class Cut(NamedTuple):
    """A collection of several entries loses one."""

    route: Route


Step = Replace | Insert | Cut

_MOST = 100
"""Where more steps than these lead from one value to another, it is written anew."""


class ImpossibleError(ValueError):
    """The data has no place for the edit."""


def steps(data: Plain, edit: Edit) -> Iterator[Step]:
    """The steps that an edit comes to, to be taken one after the other."""
    if isinstance(edit, Remove):
        yield from _removal(data, edit.route)
        return
    depth, there = _reach(data, edit.route)
    route, rest = edit.route[:depth], edit.route[depth:]
    if isinstance(edit, Append):
        if rest or there is None or there == []:
            yield from steps(data, Set(edit.route, [edit.value], edit.order))
        elif isinstance(there, list):
            yield Insert(route, len(there), len(there), edit.value)
        else:
            raise ImpossibleError(f"`{shown_route(route)}` holds {named(there)}, not a list")
    elif not rest:
        found = list(islice(_difference(route, there, edit.value), _MOST + 1))
        yield from found if len(found) <= _MOST else [Replace(route, edit.value)]
    elif there is None or there == ({} if isinstance(rest[0], str) else []):
        yield Replace(route, _wrapped(edit.value, rest))
    elif isinstance(there, dict) and isinstance(rest[0], str):
        place = _place(list(there), rest[0], edit.order)
        yield Insert(route, place, rest[0], _wrapped(edit.value, rest[1:]))
    elif isinstance(there, list) and rest[0] == len(there):
        yield Insert(route, len(there), len(there), _wrapped(edit.value, rest[1:]))
    else:
        raise ImpossibleError(f"`{shown_route(route)}` holds {named(there)}: no `{rest[0]}` in it")


def taken(data: Plain, step: Step) -> Plain:
    """The data after a step; the given data is not altered."""
    if isinstance(step, Replace) and not step.route:
        return step.value
    result: Any = copy.deepcopy(data)
    holder = result
    for key in step.route if isinstance(step, Insert) else step.route[:-1]:
        holder = holder[key]
    if isinstance(step, Replace):
        holder[step.route[-1]] = step.value
    elif isinstance(step, Cut):
        del holder[step.route[-1]]
    elif isinstance(holder, list):
        holder.insert(step.place, step.value)
    else:
        holder[step.step] = step.value
    made: Plain = result
    return made


def applied(data: Plain, edit: Edit) -> Plain:
    """The data that an edit is meant to make."""
    for step in steps(data, edit):
        data = taken(data, step)
    return data


def same(one: Any, other: Any) -> bool:
    """True for equal data of equal types: 1, 1.0 and true are three values."""
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _reach(data: Any, route: Route) -> tuple[int, Any]:
    """How far a route leads, and the value there."""
    for depth, step in enumerate(route):
        is_there = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        )
        if not is_there:
            return depth, data
        data = data[step]
    return len(route), data


def _removal(data: Any, route: Route) -> Iterator[Step]:
    depth, _ = _reach(data, route)
    if depth < len(route):
        return
    if not route:
        raise ImpossibleError("the whole file cannot be taken away")
    _, holder = _reach(data, route[:-1])
    if len(holder) == 1:
        yield Replace(route[:-1], type(holder)())
    else:
        yield Cut(route)


def _wrapped(value: Plain, route: Route) -> Plain:
    for step in reversed(route):
        if step not in (0,) and not isinstance(step, str):
            raise ImpossibleError(f"there is no item {step} in a list that is not there")
        value = {step: value} if isinstance(step, str) else [value]
    return value


def _place(keys: list[str], key: str, order: tuple[str, ...]) -> int:
    """After the nearest key that comes before it in the order, else before the first after it."""
    if key not in order:
        return len(keys)
    at = order.index(key)
    for earlier in reversed(order[:at]):
        if earlier in keys:
            return keys.index(earlier) + 1
    later = [keys.index(one) for one in order[at + 1 :] if one in keys]
    return min(later, default=len(keys))


def _difference(route: Route, old: Any, new: Any) -> Iterator[Step]:
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and new and old.keys() & new.keys():
        yield from _between_maps(route, old, new)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _between_lists(route, old, new)
    else:
        yield Replace(route, new)


def _between_maps(route: Route, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Step]:
    for key, value in old.items():
        if key in new:
            yield from _difference((*route, key), value, new[key])
    keys = list(old)
    for key, value in new.items():
        if key not in old:
            place = _place(keys, key, tuple(new))
            keys.insert(place, key)
            yield Insert(route, place, key, value)
    for key in old:
        if key not in new:
            yield Cut((*route, key))


def _between_lists(route: Route, old: list[Any], new: list[Any]) -> Iterator[Step]:
    """What both begin and end with stays; between, item after item is altered, then added or cut."""
    shared = min(len(old), len(new))
    head = next((at for at in range(shared) if not same(old[at], new[at])), shared)
    rest = shared - head
    tail = next((at for at in range(rest) if not same(old[-1 - at], new[-1 - at])), rest)
    for index in range(head, shared - tail):
        yield from _difference((*route, index), old[index], new[index])
    for index in range(shared - tail, len(new) - tail):
        yield Insert(route, index, index, new[index])
    for index in reversed(range(shared - tail, len(old) - tail)):
        yield Cut((*route, index))


def shown_route(route: Route) -> str:
    """`budget.lines[0].planned`, as people write it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return text.removeprefix(".") or "the file"


_NAMES: dict[type, str] = {
    dict: "keys and values",
    list: "a list",
    str: "text",
    bool: "true or false",
    type(None): "nothing",
}


def named(value: Any) -> str:
    """What a value is, in a word."""
    return _NAMES.get(type(value), "a number")
