"""Pieces: what hand-written pages show of the work. One file of the folder `pieces` for each.

A page asks for one by a fenced block of YAML, whose first key is the piece's name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.declared import declared
from tracker.finding import Route
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS
from tracker.model.suggest import did_you_mean
from tracker.site.page import Values
from tracker.site.status import Status
from tracker.source.document import Plain, locate, read


class PieceError(Exception):
    """A block asks for what there is not; `hint` says what to do, `at` is its line in the block."""

    def __init__(self, message: str, hint: str, route: Route = (), at: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.route = route
        self.at = at


@dataclass(frozen=True)
class Asked:
    """What a block says, by its keys. What is not of the kind that is asked for is a PieceError."""

    said: Mapping[str, Plain]

    def text(self, key: str) -> str:
        """One word; "" where the block does not say it."""
        value = self.said.get(key, "")
        if not isinstance(value, str):
            raise PieceError(
                f"`{key}` is one word, and here it is none", f"write `{key}: NAME`", (key,)
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One word or a list of them."""
        value = self.said.get(key, [])
        found = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in found):
            hint = f"write `{key}: [ONE, ANOTHER]`"
            raise PieceError(f"`{key}` is a list of words, and here it is none", hint, (key,))
        return tuple(str(one) for one in found)

    def whole(self, key: str) -> int | None:
        """A whole number above 0, where the block says it."""
        value = self.said.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            message = f"`{key}` is a whole number above 0, and here it is none"
            raise PieceError(message, f"write `{key}: 5`", (key,))
        return value

    def pairs(self, key: str) -> Mapping[str, Plain]:
        """Names, and what each is to be."""
        value = self.said.get(key, {})
        if not isinstance(value, dict):
            hint = f"write `{key}: {{NAME: VALUE}}`"
            raise PieceError(
                f"`{key}` says what names are to be, and here it does not", hint, (key,)
            )
        return value


@dataclass(frozen=True)
class Piece:
    """Something that a block shows: its name, the keys that a block of it may have, and its values.

    `values` gives what its template (`templates/pieces/`, by the name of its file) shows.
    """

    name: str
    options: tuple[str, ...]
    values: Callable[[Status, Asked], Values]


def piece(*options: str) -> Callable[[Callable[[Status, Asked], Values]], Piece]:
    """Declares a piece; its name is the function's, and the file's."""

    def declare(values: Callable[[Status, Asked], Values]) -> Piece:
        return Piece(values.__name__, options, values)

    return declare


@cache
def pieces() -> Mapping[str, Piece]:
    """Every piece, by name."""
    return {one.name: one for one in declared("tracker.site.pieces", Piece)}


def shown(text: str, status: Status) -> tuple[Piece, Values]:
    """The piece that a block asks for, and what it shows.

    Raises PieceError, with its line.
    """
    try:
        asked = Asked(_read(text))
        one = _asked_for(asked)
        _refuse_strange(one, asked)
        return one, one.values(status, asked)
    except PieceError as fault:
        if fault.at is None:
            place = locate(text.encode(), [fault.route])[fault.route]
            fault.at = (place.key or place.value).line
        raise


def _read(text: str) -> Mapping[str, Plain]:
    reading = read(text.encode())
    if reading.refusal:
        raise PieceError(
            reading.refusal.message, reading.refusal.hint, at=reading.refusal.span.line
        )
    if not isinstance(reading.data, dict):
        raise PieceError("the block says nothing that can be shown", f"write {_ways()}")
    return reading.data


def _ways() -> str:
    return " or ".join(f"`{name}: ...`" for name in pieces())


def _asked_for(asked: Asked) -> Piece:
    named = [name for name in asked.said if name in pieces()]
    if len(named) == 1:
        return pieces()[named[0]]
    if named:
        message = f"the block asks for {' and '.join(f'a `{name}`' for name in named)}"
        raise PieceError(message, "write a block for each", (named[1],))
    first = next(iter(asked.said), "")
    hint = did_you_mean(first, pieces(), f"begin with {_ways()}")
    raise PieceError(f"the block asks for `{first}`, and there is no such piece", hint, (first,))


def _refuse_strange(one: Piece, asked: Asked) -> None:
    for key in asked.said:
        if key != one.name:
            known(key, one.options, f"a `{one.name}` has no `{key}`", (key,))


# What pieces ask.


def known(name: str, names: Iterable[str], message: str, route: Route) -> None:
    """Refuse a name that is none of the known ones, and say which may be meant."""
    names = tuple(names)
    if name not in names:
        there = f"there is {', '.join(f'`{one}`' for one in names)}" if names else "leave it out"
        raise PieceError(message, did_you_mean(name, names, there), route)


def entity(status: Status, kind: str, id: str, key: str) -> Entity[Any]:
    """The thing of a kind that a block names under a key."""
    there = status.work.of(kind)
    if id not in there:
        hint = did_you_mean(id, there, f"`tracker list {kind}` shows what there is")
        raise PieceError(f"there is no {KINDS[kind].name} `{id}`", hint, (key,))
    return there[id]
