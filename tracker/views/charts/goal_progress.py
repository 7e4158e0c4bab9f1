"""The chart of a key result's measurements against the straight line to its target."""

from collections.abc import Iterator
from datetime import date

from tracker.analysis.goals import expected, latest, share
from tracker.analysis.sources import measured
from tracker.model.entity import Entity
from tracker.model.records import Goal, KeyResult, Period
from tracker.model.work import Work
from tracker.views.chart import Drawn, Table, chart
from tracker.views.drawing import (
    BLUE,
    QUIET,
    SOFT,
    Layer,
    Row,
    day_axis,
    iso,
    of_kind,
    spec,
    today,
    tooltip,
)
from tracker.views.words import day, number, percent, with_unit

_HEIGHT = 190


@chart("goal", place=None)
def goal_progress(entity: Entity[Goal], work: Work, as_of: date) -> Iterator[Drawn]:
    """Measurements of each key result, against the straight line from its baseline to its target.

    The line runs over the period of the goal: what an even pace would reach. Source: definitions, Goals.
    """
    for index, said in enumerate(entity.record.key_results):
        one = measured(work, said, as_of)
        if one.baseline is not None and one.target is not None and one.baseline != one.target:
            part = one.id or str(index + 1)
            yield Drawn(
                f"goal-progress-{part}",
                one.title or part,
                _reading(one, entity.record.period, as_of),
                _spec(one, entity.record.period, as_of),
                _table(one, entity.record.period),
                part,
            )


def _measured(one: KeyResult) -> list[tuple[date, float, str | None]]:
    found = [(item.date, item.value, item.note) for item in one.measurements]
    return sorted(
        ((at, value, note) for at, value, note in found if at and value is not None),
        key=lambda item: item[0],
    )


def _reading(one: KeyResult, period: Period | None, as_of: date) -> str:
    target = one.target if one.target is not None else 0.0
    baseline = one.baseline if one.baseline is not None else 0.0
    last = latest(one)
    way = f"from {number(baseline)} to {with_unit(target, one.unit)}"
    if last is None or last.value is None or last.date is None:
        return f"Not measured yet on the way {way}."
    reached = share(baseline, target, last.value).value or 0.0
    said = f"{with_unit(last.value, one.unit)} on {day(last.date)}: {percent(reached)} of the way {way}"
    pace = expected(period, as_of).value
    if pace is None:
        return said + "."
    return f"{said}, where an even pace would be at {percent(pace)} on {day(as_of)}."


def _line(one: KeyResult, period: Period | None) -> list[tuple[date, float]]:
    """The straight line; of a goal without an end there is none."""
    if period is None or period.start is None or period.end is None or period.end <= period.start:
        return []
    assert one.baseline is not None and one.target is not None
    return [(period.start, one.baseline), (period.end, one.target)]


def _spec(one: KeyResult, period: Period | None, as_of: date) -> dict[str, object]:
    line, measured = _line(one, period), _measured(one)
    shown = [at for at, _ in line] + [at for at, _, _ in measured] + [as_of]
    # Not the bare word of a file: Vega looks a title up among names of its own (`hasOwnProperty`).
    unit = "%" if one.unit == "percent" else one.unit
    axis = {"title": f"in {unit}" if unit else "Value", "grid": True, "tickCount": 5}
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": axis,
        "scale": {"zero": False, "nice": True},
    }
    rows = list(_rows(one, line, measured))
    return spec(
        rows,
        _HEIGHT,
        f"Measurements: {one.title or one.id}",
        _layers(min(shown), max(shown), y, as_of),
    )


def _layers(first: date, last: date, y: Layer, as_of: date) -> list[Layer]:
    x = day_axis("at", first, last)
    shown = {
        "tooltip": tooltip(said="Measured", on="On", reached="Of the way", note="Note"),
        "description": {"field": "says"},
    }
    text = {"type": "text", "align": "left", "baseline": "bottom", "dx": 2, "dy": -4}
    line = {"type": "line", "strokeDash": [5, 4], "strokeWidth": 1.5, "color": SOFT, "aria": False}
    dots = {"type": "point", "filled": True, "size": 64, "color": BLUE, "opacity": 1}
    at = {"x": x, "y": y}
    target = {"y": y, "x": {"value": 0}, "text": {"field": "said"}}
    return [
        of_kind("target", {"type": "rule", "color": QUIET, "aria": False}, {"y": y}),
        of_kind("target", {**text, "color": SOFT, "aria": False}, target),
        of_kind("line", line, at),
        of_kind("measured", {"type": "line", "color": BLUE, "aria": False}, at),
        of_kind("measured", dots, at | shown),
        *today(as_of, first, last),
    ]  # fmt: skip


def _rows(
    one: KeyResult, line: list[tuple[date, float]], measured: list[tuple[date, float, str | None]]
) -> Iterator[Row]:
    assert one.baseline is not None and one.target is not None
    yield {
        "kind": "target",
        "value": one.target,
        "said": f"Target {with_unit(one.target, one.unit)}",
    }
    for at, value in line:
        yield {"kind": "line", "at": iso(at), "value": value}
    for at, value, note in measured:
        reached = percent(share(one.baseline, one.target, value).value or 0.0)
        yield {
            "kind": "measured", "at": iso(at), "value": value, "said": with_unit(value, one.unit),
            "on": day(at), "reached": reached, "note": note or "–",
            "says": f"{day(at)}: {with_unit(value, one.unit)}, {reached} of the way",
        }  # fmt: skip


def _table(one: KeyResult, period: Period | None) -> Table:
    assert one.baseline is not None and one.target is not None
    rows: list[tuple[date | None, float, str, str | None]] = []
    start, end = (period.start, period.end) if period else (None, None)
    rows.append((start, one.baseline, "Baseline", None))
    rows += [(at, value, "Measured", note) for at, value, note in _measured(one)]
    rows.append((end, one.target, "Target", None))
    return Table(("Date", one.unit or "Value", "What", "Note"), tuple(rows))
