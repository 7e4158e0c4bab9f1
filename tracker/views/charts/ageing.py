"""The chart of the work in progress: how old each open run is, by the step at which it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tracker.analysis.servicelevel import Open
from tracker.analysis.whereabouts import Whereabouts
from tracker.views.chart import Drawn, Table, chart
from tracker.views.drawing import BLUE, LINE, ORANGE, Layer, Row, computed, line, spec, tooltip
from tracker.views.operation import Operation
from tracker.views.stepping import titles
from tracker.views.underway import stands
from tracker.views.units import rounded
from tracker.views.words import count, distinct, number, percent
from tracker.views.yardstick import PERCENTILES, Level, Yardstick, titled, yardstick

MOST = 50
"""Open runs that are shown at most: the oldest, and it says so."""

_STEP = 38
_END, _ASTRAY = "Only its end is left", "Nobody can tell"
IN, LATE = "In time", "Late"


@chart("process", place=51)
def ageing(operation: Operation, as_of: date) -> Iterator[Drawn]:
    """Every open run by the step where it stands and by its age, with the percentiles of cycle times.

    A run stands at the step that is in work, else at the one that it waits for (`whereabouts.py`).
    What is older than most runs ever took is where to look first. Source: the Kanban Guide.
    """
    every = operation.flow.open
    if not every:
        return
    stick, named = yardstick(operation), titles(operation)
    told = [*zip(every, operation.standing, strict=True)][:MOST]
    steps = _steps([where for _, where in told], operation, named)
    rows = [
        {**row, "where": steps[_place(where)], "stands": stands(where, named)}
        for one, where in told
        if (row := _row(one, stick, as_of))
    ]
    if rows:
        yield Drawn(
            "ageing",
            "Ageing work in progress",
            _reading(every, rows, stick, as_of),
            _spec(rows, steps, stick, stick.levels(stick.cycles(operation.cases))),
            _table(rows, stick),
        )


def _row(one: Open, stick: Yardstick, as_of: date) -> Row | None:
    age = stick.age(one.case, as_of)
    if age is None:
        return None
    row: Row = {"run": titled(one.case), "age": rounded(age)}
    if one.used.value is not None:
        row["used"] = percent(one.used.value)
        row["kind"] = LATE if one.is_late else IN
    return row


def _place(where: Whereabouts) -> str:
    """The id of the step at which a run stands, or a word that is no id."""
    return where.step or (_END if where.is_through else _ASTRAY)


def _steps(
    every: Iterable[Whereabouts], operation: Operation, named: Mapping[str, str]
) -> dict[str, str]:
    """The steps where something may stand, in order, each under a name of its own."""
    known = [one.id for one in operation.process.record.steps if one.id]
    found = list(dict.fromkeys([*known, *map(_place, every)]))
    names = distinct((named.get(id, id), id) for id in found)
    return dict(zip(found, names, strict=True))


def _reading(every: Sequence[Open], rows: list[Row], stick: Yardstick, as_of: date) -> str:
    oldest = rows[0]
    age = next(filter(None, (stick.told_age(one.case, as_of) for one in every)))
    said = f"{count(len(every), 'run is', 'runs are')} under way; the oldest is "
    said += f"{age} old, and {oldest['stands']}: {oldest['run']}"
    if stick.promised is not None:
        late = sum(one.is_late for one in every)
        said += f"; {late or 'none'} {'is' if late == 1 else 'are'} past the promise"
    if len(rows) < len(every):
        said += f"; the oldest {number(len(rows))} are shown"
    return said + "."


def _spec(
    rows: list[Row], steps: dict[str, str], stick: Yardstick, levels: dict[int, Level]
) -> dict[str, object]:
    axis = {"title": None, "ticks": False, "domain": False, "grid": True}
    y = {"field": "where", "type": "nominal", "scale": {"domain": [*steps.values()]}, "axis": axis}
    x = {
        "field": "age", "type": "quantitative", "scale": {"zero": True},
        "axis": {"title": f"Age in {stick.name}", "grid": False, "tickCount": 6},
    }  # fmt: skip
    layers: list[Layer] = []
    for percent_, level in levels.items():
        said = f"{percent_} %: {level.short}"
        layers += line(rounded(level.time), "x", said, PERCENTILES.index(percent_))
    if stick.promised is not None:
        said = f"promised: {number(stick.promised)}"
        layers += line(stick.promised, "x", said, len(levels), is_dashed=True)
    layers.append(_points(x, y, stick, len(levels) + 1))
    return spec(rows, _STEP * len(steps), "Age of open runs", layers)


def _points(x: Layer, y: Layer, stick: Yardstick, lines: int) -> Layer:
    mark = {"type": "point", "filled": True, "size": 90, "opacity": 0.85}
    said = computed(says="datum.run + ': ' + datum.stands + ', ' + datum.age")
    told = {"run": "Run", "stands": "Where it stands", "age": stick.name.capitalize()}
    if stick.promised is None:
        shown = {"x": x, "y": y, "tooltip": tooltip(**told), "description": {"field": "says"}}
        return {"transform": said, "mark": {**mark, "color": BLUE}, "encoding": shown}
    kind = {"field": "kind", "type": "nominal"}
    # The names of the lines stand below the legend.
    legend = {"title": None, "offset": LINE * lines + 12}
    colours, shapes = [BLUE, ORANGE], ["circle", "triangle-up"]
    return {
        "transform": said,
        "mark": mark,
        "encoding": {
            "x": x, "y": y,
            "color": {**kind, "scale": {"domain": [IN, LATE], "range": colours}, "legend": legend},
            "shape": {**kind, "scale": {"domain": [IN, LATE], "range": shapes}, "legend": legend},
            "tooltip": tooltip(**told, used="Of the promise"),
            "description": {"field": "says"},
        },
    }  # fmt: skip


def _table(rows: list[Row], stick: Yardstick) -> Table:
    columns = ("Run", "Where it stands", f"Age, {stick.name}")
    if stick.promised is None:
        return Table(columns, tuple((one["run"], one["stands"], one["age"]) for one in rows))
    told = (
        (one["run"], one["stands"], one["age"], one.get("used"), one.get("kind")) for one in rows
    )
    return Table((*columns, "Of the promise", "State"), tuple(told))
