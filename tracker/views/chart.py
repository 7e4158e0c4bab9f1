"""Charts: rows become a picture, the sentence that says what to see in it, and the same rows as a table.

A chart is one file of the folder `charts` with a function of its own name, declared by `@chart`. What
its parameters are called says what it is given; it yields what is to be drawn, or nothing.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from tracker.declared import declared
from tracker.model.entity import Entity
from tracker.model.work import Work
from tracker.views.operation import Operation, operations
from tracker.views.reports.due import Due, due
from tracker.views.reports.history import HistoryReport
from tracker.views.reports.stays import Ended, Stays, ended, stays

FOLDER = "tracker.views.charts"

Spec = Mapping[str, Any]
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Table:
    """What the picture shows, in words; a cell is None where nothing is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A chart of something: a title, one sentence that says what to see, a Vega-Lite spec, a table.

    `id` is its own on a page. `part` is what a chart that is drawn several times is of, else "". `key`
    says what the marks are, where no legend does.
    """

    id: str
    title: str
    reading: str
    spec: Spec
    table: Table
    part: str = ""
    key: str = ""


@dataclass(frozen=True)
class Look:
    """What charts may ask for, beside the `entity` that their page is of: the Work on a day, and its past.

    A chart of a process may ask for its `operation`, which is missing where no run is of it.
    `told` is None where nobody walked the history; `operated` are the processes in operation where
    somebody has worked them out. One serves all pages of a site.
    """

    work: Work
    as_of: date
    told: HistoryReport | None = None
    operated: Mapping[str, Operation] | None = None

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Every process in operation, by its id."""
        return operations(self.work, self.as_of) if self.operated is None else self.operated

    @cached_property
    def stays(self) -> Stays:
        """In which phase each project has been."""
        return stays(self.work, self.told)

    @cached_property
    def ended(self) -> Ended:
        """The stays of all projects that have ended, by lifecycle and phase."""
        return ended(self.work, self.stays, self.as_of)

    @cached_property
    def due(self) -> list[Due]:
        """What is due and still open, by day."""
        return due.rows(self.work, self.as_of)

    @cached_property
    def due_of(self) -> Mapping[str, list[Due]]:
        """The same by the `kind/id` that it belongs to."""
        found: dict[str, list[Due]] = {}
        for one in self.due:
            found.setdefault(one.ref, []).append(one)
        return found

    def given(self, name: str, entity: Entity[Any] | None) -> object:
        """What a chart asks for by a name; None where that is missing."""
        if name == "entity":
            return entity
        if name != "operation":
            return getattr(self, name)
        found = self.operations.get(entity.id) if entity else None
        return found if found and found.cases else None


_LAST = 99
_GIVEN = {"work", "as_of", "told", "stays", "ended", "due_of", "entity", "operation"}


@dataclass(frozen=True)
class Chart:
    """One chart, and where it belongs: a kind, or the page `overview`.

    `place` orders it among what stands there, over the whole width where it is `wide`. None: a panel
    of the site's own draws it, beside something else.
    """

    name: str
    of: str
    place: int | None
    wide: bool
    draw: Callable[..., Iterator[Drawn]]
    asks: tuple[str, ...]

    @property
    def statement(self) -> str:
        """What it shows: the first line of its docstring."""
        return (self.draw.__doc__ or "").strip().partition("\n")[0]

    def drawn(self, look: Look, entity: Entity[Any] | None = None) -> tuple[Drawn, ...]:
        """What there is to draw; nothing where something is missing that it asks for."""
        given = {name: look.given(name, entity) for name in self.asks}
        return () if None in given.values() else tuple(self.draw(**given))


def chart(
    of: str, *, place: int | None = _LAST, wide: bool = False
) -> Callable[[Callable[..., Iterator[Drawn]]], Chart]:
    """Declares a chart; its name is the function's, and the file's."""

    def declare(draw: Callable[..., Iterator[Drawn]]) -> Chart:
        asks = tuple(inspect.signature(draw).parameters)
        unknown = set(asks) - _GIVEN
        if unknown:
            raise TypeError(
                f"chart {draw.__name__} asks for {sorted(unknown)}, and no chart gets it"
            )
        return Chart(draw.__name__.replace("_", "-"), of, place, wide, draw, asks)

    return declare


@cache
def charts() -> Mapping[str, Chart]:
    """Every chart, by name."""
    return {one.name: one for one in declared(FOLDER, Chart)}


def drawn(of: str, look: Look, entity: Entity[Any] | None = None) -> tuple[Drawn, ...]:
    """Everything that is drawn on a kind of page, in the order of the charts' names."""
    found = (one.drawn(look, entity) for one in charts().values() if one.of == of)
    return tuple(one for several in found for one in several)
