"""Hand-written pages: the blocks that they hold become pieces of the work, or say why not."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup
from mkdocs.utils.meta import get_data

from tracker.outputs.escape import escaped
from tracker.site.charts import equipped
from tracker.site.fences import Fence, Fences, taken
from tracker.site.page import Values
from tracker.site.piece import PieceError, shown
from tracker.site.render import Renderer
from tracker.views.chart import Drawn

STYLES = "assets/tracker.css"
LOG = logging.getLogger("mkdocs.plugins.tracker")
"""Where MkDocs counts warnings: with `strict` one of them refuses the site."""


@dataclass(frozen=True)
class Source:
    """Where a page was read from: its path for people, and how many lines stand above its Markdown."""

    path: str
    above: int

    @classmethod
    def of(cls, path: str, whole: str) -> "Source":
        """The source of a page: what stands above its Markdown is what MkDocs reads first."""
        body, _ = get_data(whole)
        return cls(path, whole.count("\n") - body.count("\n"))


@dataclass
class Written:
    """The blocks of the pages of one build; as a guest in another theme they bring their styles."""

    is_guest: bool
    _pages: dict[str, tuple[Source, Fences]] = field(default_factory=dict)

    def take(self, uri: str, markdown: str, source: Source) -> str:
        """The Markdown of a page without its blocks, which are kept."""
        without, fences = taken(markdown)
        if fences.found:
            self._pages[uri] = source, fences
        return without

    def put(self, uri: str, html: str, base: str, renderer: Renderer) -> str:
        """The page with its pieces, and with what these need."""
        if uri not in self._pages:
            return html
        source, fences = self._pages.pop(uri)

        def make(number: int, fence: Fence, level: int) -> str:
            return self._frame(_piece(number, fence, level, source, base, renderer))

        made = Markup(fences.put(html, make))  # noqa: S704 - the page's own, and what templates escaped
        found = equipped(made, base)
        return styled(found, base) if self.is_guest else found

    def _frame(self, html: Markup) -> Markup:
        name = "tracker guest piece" if self.is_guest else "piece"
        return Markup('<div class="{}">{}</div>').format(name, html)


def styled(html: Markup, base: str) -> Markup:
    """A page in another theme, with the styles of ours."""
    return Markup('<link rel="stylesheet" href="{}/{}">{}').format(base, STYLES, html)


def _piece(
    number: int, fence: Fence, level: int, source: Source, base: str, renderer: Renderer
) -> Markup:
    try:
        if not fence.is_closed:
            raise PieceError(
                "it has no end", "close it with a line of as many signs as it opens with", at=0
            )
        one, values = shown(fence.text, renderer.status)
    except PieceError as fault:
        return _fault(
            fault, f"{source.path}:{source.above + fence.line + (fault.at or 0)}", base, renderer
        )
    values = {**_apart(values, number), "level": min(level + 1, 6)}
    return renderer.fragment(f"pieces/{one.name}.html", base, values)


def _apart(values: Values, number: int) -> Mapping[str, Any]:
    """Charts get an id for each block: a page may show one chart of several things."""
    drawn: tuple[Drawn, ...] = values.get("charts", ())
    charts = tuple(replace(one, id=f"{one.id}-{number + 1}") for one in drawn)
    return {**values, "charts": charts}


def _fault(fault: PieceError, place: str, base: str, renderer: Renderer) -> Markup:
    LOG.warning(escaped(f"{place}: {fault.message}; {fault.hint}"))
    values = {"message": fault.message, "hint": fault.hint, "place": place}
    return renderer.fragment("pieces/fault.html", base, values)
