"""Rendering: a page and its values become HTML, every value escaped by the templates."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.model.kinds import KINDS
from tracker.site import words
from tracker.site.pages import Page
from tracker.site.prose import is_safe_link, prose
from tracker.site.resources import TEMPLATES
from tracker.site.status import Status

CARDS = 8
"""How many projects a column of the board shows before it leads to the index."""

ATTENTION = 12
"""How many findings the overview shows before it leads to the page of all."""


def environment(*, autoescape: bool = True) -> Environment:
    """The templates of the pages; escaping is on, and a misspelt name is an error."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - on, unless a test asks whether the other walls hold
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters.update(
        day=words.day,
        number=words.number,
        percent=words.percent,
        tone=words.tone,
        state=words.state,
        label=words.label,
        ticked=words.ticked,
        prose=prose,
    )
    found.globals.update(count=words.count, CARDS=CARDS, ATTENTION=ATTENTION)
    return found


class Renderer:
    """Makes the HTML of pages; `url` gives the address of a path as seen from the site's root."""

    def __init__(
        self, status: Status, url: Callable[[str], str], *, autoescape: bool = True
    ) -> None:
        self.status = status
        self._url = url
        self._environment = environment(autoescape=autoescape)
        self._environment.globals.update(
            status=status, work=status.work, title_of=self._title, name_of=self._name
        )

    def html(self, page: Page, base: str) -> Markup:
        """The content of a page; `base` leads from it to the site's root."""
        template = self._environment.get_template(page.template)

        def to(path: str) -> str:
            return f"{base}/{self._url(path)}"

        def leads(ref: str) -> str | None:
            return to(ref) if ref in self.status.shown else None

        def related(text: str) -> str | None:
            if text.startswith("https://") and is_safe_link(text):
                return text
            return leads("/".join(text.split("/")[:2]))

        values: dict[str, Any] = dict(page.values())
        html = template.render(values, page=page, to=to, leads=leads, related=related)
        return Markup(html)  # noqa: S704 - made by templates that escape

    def _title(self, ref: str) -> str:
        """The title of what `kind/id` names, else the id itself."""
        kind, _, id = ref.partition("/")
        entity = self.status.work.of(kind).get(id) if kind in KINDS else None
        return entity.title if entity else id

    def _name(self, person: str) -> str:
        """The name of a person; where nobody of that id is known, the text itself."""
        return self._title(f"person/{person}")
