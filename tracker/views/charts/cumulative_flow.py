"""The chart of the cumulative flow: what has arrived, been started and left, over time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from tracker.analysis.periods import Count, Period, month, periods, week
from tracker.views.chart import Drawn, Table, chart
from tracker.views.drawing import (
    BLUE,
    ON,
    QUIET,
    RAMP,
    SHEET,
    Layer,
    Row,
    computed,
    day_axis,
    spec,
    tooltip,
)
from tracker.views.operation import Operation
from tracker.views.words import count, number

_HEIGHT = 240
_MOST = 70
"""Periods that are drawn: days, weeks or months, whichever are few enough; of more months the newest."""


def _day(value: date) -> date:
    return value


_PERIODS: tuple[tuple[str, Period, int], ...] = (
    ("day", _day, 1),
    ("week", week, 7),
    ("month", month, 31),
)
_BANDS = {
    "Waits to be started": ("arrived", "started"),
    "Under way": ("started", "left"),
    "Left": ("left", None),
}
"""The bands from above, and between which counts each lies."""

_SAYS = f"{ON} + ': ' + datum.arrived + ' arrived, ' + datum.left + ' left'"


@dataclass(frozen=True)
class _Sum:
    """What has arrived, been started and left by the end of a period, since the beginning."""

    count: Count
    arrived: int
    started: int
    left: int


@chart("process", place=53)
def cumulative_flow(operation: Operation, as_of: date) -> Iterator[Drawn]:
    """How many runs have arrived, been started and left, by day, week or month.

    The band between arrivals and departures is the work in progress. Source: the Kanban Guide.
    """
    name, counted = _counted(operation, as_of)
    sums = _sums(counted)
    if len(sums) < 2:
        return
    shown = sums[-_MOST:]
    yield Drawn(
        "cumulative-flow",
        "Cumulative flow",
        _reading(sums, shown, name),
        _spec(shown, as_of),
        _table(shown, name),
    )


def _counted(operation: Operation, as_of: date) -> tuple[str, list[Count]]:
    """What was counted by the shortest period of which there are not too many."""
    days = [one.began.date() for one in operation.cases if one.began]
    span = (max(*days, as_of) - min(days)).days if days else 0
    name, period, _ = next((one for one in _PERIODS if span / one[2] < _MOST), _PERIODS[-1])
    found = periods(operation.cases, period)
    return name, [one for one in found if one.first <= as_of]


def _sums(counted: Sequence[Count]) -> list[_Sum]:
    arrived = accumulate(one.arrived for one in counted)
    started = accumulate(one.started for one in counted)
    left = accumulate(one.left for one in counted)
    return [_Sum(*each) for each in zip(counted, arrived, started, left, strict=True)]


def _reading(sums: list[_Sum], shown: list[_Sum], name: str) -> str:
    last, before = sums[-1], sums[len(sums) // 2]
    said = f"{count(last.arrived, 'run')} arrived and {number(last.left)} left"
    gap, then = last.arrived - last.left, before.arrived - before.left
    # One run more or less is no trend.
    if gap > then + 1:
        said += f"; what is between them grew from {then} to {gap} in the later half: more arrives than leaves"
    elif gap < then - 1:
        said += f"; what is between them shrank from {then} to {gap} in the later half: more leaves than arrives"
    else:
        said += (
            f"; about as much leaves as arrives, {gap} {'is' if gap == 1 else 'are'} between them"
        )
    if len(shown) < len(sums):
        said += f"; the newest {count(len(shown), name)} are shown"
    return said + "."


def _spec(shown: list[_Sum], as_of: date) -> dict[str, object]:
    # A period has happened when it is over, and the last one by today.
    ends = [one.count.first for one in shown[1:]] + [max(as_of, shown[-1].count.first)]
    rows = [_row(one, end) for one, end in zip(shown, ends, strict=True)]
    x = day_axis("at", ends[0], ends[-1])
    axis = {"title": "Runs since the beginning", "grid": True, "tickCount": 5, "format": "d"}
    # What left long ago is not drawn from the ground up, or the band of what is open would be a hair.
    least = min(one.left for one in shown)
    ground = least if least > shown[-1].arrived / 2 else 0
    y = {"type": "quantitative", "axis": axis, "scale": {"domainMin": ground}}
    told = {
        "tooltip": tooltip(on="Until", arrived="Arrived", started="Started", left="Left"),
        "description": {"field": "says"},
    }
    # An area has no parts to point at: what says the numbers lies over it, unseen.
    dots = {"type": "point", "filled": True, "size": 60, "opacity": 0}
    layers: list[Layer] = [
        *(_band(one, x, y) for one in _BANDS),
        {
            "transform": computed(on=ON, says=_SAYS),
            "mark": dots,
            "encoding": {"x": x, "y": {**y, "field": "arrived"}, **told},
        },
    ]
    return spec(rows, _HEIGHT, "Cumulative flow", layers)


def _band(name: str, x: Layer, y: Layer) -> Layer:
    top, base = _BANDS[name]
    colours = {"domain": [*_BANDS], "range": [RAMP[1], BLUE, QUIET]}
    area = {"type": "area", "stroke": SHEET, "strokeWidth": 1, "clip": True, "aria": False}
    ends = {"y": {**y, "field": top}, "y2": {"field": base} if base else {"value": "height"}}
    colour = {"field": "band", "type": "nominal", "scale": colours, "legend": {"title": None}}
    encoding = {"x": x, **ends, "color": colour}
    return {"transform": computed(band=f"'{name}'"), "mark": area, "encoding": encoding}


def _row(one: _Sum, end: date) -> Row:
    started = max(one.started, one.left)
    return {
        "at": end.isoformat(), "left": one.left, "started": started, "arrived": max(one.arrived, started),
    }  # fmt: skip


def _table(shown: list[_Sum], name: str) -> Table:
    rows = tuple(
        (one.count.first, one.count.arrived, one.count.left, one.arrived, one.left, one.count.wip)
        for one in reversed(shown)
    )
    heads = (
        f"{name.capitalize()} from",
        "Arrived",
        "Left",
        "Arrived in all",
        "Left in all",
        "Under way",
    )
    return Table(heads, rows)
