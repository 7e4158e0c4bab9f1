"""The declaration of a format that is imported, exported or both, and what passes between it and the rest.

A format is one file in `formats/`, found there. What it cannot take it refuses as a whole: nothing
is imported by half.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO, Protocol

from tracker.declared import declared
from tracker.model.records import Process, Run
from tracker.model.work import Work

FORMATS = "tracker.interchange.formats"


class RefusedError(Exception):
    """What was handed in is not taken: why, from which line and column on (0: none), what mends it."""

    def __init__(self, reason: str, hint: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.line = line
        self.column = column


class Placed(Protocol):
    """Whatever stands in a line and a column of a file, both from 1."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class RefusedHereError(RefusedError):
    """The same, of something that knows its place."""

    def __init__(self, at: Placed, reason: str, hint: str) -> None:
        super().__init__(reason, hint, at.line, at.column)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an import is asked for.

    `id` is that of the entity to be filled, `name` that of the new file in it. `columns` says
    which column of a table holds what, `time` how its moments are written (as `strptime` reads
    them), `people` which names of people are whose ids. `work` is the workspace as it stands.
    """

    work: Work
    id: str
    name: str
    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    time: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filling:
    """What an import writes: text by path below the workspace; and what there is to tell of it."""

    files: Mapping[str, str]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Log:
    """The runs of one process, by their ids within it."""

    id: str
    process: Process
    runs: Mapping[str, Run]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A format, by the name that the command line takes.

    `fills` is the kind of entity that an import fills, `takes` the options that mean something to
    it. `write` says logs in pieces of text; where it is `single`, one log; where it is `timed`, no event
    without a moment.
    """

    name: str
    says: str
    fills: str = "process"
    takes: frozenset[str] = frozenset()
    fill: Callable[[BinaryIO, Asked], Filling] | None = None
    write: Callable[[Iterable[Log]], Iterator[str]] | None = None
    single: bool = True
    timed: bool = False


@cache
def exchanges() -> Mapping[str, Exchange]:
    """Every format, by name."""
    return {one.name: one for one in declared(FORMATS, Exchange)}


def importers() -> dict[str, Exchange]:
    """The formats that can be imported."""
    return {name: one for name, one in exchanges().items() if one.fill is not None}


def exporters() -> dict[str, Exchange]:
    """The formats that can be exported."""
    return {name: one for name, one in exchanges().items() if one.write is not None}
