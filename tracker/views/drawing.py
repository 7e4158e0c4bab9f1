"""What the specs of charts have in common: colours by their names, days, the line of today.

A colour is `var(--name)`, a property of the theme: it is looked up when the chart is drawn, in the
light and in the dark. All text comes with the data, so no word of a file becomes part of a spec.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tracker.views.words import day

Row = dict[str, Any]
Layer = dict[str, Any]

INK, SOFT, SHEET, SUNK = "var(--ink)", "var(--soft)", "var(--sheet)", "var(--sunk)"
QUIET, OFF = "var(--chart-quiet)", "var(--line-strong)"
BLUE, GREEN, ORANGE = "var(--chart-blue)", "var(--chart-green)", "var(--chart-orange)"
GOLD, PLUM = "var(--chart-gold)", "var(--chart-plum)"
TODAY = "var(--chart-today)"
RAMP = tuple(f"var(--chart-ramp-{step})" for step in range(1, 8))

POINTS = 250
"""Points of a picture, and rows of its table, at most: of more the newest are shown, and it says so."""

LINE = 14
"""How high a line of words is."""

_DAY = timedelta(days=1)


def spec(rows: Iterable[Row], height: int, description: str, layers: list[Layer]) -> dict[str, Any]:
    """A picture as wide as its place; `description` is what it is called where it is read aloud."""
    return {
        "description": description,
        "width": "container",
        "height": height,
        "data": {"values": list(rows)},
        "layer": layers,
    }


def day_axis(field: str, first: date, last: date) -> dict[str, Any]:
    """An axis of days. A day of data is one of UTC to every browser, so no time zone moves one."""
    span = (last - first).days
    axis: dict[str, Any] = {
        "title": None, "grid": True, "tickCount": 6, "labelOverlap": "greedy", "labelSeparation": 10,
        "format": next(said for most, said in _FORMATS if span <= most),
    }  # fmt: skip
    scale = {"type": "utc", "domain": [_moment(first), _moment(last)]}
    return {"field": field, "type": "temporal", "scale": scale, "axis": axis}


_FORMATS = ((120, "%-d %b"), (1500, "%b %Y"), (date.max.toordinal(), "%Y"))


def around(first: date, last: date, before: float, behind: float) -> tuple[date, date]:
    """Days with room at both ends, shares of the time between them and a day at least."""
    low, high, length = first.toordinal(), last.toordinal(), (last - first).days
    low -= max(1, int(length * before))
    high += max(1, int(length * behind))
    return date.fromordinal(max(low, 1)), date.fromordinal(min(high, date.max.toordinal()))


def after(value: date | None) -> str | None:
    """The end of a day, which is where a bar that includes the day ends."""
    return (value + _DAY).isoformat() if value is not None and value < date.max else None


def of_kind(kind: str, mark: Layer, encoding: Layer) -> Layer:
    """A layer of the rows of one kind."""
    only = {"filter": {"field": "kind", "equal": kind}}
    return {"transform": [only], "mark": mark, "encoding": encoding}


def of_many(shown: int, every: int) -> str:
    """What a reading says of what is not shown; nothing where all is."""
    return f"; the newest {shown} are shown" if shown < every else ""


def line(value: float, field: str, said: str, at: float, *, is_dashed: bool = False) -> list[Layer]:
    """A line across the picture at a value of `field` (`x` or `y`), and what it is called, at its place `at`."""
    rule: Layer = {"type": "rule", "color": SOFT, "strokeWidth": 1.2, "aria": False}
    if is_dashed:
        rule["strokeDash"] = [6, 4]
    name = named(value, field, said, at)
    scale = {field: {"field": "at", "type": "quantitative"}}
    return [{"data": name["data"], "mark": rule, "encoding": scale}, name]


def named(value: float, field: str, said: str, at: float) -> Layer:
    """The name of a line at a value of `field`.

    `at` says where it stands: of a level line the share of the width, of an upright one how many names
    stand below it.
    """
    scale: Layer = {field: {"field": "at", "type": "quantitative"}}
    if field == "y":
        side = "left" if at < 0.2 else "right" if at > 0.8 else "center"
        text: Layer = {"align": side, "baseline": "bottom", "dy": -3}
        place: Layer = {"x": {"value": {"expr": f"width * {at}"}}}
    else:
        # Lines upright may lie side by side: their names stand one above the other.
        text = {"align": "left", "baseline": "bottom", "dx": -4, "dy": -3 - LINE * at}
        place = {"y": {"value": 0}}
    mark = {**text, "type": "text", "color": SOFT, "aria": False, "fontSize": 11}
    encoding = {**scale, **place, "text": {"field": "said"}}
    return {"data": {"values": [{"at": value, "said": said}]}, "mark": mark, "encoding": encoding}


def iso(value: date | None) -> str | None:
    """A day as data."""
    return value.isoformat() if value is not None else None


def today(as_of: date, first: date, last: date) -> list[Layer]:
    """A line through the day that the picture is of, with the day said above it."""
    data = {"values": [{"today": as_of.isoformat(), "said": day(as_of)}]}
    x = {"field": "today", "type": "temporal"}
    line = {"type": "rule", "color": TODAY, "strokeWidth": 1.5, "aria": False}
    # Near an edge the word stands on the inner side of the line.
    share = (as_of - first) / max(last - first, _DAY)
    side = "left" if share < 0.15 else "right" if share > 0.85 else "center"
    text = {"type": "text", "color": TODAY, "align": side, "baseline": "bottom", "dy": -5}
    return [
        {"data": data, "mark": line, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {**text, "fontWeight": 600, "aria": False},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "said"}},
        },
    ]


def computed(**fields: str) -> list[dict[str, str]]:
    """Fields that the picture works out of others, so that they are not written down at every point.

    No word of a file may stand in what works them out.
    """
    return [{"calculate": said, "as": field} for field, said in fields.items()]


ON = "utcFormat(toDate(datum.at), '%-d %b %Y')"
"""The day of a row as people write it, for `computed`."""


def tooltip(**fields: str) -> list[dict[str, str]]:
    """What is shown at a mark: fields of its row, by the words that stand before them."""
    return [{"field": field, "title": said} for field, said in fields.items()]


def _moment(value: date) -> Mapping[str, int]:
    return {"year": value.year, "month": value.month, "date": value.day, "utc": True}
