"""Panels: the pieces that pages are made of. One file of the folder `panels` for each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.declared import declared
from tracker.site.page import Page, Values
from tracker.site.status import Status
from tracker.views.chart import Chart, charts


class Span(StrEnum):
    """Where a panel stands: over the whole width, or in the column beside the facts."""

    WIDE = "wide"
    MAIN = "main"


@dataclass(frozen=True)
class Panel:
    """A piece of a page: `on` names the kinds of page, `place` its order there.

    `values` gives what its template (`templates/panels/`, by its own name unless said) is given to
    show, or None where there is nothing to say: then it is left out. Among them `count` stands
    beside the title, and `aside` behind it. Without a title it has no heading of its own.
    """

    name: str
    on: tuple[str, ...]
    place: int
    values: Callable[[Status, Page], Values | None]
    title: str = ""
    span: Span = Span.MAIN
    template: str = ""

    @property
    def file(self) -> str:
        """Its template."""
        return f"panels/{self.template or self.name}.html"


@cache
def panels(kind: str) -> tuple[Panel, ...]:
    """The panels that stand on a kind of page, the charts among them, in their order."""
    every = (*declared("tracker.site.panels", Panel), *map(_of_chart, charts().values()))
    found = (one for one in every if one is not None and kind in one.on)
    return tuple(sorted(found, key=lambda one: (one.place, one.name)))


def _of_chart(chart: Chart) -> Panel | None:
    if chart.place is None:
        return None

    def values(status: Status, page: Page) -> Values | None:
        found = chart.drawn(status.look, page.entity)
        return {"charts": found} if found else None

    span = Span.WIDE if chart.wide else Span.MAIN
    return Panel(chart.name, (chart.of,), chart.place, values, span=span, template="chart")


def panel(
    *on: str, place: int, title: str = "", span: Span = Span.MAIN
) -> Callable[[Callable[[Status, Page], Values | None]], Panel]:
    """Declares a panel; its name is the function's, and the file's."""

    def declare(values: Callable[[Status, Page], Values | None]) -> Panel:
        return Panel(values.__name__, on, place, values, title, span)

    return declare
