"""The control chart of each measure: single values, their mean and natural limits, and signals."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.analysis.control import Rule
from tracker.analysis.stretches import Stretch
from tracker.views.chart import Drawn, chart
from tracker.views.drawing import (
    BLUE,
    INK,
    ON,
    ORANGE,
    POINTS,
    SOFT,
    SUNK,
    Layer,
    Row,
    around,
    computed,
    day_axis,
    iso,
    named,
    spec,
    tooltip,
)
from tracker.views.measuring import counted
from tracker.views.operation import Operation
from tracker.views.units import rounded
from tracker.views.xmr import SHORT, Xmr

_HEIGHT = 230
_CALM = "as always"
_MARKS = {
    _CALM: ("circle", BLUE),
    SHORT[Rule.OUTSIDE]: ("diamond", ORANGE),
    SHORT[Rule.TWO_OF_THREE]: ("triangle-up", ORANGE),
    SHORT[Rule.FOUR_OF_FIVE]: ("square", ORANGE),
    SHORT[Rule.EIGHT_IN_A_ROW]: ("cross", ORANGE),
}
"""The shape and the colour of a value, in the order of the legend."""


@chart("process", place=54)
def control_chart(operation: Operation, as_of: date) -> Iterator[Drawn]:
    """The values of each measure with limits frozen on a baseline, signals, and what was improved when.

    An XmR chart; moving ranges are in the table. Source: definitions, Control chart.
    """
    drawn = [(id, one) for id, one in operation.controlled.items() if one.present.limits]
    points = shares([len(one.values) for _, one in drawn], POINTS)
    for (id, one), most in zip(drawn, points, strict=True):
        xmr = Xmr(one, max(most, 2), _improved(operation, id), as_of)
        yield Drawn(
            f"control-chart-{id}",
            one.measure.title or id,
            xmr.reading(),
            _spec(xmr),
            xmr.table(),
            id,
            xmr.key(),
        )


def shares(wanted: Sequence[int], most: int) -> list[int]:
    """How many points each picture of a page gets, where all together get so many: few get all theirs."""
    given, left = dict[int, int](), most
    for at in sorted(range(len(wanted)), key=wanted.__getitem__):
        given[at] = min(wanted[at], left // (len(wanted) - len(given)))
        left -= given[at]
    return [given[at] for at in range(len(wanted))]


def _improved(operation: Operation, measure: str) -> list[tuple[date, str]]:
    """When which improvement of a measure took effect."""
    return [
        (one.entity.record.effective_from, one.entity.title)
        for one in operation.tried
        if one.entity.record.measure == measure and one.entity.record.effective_from
    ]


def _rows(xmr: Xmr) -> Iterator[Row]:
    for at in range(xmr.first, len(xmr.held.values)):
        one = xmr.held.values[at]
        row: Row = {"n": at + 1, "at": one.day.isoformat(), "value": rounded(one.value)}
        if at in xmr.marks:
            row |= {"mark": SHORT[xmr.marks[at]], "side": xmr.side(at)}
        yield row


def _spec(xmr: Xmr) -> dict[str, object]:
    shown = xmr.held.values[xmr.first :]
    first, last = around(shown[0].day, shown[-1].day, 0.02, 0.1)
    x = _in_turn(xmr) if xmr.is_dense else day_axis("at", first, last)
    # Not the bare word of a file: Vega looks a title up among names of its own (`hasOwnProperty`).
    said = f"in {counted(xmr.held.measure)}"
    y: Layer = {
        "field": "value", "type": "quantitative", "scale": {"zero": False, "nice": True},
        "axis": {"title": said, "grid": False, "tickCount": 5},
    }  # fmt: skip
    layers = [
        *_baselines(xmr, x, first), *_limits(xmr, x, last), *_improvements(xmr, x), *_points(xmr, x, y),
    ]  # fmt: skip
    title = xmr.held.measure.title or xmr.held.measure.id
    return spec(_rows(xmr), _HEIGHT, f"Control chart: {title}", layers)


def _in_turn(xmr: Xmr) -> Layer:
    """An axis of the places of values, counted from 1."""
    scale = {"domain": [xmr.first, len(xmr.held.values) + 1], "nice": False}
    said = "Runs, in the order in which they ended"
    axis = {"title": said, "tickMinStep": 1, "grid": True, "tickCount": 6}
    return {"field": "n", "type": "quantitative", "scale": scale, "axis": axis}


def _limits(xmr: Xmr, x: Layer, last: date) -> Iterator[Layer]:
    """The lines of each stretch over its own values, and the names of those in force."""
    frozen, rows = xmr.frozen, list[Row]()
    for one, held in xmr.stretches():
        ends = {"from": _left(xmr, one.first), "to": _right(xmr, one, last)}
        rows += [
            {"at": rounded(value), "kind": kind, **ends}
            for kind, values in (("mean", [held.mean]), ("limit", [held.upper, held.lower]))
            for value in values
        ]
    along: Layer = {"x": {**x, "field": "from"}, "x2": {"field": "to"}}
    dash = {"field": "kind", "type": "nominal", "legend": None,
            "scale": {"domain": ["mean", "limit"], "range": [[1, 0], [6, 4]]}}  # fmt: skip
    yield {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": SOFT, "strokeWidth": 1.2, "aria": False},
        "encoding": {**along, "y": {"field": "at", "type": "quantitative"}, "strokeDash": dash},
    }
    yield named(rounded(frozen.mean), "y", f"mean {xmr.short(frozen.mean)}", 1)
    for limit in (frozen.upper, frozen.lower):
        yield named(rounded(limit), "y", f"limit {xmr.short(limit)}", 1)


def _left(xmr: Xmr, place: int) -> object:
    """Where a stretch begins in the picture."""
    first = max(place, xmr.first)
    return first + 0.5 if xmr.is_dense else iso(xmr.held.values[first].day)


def _right(xmr: Xmr, one: Stretch, last: date) -> object:
    """Where it ends: where the next one begins, at last at the edge."""
    if one.last < len(xmr.held.values):
        return _left(xmr, one.last)
    return one.last + 1 if xmr.is_dense else iso(last)


def _baselines(xmr: Xmr, x: Layer, first: date) -> Iterator[Layer]:
    rows: list[Row] = []
    for one, _ in xmr.stretches():
        if xmr.first < one.until:
            begin = max(one.since, xmr.first)
            # The first stretch begins at the edge.
            days = (
                first if begin == 0 else xmr.held.values[begin].day,
                xmr.held.values[one.until - 1].day,
            )
            ends = (begin + 0.5, one.until + 0.5) if xmr.is_dense else (iso(days[0]), iso(days[1]))
            rows.append(dict(zip(("from", "to"), ends, strict=True)))
    if rows:
        shade = {"type": "rect", "color": SUNK, "aria": False}
        encoding = {"x": {**x, "field": "from"}, "x2": {"field": "to"}}
        yield {"data": {"values": rows}, "mark": shade, "encoding": encoding}


def _improvements(xmr: Xmr, x: Layer) -> Iterator[Layer]:
    told = {"tooltip": tooltip(title="Improved", on="From"), "description": {"field": "says"}}
    said = computed(on=ON, says=f"{ON} + ': ' + datum.title")
    rule = {"type": "rule", "color": INK, "strokeWidth": 1.5}
    shown = xmr.held.values[xmr.first :]
    for on, title in xmr.lines():
        before = sum(one.day < on for one in shown)
        row: Row = {"at": iso(on), "n": xmr.first + before + 0.5, "title": title}
        data = {"values": [row]}
        # Past the middle the title stands on the inner side of the line.
        is_late = before * 2 > len(shown)
        side: Layer = {"align": "right", "dx": 4} if is_late else {"align": "left", "dx": -4}
        text = {"type": "text", "baseline": "bottom", "dy": -4, "color": INK, "limit": 190}
        place = {"x": x, "y": {"value": 0}, "text": {"field": "title"}}
        yield {"data": data, "transform": said, "mark": rule, "encoding": {"x": x, **told}}
        yield {"data": data, "mark": {**text, **side, "aria": False}, "encoding": place}


def _points(xmr: Xmr, x: Layer, y: Layer) -> Iterator[Layer]:
    path = {"type": "line", "color": SOFT, "strokeWidth": 1, "opacity": 0.6, "aria": False}
    order = {"field": "n", "type": "quantitative"}
    yield {"mark": path, "encoding": {"x": x, "y": y, "order": order}}
    there = {row.get("mark", _CALM) for row in _rows(xmr)}
    names = [one for one in _MARKS if one in there]
    shapes, colours = ([_MARKS[one][at] for one in names] for at in (0, 1))
    mark = {"field": "mark", "type": "nominal", "legend": {"title": None}}
    yield {
        "transform": computed(**_said()),
        "mark": {"type": "point", "filled": True, "size": 52, "opacity": 1},
        "encoding": {
            "x": x, "y": y,
            "shape": {**mark, "scale": {"domain": names, "range": shapes}},
            "color": {**mark, "scale": {"domain": names, "range": colours}},
            "tooltip": tooltip(on="On", value="Value", why="Signal"),
            "description": {"field": "says"},
        },
    }  # fmt: skip


def _said() -> dict[str, str]:
    return {
        "why": f"datum.mark ? datum.mark + ', ' + datum.side : '{_CALM}'",
        "mark": f"datum.mark || '{_CALM}'",
        "on": ON,
        "says": f"{ON} + ': ' + datum.value + ', ' + datum.why",
    }
