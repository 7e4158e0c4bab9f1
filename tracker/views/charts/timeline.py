"""The chart of a project's dates: what is due, what is done, and what was promised."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.views.chart import Drawn, Table, chart
from tracker.views.days import Dated
from tracker.views.drawing import (
    BLUE,
    GOLD,
    GREEN,
    INK,
    ORANGE,
    PLUM,
    QUIET,
    SHEET,
    SOFT,
    Layer,
    Row,
    after,
    day_axis,
    iso,
    spec,
    today,
    tooltip,
)
from tracker.views.reports.dates import DateRow, Standing, dates, later
from tracker.views.words import apart, count, day, distinct

_STEP = 24
_MOST = 60
"""Rows of the picture; of a longer plan what is done and cancelled is in the table only."""

_COLOURS = {
    Standing.DONE: GREEN,
    Standing.WITH_DEFECTS: GOLD,
    Standing.PASSED: SOFT,
    Standing.UNDER_WAY: BLUE,
    Standing.BLOCKED: PLUM,
    Standing.PLANNED: QUIET,
    Standing.OVERDUE: ORANGE,
}
_WORDS = {Standing.WITH_DEFECTS: "with defects", Standing.BLOCKED: "\u2715 blocked"}
"""What stands beside a mark, so that its colour is not the only one to say it."""
_SHAPES = {"Milestone": "diamond", "Deliverable": "square", "Task": "triangle-left"}


@chart("project", place=15, wide=True)
def timeline(
    work: Work, entity: Entity[Project], due_of: Mapping[str, list[Dated]], as_of: date
) -> Iterator[Drawn]:
    """Milestones, deliverables and tasks of a project on one line of days, with what was promised.

    Outlines are the baseline. Tasks have the days that are written down, and no computed ones.
    """
    rows = dates(work, entity, as_of)
    shown = [one for one in rows if _placed(one)]
    if len(rows) < 2 or not shown:
        return
    if len(shown) > _MOST:
        over = [one for one in shown if one.kind != "Task" or one.standing is not Standing.DONE]
        shown = over[:_MOST]
    yield Drawn(
        "timeline",
        "Timeline",
        _reading(rows, len(rows) - len(shown), due_of.get(entity.ref, []), as_of),
        _spec(shown, as_of),
        _table(rows),
        key=_key(shown),
    )


def _placed(row: DateRow) -> bool:
    return row.standing is not Standing.CANCELLED and (row.start or row.end) is not None


def _reading(rows: list[DateRow], hidden: int, due: list[Dated], as_of: date) -> str:
    kept = ("Milestone", "Deliverable")
    promised = [one for one in rows if one.kind in kept and one.slip is not None]
    late = list(later(promised))
    overdue = sum(one.day < as_of for one in due)
    if late:
        many = count(len(promised), "promised date")
        is_are = "is" if len(late) == 1 else "are"
        said = f"{len(late)} of {many} {is_are} later than promised"
        said += f"; the farthest is {late[0].title}, {apart(late[0].slip or 0)}"
    elif promised:
        said = "Nothing is later than promised so far"
    else:
        said = _next(due, as_of)
    if overdue:
        said += f"; {count(overdue, 'thing is', 'things are')} overdue"
    if hidden:
        said += f"; {count(hidden, 'row is', 'rows are')} in the table only, without a day or ended"
    return said + "."


def _next(due: list[Dated], as_of: date) -> str:
    one = next((one for one in due if one.day >= as_of), None)
    if one is None:
        return "Nothing is due from here on"
    what = f"the {one.what} {one.title}" if one.part else "the end of the project"
    return f"Next is {what}, due on {day(one.day)}, in {count(one.days(as_of), 'day')}"


def _key(shown: list[DateRow]) -> str:
    said = []
    if any(one.promised_end for one in shown):
        said.append("Dashed outlines: as promised in the baseline.")
    if any(one.kind == "Task" and not _lasts(one) for one in shown):
        said.append("Triangles: tasks of which one day is known.")
    return " ".join(said)


def _lasts(one: DateRow) -> bool:
    return one.start is not None and (one.end is not None or one.open_end)


def _spec(shown: list[DateRow], as_of: date) -> dict[str, object]:
    names = distinct((one.title, f"{one.kind.lower()} {one.id}") for one in shown)
    rows = [_row(one, name, as_of) for one, name in zip(shown, names, strict=True)]
    y = {"field": "name", "type": "nominal", "scale": {"domain": names, "paddingInner": 0.25}}
    y |= {"axis": {"title": None, "ticks": False, "domain": False}}
    known = [one for row in shown for one in _known(row)]
    first, last = min(*known, as_of), max(*known, as_of)
    # What is written beside the last mark needs room.
    margin = timedelta(days=max(3, (last - first).days // 40))
    return spec(
        rows,
        _STEP * len(shown),
        "Timeline of the project",
        _layers((first - margin, last + 5 * margin), y, shown, as_of),
    )


def _known(row: DateRow) -> Iterator[date]:
    for one in (row.start, row.end, row.promised_start, row.promised_end):
        if one is not None:
            yield one


def _layers(span: tuple[date, date], y: Layer, shown: list[DateRow], as_of: date) -> list[Layer]:
    x = day_axis("start", *span)
    there = [one.value for one in _COLOURS if any(row.standing is one for row in shown)]
    colour = {
        "field": "standing",
        "type": "nominal",
        "legend": {"title": None, "symbolType": "square"},
    }
    colour["scale"] = {"domain": there, "range": [_COLOURS[Standing(one)] for one in there]}
    kinds = [one for one in _SHAPES if any(row.kind == one for row in shown)]
    shape = {"field": "kind", "type": "nominal", "legend": {"title": None}}
    shape["scale"] = {"domain": kinds, "range": [_SHAPES[one] for one in kinds]}
    told = {
        "tooltip": tooltip(title="What", kind="Kind", standing="State", said="Days", then="Promised",
                           gap="Against it"),
        "description": {"field": "says"},
    }  # fmt: skip
    outline = {
        "filled": False,
        "stroke": SOFT,
        "strokeDash": [3, 2],
        "strokeWidth": 1.2,
        "aria": False,
    }
    due = {**x, "field": "due"}
    lasts = {"y": y, "x": x, "x2": {"field": "ends"}, "color": colour}
    then = {"y": y, "x": {**x, "field": "promised_start"}, "x2": {"field": "promised_end"}}
    moved = {"y": y, "x": {**x, "field": "promised"}, "x2": {"field": "due"}}
    note = {"y": y, "x": {**x, "field": "edge"}, "text": {"field": "note"}}
    return [
        *today(as_of, *span),
        _of("has_then", {"type": "bar", "height": {"band": 1}, **outline}, then),
        _of("has_bar", {"type": "bar", "height": {"band": 0.55}, "cornerRadius": 2}, lasts | told),
        _of("has_slip", {"type": "rule", "color": SOFT, "strokeDash": [2, 2], "aria": False}, moved),
        _of("has_promise", {"type": "point", "size": 100, "opacity": 1, **outline},
            {"y": y, "x": {**x, "field": "promised"}, "shape": shape}),
        _of("has_due", {"type": "point", "size": 120, "filled": True, "opacity": 1, "stroke": SHEET},
            {"y": y, "x": due, "color": colour, "shape": shape} | told),
        _of("has_note", {"type": "text", "align": "left", "dx": 9, "color": INK, "aria": False}, note),
    ]  # fmt: skip


def _of(flag: str, mark: Layer, encoding: Layer) -> Layer:
    """A layer of the rows that have something."""
    return {
        "transform": [{"filter": {"field": flag, "equal": True}}],
        "mark": mark,
        "encoding": encoding,
    }


def _row(one: DateRow, name: str, as_of: date) -> Row:
    lasts = _lasts(one)
    ends = max(as_of, one.start or as_of) if one.open_end else one.end
    only = None if lasts else one.end or one.start
    lasted = one.promised_start is not None and one.promised_end is not None
    point = one.promised_end if only is not None and not lasted else None
    note = _note(one, as_of)
    row: Row = {
        "name": name, "title": one.title, "kind": one.kind, "standing": one.standing.value,
        "has_bar": lasts, "has_due": only is not None, "has_then": lasted,
        "has_promise": point is not None and point != only, "has_note": bool(note),
        "start": iso(one.start) if lasts else None, "ends": after(ends) if lasts else None,
        "due": iso(only), "promised": iso(point), "edge": after(ends) if lasts else iso(only),
        "promised_start": iso(one.promised_start) if lasted else None,
        "promised_end": after(one.promised_end) if lasted else None,
        "note": note, "said": _said(one), "then": _then(one) or "–", "gap": _gap(one) or "–",
    }  # fmt: skip
    row["has_slip"] = row["has_promise"]
    row["says"] = ", ".join(
        filter(None, [f"{one.kind} {one.title}: {row['said']}", note, one.standing])
    )
    return {key: value for key, value in row.items() if value is not None and value is not False}


def _note(one: DateRow, as_of: date) -> str:
    overdue = one.overdue(as_of)
    late = f"{count(overdue, 'day')} overdue" if overdue else f"{one.slip:+d} d" if one.slip else ""
    return ", ".join(filter(None, (_WORDS.get(one.standing), late)))


def _said(one: DateRow) -> str:
    if one.start is not None and one.end is not None:
        return f"{day(one.start)} to {day(one.end)}"
    if one.start is not None:
        return f"since {day(one.start)}" if one.open_end else f"not before {day(one.start)}"
    return f"due {day(one.end)}" if one.end is not None else "no day"


def _then(one: DateRow) -> str:
    if one.promised_start is not None and one.promised_end is not None:
        return f"{day(one.promised_start)} to {day(one.promised_end)}"
    return day(one.promised_end) if one.promised_end is not None else ""


def _gap(one: DateRow) -> str:
    return apart(one.slip) if one.slip is not None else ""


def _table(rows: list[DateRow]) -> Table:
    return Table(
        ("What", "Kind", "State", "Start", "End or due", "Promised", "Against it"),
        tuple(
            (
                one.title, one.kind, one.standing.value, one.start,
                "open" if one.open_end else one.end, one.promised_end, _gap(one) or None,
            )
            for one in rows
        ),
    )  # fmt: skip
