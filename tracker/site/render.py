"""Rendering: a page and its panels become HTML, every value escaped by the templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.analysis.goals import BEHIND
from tracker.site import words
from tracker.site.charts import cell, datablock, equipped
from tracker.site.compiled import compiled
from tracker.site.page import Page, sections
from tracker.site.panel import Panel, Span, panels
from tracker.site.prose import is_safe_link, prose
from tracker.site.resources import TEMPLATES
from tracker.site.status import Status
from tracker.views.days import Dated
from tracker.views.measuring import counted
from tracker.views.spans import elapsed, span
from tracker.views.words import count
from tracker.views.words import day as short_day


def environment(*, autoescape: bool = True) -> Environment:
    """The templates of the pages; escaping is on, and a misspelt name is an error."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - on, unless a test asks whether the other walls hold
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled(autoescape=autoescape),
    )
    found.filters.update(
        day=words.day,
        dated=words.dated,
        short_day=short_day,
        month=words.month,
        weekday=words.weekday,
        number=words.number,
        percent=words.percent,
        fine=words.fine,
        span=span,
        elapsed=elapsed,
        counted=counted,
        tone=words.tone,
        state=words.state,
        label=words.label,
        ticked=words.ticked,
        prose=prose,
        cell=cell,
        datablock=datablock,
    )
    found.globals.update(count=count, ago=words.ago, BEHIND=round(100 * BEHIND))
    return found


@dataclass(frozen=True)
class Piece:
    """A panel as it stands on a page; `count` and `aside` are None where nothing is said."""

    id: str
    title: str
    html: Markup
    count: int | None
    aside: str | None


class Renderer:
    """Makes the HTML of pages, one after the other.

    `url` gives the address of a path as seen from the site's root, `published` that of each file
    beside the pages. What the templates ask for by `to` and `leads` is seen from the page that is
    being made: kept here, so that the macros are read once and not once a page. Pages that are
    `framed` stand in a frame of ours, which says where they lie.
    """

    def __init__(
        self,
        status: Status,
        url: Callable[[str], str],
        published: Mapping[str, str] | None = None,
        *,
        framed: bool = True,
        autoescape: bool = True,
    ) -> None:
        self.status = status
        self._url = url
        self._published = published or {}
        self._base = "."
        self._environment = environment(autoescape=autoescape)
        self._environment.globals.update(
            status=status,
            framed=framed,
            work=status.work,
            to=self._to,
            file_at=self._file,
            leads=self._leads,
            tells=self._tells,
            address_of=self._address_of,
            asset=self._asset,
            related=self._related,
            related_title=self._related_title,
            title_of=status.title_of,
            name_of=self._name,
            party_of=self._party,
            index_of={one.index.path: one.index.title for one in sections()},
        )

    def html(self, page: Page, base: str) -> Markup:
        """The content of a page; `base` leads from it to the site's root."""
        self._base = base
        wide, main = self._pieces(page, Span.WIDE), self._pieces(page, Span.MAIN)
        template, values = f"pages/{page.kind}.html", page.values()
        return equipped(self._render(template, page, wide=wide, main=main, **values), base)

    def fragment(self, template: str, base: str, values: Mapping[str, Any]) -> Markup:
        """A template alone, for a page that `base` leads from to the site's root."""
        self._base = base
        return Markup(self._environment.get_template(template).render(values))  # noqa: S704 - escaped

    def _pieces(self, page: Page, span: Span) -> list[Piece]:
        found = []
        for one in panels(page.kind):
            values = one.values(self.status, page) if one.span is span else None
            if values is not None:
                found.append(self._piece(one, page, dict(values)))
        return found

    def _piece(self, panel: Panel, page: Page, values: dict[str, Any]) -> Piece:
        count, aside = values.pop("count", None), values.pop("aside", None)
        html = self._render(panel.file, page, **values)
        return Piece(panel.name.replace("_", "-"), panel.title, html, count, aside)

    def _render(self, template: str, page: Page, **values: Any) -> Markup:
        entity = page.entity
        about = {"page": page, "entity": entity, "record": entity.record if entity else None}
        html = self._environment.get_template(template).render(about | values)
        return Markup(html)  # noqa: S704 - made by templates that escape

    # What templates ask for.

    def _to(self, path: str) -> str:
        return f"{self._base}/{self._url(path)}"

    def _file(self, path: str) -> str | None:
        """Where a published file lies; None where the site has none of that name."""
        found = self._published.get(path)
        return f"{self._base}/{found}" if found is not None else None

    def _asset(self, name: str) -> str:
        return f"{self._base}/assets/{name}"

    def _leads(self, ref: str) -> str | None:
        if ref not in self.status.shown:
            return None
        try:
            return self._to(ref)
        except KeyError:  # a kind that may be shown, and has no pages
            return None

    def _tells(self, ref: str, place: str) -> str | None:
        """Where a page tells of a place on it; None where there is no such page or place."""
        address = self._leads(ref) if self.status.has_place(ref, place) else None
        return f"{address}#{place}" if address else None

    def _address_of(self, one: Dated) -> str | None:
        """Where a thing that has a day is told itself: on its own page, or at its place on another's."""
        return self._tells(one.ref, one.place) if one.part else self._leads(one.ref)

    def _related(self, text: str) -> str | None:
        if text.startswith("https://") and is_safe_link(text):
            return text
        return self._leads("/".join(text.split("/")[:2]))

    def _related_title(self, text: str) -> str:
        """What it leads to, in words; a part of it by its id."""
        kind, id, *part = text.split("/")
        return " · ".join((self.status.title_of(f"{kind}/{id}"), *part))

    def _party(self, id: str) -> str:
        """The name of a person, else of a team."""
        kind = "person" if id in self.status.work.people else "team"
        return self.status.title_of(f"{kind}/{id}")

    def _name(self, person: str) -> str:
        """The name of a person; where nobody of that id is known, the text itself."""
        return self.status.title_of(f"person/{person}")
