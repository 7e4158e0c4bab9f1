"""Charts on pages: the spec as a block of data, the table's cells, and what draws, where there is a chart."""

import json
from datetime import date

from markupsafe import Markup, escape

from tracker.site import words
from tracker.site.resources import THEME
from tracker.views.chart import Cell, Spec

VEGA = "assets/vega"
"""Where the build puts what draws (hatch_build.py)."""

_MARK = '<figure class="chart"'
"""What a page with a chart holds; no text of a file can, as a value's `<` is escaped."""


def assets() -> list[str]:
    """The files that draw charts, below the theme: a site in another theme is given them one by one."""
    vega = (THEME / VEGA).glob("[!.]*")
    return ["assets/charts.css", "assets/charts.js", *sorted(f"{VEGA}/{one.name}" for one in vega)]


def datablock(spec: Spec) -> Markup:
    """A spec for a script element that is data: nothing in it can end the element, or begin a comment."""
    data = json.dumps(spec, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return Markup(data)  # noqa: S704 - no character of it means anything to HTML


def cell(value: Cell, head: bool = False) -> Markup:
    """A cell of a chart's table; the first of a row is its head."""
    start, end = _HEAD if head else _CELL
    if isinstance(value, date):
        return start + Markup(' class="date">') + words.day(value) + end
    if isinstance(value, int | float):
        return start + Markup(' class="number">') + words.number(value) + end
    return start + Markup(">") + (_NONE if value is None else escape(value)) + end


_HEAD = Markup('<th scope="row"'), Markup("</th>")
_CELL = Markup("<td"), Markup("</td>")
_NONE = Markup('<span class="none">–</span>')


def equipped(html: Markup, base: str) -> Markup:
    """A page with what draws its charts; a page that has none stays as it is.

    In a checkout that was never installed nothing can draw: the tables stand open.
    """
    if _MARK not in html:
        return html
    if not (THEME / VEGA).is_dir():
        return Markup('<link rel="stylesheet" href="{}/assets/charts.css">{}').format(base, html)
    assets = Markup('<link rel="stylesheet" href="{0}/assets/charts.css">{1}{2}')
    script = Markup('<script src="{0}/assets/charts.js" defer></script>').format(base)
    return assets.format(base, html, script)
