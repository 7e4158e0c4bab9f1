"""The chart of how long each run took, by the day on which it ended, with lines of percentiles."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.views.chart import Drawn, Table, chart
from tracker.views.drawing import (
    BLUE,
    ON,
    ORANGE,
    POINTS,
    Layer,
    Row,
    around,
    computed,
    day_axis,
    line,
    of_many,
    spec,
    tooltip,
)
from tracker.views.operation import Operation
from tracker.views.reports.processes import service_level
from tracker.views.units import rounded
from tracker.views.words import count, number
from tracker.views.yardstick import PERCENTILES, Level, Timed, Yardstick, titled, yardstick

_HEIGHT = 260
_SAID = {"on": ON, "says": f"datum.run + ': ' + datum.time + ', ' + {ON}"}
IN, LATE = "In time", "Late"


@chart("process", place=52)
def cycle_times(operation: Operation, as_of: date) -> Iterator[Drawn]:
    """What each completed run took, with the percentiles of all runs, and the promise.

    Cycle times are counted in the unit of the service level. Source: definitions, Flow of a process.
    """
    stick = yardstick(operation)
    every = stick.cycles(operation.cases)
    if len(every) < 2:
        return
    shown = every[-POINTS:]
    yield Drawn(
        "cycle-times",
        "Cycle times",
        _reading(every, shown, stick, operation),
        _spec(shown, stick, stick.levels(every), as_of),
        _table(shown, stick),
    )


def _reading(
    every: Sequence[Timed], shown: Sequence[Timed], stick: Yardstick, operation: Operation
) -> str:
    levels = stick.levels(every)
    said = f"Half of {count(len(every), 'run')} took {levels[50].told} or less"
    said += f", 85 % at most {levels[85].told}"
    if stick.promised is not None:
        late = sum(one.time > stick.promised for one in every)
        promise = service_level(operation.process.record)
        said += f"; {late or 'none'} took longer than the promise ({promise})"
    return f"{said}{of_many(len(shown), len(every))}."


def _spec(
    shown: Sequence[Timed], stick: Yardstick, levels: dict[int, Level], as_of: date
) -> dict[str, object]:
    first, last = shown[0].day, max(shown[-1].day, as_of)
    x = day_axis("at", *around(first, last, 0.02, 0.02))
    axis = {"title": stick.name.capitalize(), "grid": True, "tickCount": 5}
    y = {"field": "time", "type": "quantitative", "axis": axis, "scale": {"zero": True}}
    places = dict(zip(PERCENTILES, (0.0, 0.62, 1.0), strict=True))
    layers = [_points(x, y, stick)]
    for percent, level in levels.items():
        said = f"{percent} %: {level.short}"
        layers += line(rounded(level.time), "y", said, places[percent])
    if stick.promised is not None:
        layers += line(
            stick.promised,
            "y",
            f"promised: {number(stick.promised)}",
            0.3,
            is_dashed=True,
        )
    return spec([_row(one, stick) for one in shown], _HEIGHT, "Cycle times of runs", layers)


def _points(x: Layer, y: Layer, stick: Yardstick) -> Layer:
    mark = {"type": "point", "filled": True, "size": 46, "opacity": 0.75}
    shown: Layer = {
        "x": x, "y": y,
        "tooltip": tooltip(run="Run", on="Ended", time=stick.name.capitalize()),
        "description": {"field": "says"},
    }  # fmt: skip
    if stick.promised is None:
        return {"transform": computed(**_SAID), "mark": {**mark, "color": BLUE}, "encoding": shown}
    kind = {"field": "kind", "type": "nominal"}
    legend = {"title": None}
    shown["color"] = {
        **kind,
        "scale": {"domain": [IN, LATE], "range": [BLUE, ORANGE]},
        "legend": legend,
    }
    shapes = {"domain": [IN, LATE], "range": ["circle", "triangle-up"]}
    shown["shape"] = {**kind, "scale": shapes, "legend": legend}
    worked = computed(**_SAID, kind=f"datum.late ? '{LATE}' : '{IN}'")
    return {"transform": worked, "mark": mark, "encoding": shown}


def _row(one: Timed, stick: Yardstick) -> Row:
    row: Row = {"at": one.at, "time": rounded(one.time), "run": titled(one.case)}
    if stick.promised is not None and one.time > stick.promised:
        row["late"] = True
    return row


def _table(shown: Sequence[Timed], stick: Yardstick) -> Table:
    rows = tuple((titled(one.case), one.day, rounded(one.time)) for one in reversed(shown))
    return Table(("Run", "Ended", stick.name.capitalize()), rows)
