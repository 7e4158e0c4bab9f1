"""`--where field=value`, as it is typed."""

from collections.abc import Iterable, Iterator
from typing import Any

from tracker.cli.stop import Stop
from tracker.model.suggest import did_you_mean

Condition = tuple[tuple[str, ...], str]
"""The route of a field, and the value that it has to have."""


def parted(text: str) -> Condition:
    """What is typed, taken apart."""
    field, equals, value = text.partition("=")
    if not equals:
        raise Stop(f"--where {text!r} has no `=`", "write --where field=value")
    return tuple(field.split(".")), value


def no_field(what: str, route: tuple[str, ...], known: Iterable[str]) -> Stop:
    """The end where a field is asked for that there is not."""
    known = tuple(known)
    hint = did_you_mean(route[-1], known, f"it has {', '.join(known)}")
    return Stop(f"{what} has no field {'.'.join(route)!r}", hint)


def fits(data: Any, conditions: Iterable[Condition]) -> bool:
    """True where every condition holds of plain data."""
    return all(value in _texts(data, route) for route, value in conditions)


def _texts(data: Any, route: tuple[str, ...]) -> Iterator[str]:
    """The texts at a route; a list stands for each of its items."""
    if isinstance(data, list):
        for item in data:
            yield from _texts(item, route)
    elif route:
        if isinstance(data, dict):
            yield from _texts(data.get(route[0]), route[1:])
    elif isinstance(data, bool):
        yield "true" if data else "false"
    elif data is not None and not isinstance(data, dict):
        yield str(data)
