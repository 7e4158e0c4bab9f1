"""A history as text, JSON or CSV."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tracker.law.moved import Moved
from tracker.law.slips import Slip
from tracker.outputs.columns import filled
from tracker.outputs.escape import clipped, escaped, in_json, sound
from tracker.outputs.table import Table, rendered
from tracker.views.reports.history import HistoryReport

SCHEMA = "tracker/history/1"
SHORT = 8
"""How many digits of a commit people are shown."""

_MARGIN = 12
_LONGEST = 300


# For people.


def _text(told: HistoryReport, room: int) -> Iterator[str]:
    if told.of is not None:
        yield f"{told.of.ref}  {_safe(told.of.title)}"
    sections: tuple[tuple[str, list[str]], ...] = (
        ("Moves", [line for one in told.moves for line in _move(one, told, room)]),
        ("Dates moved", [line for one in told.slips for line in _slip(one, told, room)]),
        ("Promised, and now", _table(_promises(told))),
        ("Days in a phase, until it was left", _table(_phases(told))),
        ("Moves between phases", _table(_transitions(told))),
        ("Where it stands", _table(_standing(told))),
    )
    shown = [(heading, lines) for heading, lines in sections if lines]
    for at, (heading, lines) in enumerate(shown):
        if at or told.of is not None:
            yield ""
        yield heading
        yield from (f"  {line}" for line in lines)
    yield ""
    yield f"{_counted(len(told.moves), 'move')} in {_counted(told.commits, 'commit')}, as of {told.as_of}"


def _move(one: Moved, told: HistoryReport, room: int) -> Iterator[str]:
    what = "" if told.of is not None and not one.part else f"{one.kind}/{one.id}: "
    lasted = f", after {_counted(one.days, 'day')}" if one.days is not None else ""
    yield from _lines(str(one.at.date), f"{what}{one.before} › {one.after}{lasted}", room)
    if one.decision is not None:
        by = f", approved by {', '.join(one.approvals)}" if one.approvals else ""
        yield from _lines("", f"gate {one.gate}: {one.decision}{by}", room)
    if one.unread is not None:
        yield from _lines("", f"it could not be read since commit {one.unread[:SHORT]}", room)
    if one.refused is not None:
        yield from _lines("", f"refused by the law of its day: {one.refused.rule}", room)
    yield from _lines("", f"{one.at.author}, commit {one.at.commit[:SHORT]}", room)


def _slip(one: Slip, told: HistoryReport, room: int) -> Iterator[str]:
    what = f"{one.kind}/{one.id}: " if told.of is None or one.part else ""
    way = "later" if one.days > 0 else "earlier"
    moved = f"{what}{one.field} {one.before} › {one.after}, {_counted(abs(one.days), 'day')} {way}"
    yield from _lines(str(one.at.date), moved, room)
    by = f"change request {one.change}: {one.why}" if one.change else one.why
    yield from _lines("", by, room)
    yield from _lines("", f"{one.at.author}, commit {one.at.commit[:SHORT]}", room)


def _lines(label: str, text: str, room: int) -> Iterator[str]:
    words = [f"{label:<{_MARGIN - 1}}", *_safe(text).split()]
    yield from (line.rstrip() for line in filled(words, max(room - 2, 0), _MARGIN))


def _table(table: Table) -> list[str]:
    return rendered(table, "text", "").splitlines() if table.rows else []


def _counted(number: int | float, name: str) -> str:
    return f"{number:g} {name}{'' if number == 1 else 's'}"


def _safe(text: str) -> str:
    return clipped(escaped(text), _LONGEST)


def _promises(told: HistoryReport) -> Table:
    rows = tuple(
        (
            one.id,
            one.what,
            one.promised,
            one.now or "gone",
            "" if one.days is None else f"{one.days:+d}",
        )
        for one in told.promises
    )
    return Table(("project", "what", "promised", "now", "days"), rows)


def _phases(told: HistoryReport) -> Table:
    rows = tuple((one.lifecycle, one.phase, f"{one.days:g}", one.times) for one in told.phases)
    return Table(("lifecycle", "phase", "median", "times"), rows)


def _transitions(told: HistoryReport) -> Table:
    rows = tuple((one.lifecycle, one.before, one.after, one.times) for one in told.transitions)
    return Table(("lifecycle", "from", "to", "times"), rows)


def _standing(told: HistoryReport) -> Table:
    """Of one thing alone: of all others `tracker list` says it."""
    rows = tuple(
        (one.field, one.state, one.since or "", "" if one.days is None else one.days)
        for one in (told.standing if told.of is not None else ())
    )
    return Table(("field", "state", "since", "days"), rows)


# For scripts.


def _json(told: HistoryReport, room: int) -> Iterator[str]:
    data = {
        "schema": SCHEMA,
        "moves": [move_data(one) for one in told.moves],
        "slips": [_slip_data(one) for one in told.slips],
        "baselines": [
            _record(one, "id", "what", "promised", "now", "days") for one in told.promises
        ],
        "phases": [_record(one, "lifecycle", "phase", "days", "times") for one in told.phases],
        "transitions": [
            {"lifecycle": one.lifecycle, "from": one.before, "to": one.after, "times": one.times}
            for one in told.transitions
        ],
        "standing": [
            _record(one, "kind", "id", "title", "field", "state", "since", "days", "began", "ended")
            for one in told.standing
        ],
        "summary": {"commits": told.commits, "head": told.head, "as_of": str(told.as_of)},
    }
    yield in_json(json.dumps(data, indent=2))


def move_data(one: Moved) -> dict[str, Any]:
    """A move as scripts read it."""
    return {
        "kind": one.kind,
        "id": one.id,
        "field": one.field,
        "from": one.before,
        "to": one.after,
        "commit": one.at.commit,
        "date": str(one.at.date),
        "author": sound(one.at.author),
        "legal": one.refused is None,
        "rule": one.refused.rule if one.refused is not None else None,
        "gate": one.gate,
        "decision": one.decision,
        "approvals": list(one.approvals),
        "days": one.days,
        "unread_since": one.unread,
    }


def _slip_data(one: Slip) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "field": one.field,
        "from": str(one.before),
        "to": str(one.after),
        "days": one.days,
        "why": sound(one.why),
        "change": one.change,
        "commit": one.at.commit,
        "date": str(one.at.date),
        "author": sound(one.at.author),
    }


def _record(row: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else sound(str(value))


_COLUMNS = (
    "date", "kind", "id", "field", "from", "to", "days", "commit", "author", "legal", "rule", "gate", "decision",
    "approvals", "why",
)  # fmt: skip


def _csv(told: HistoryReport, room: int) -> Iterator[str]:
    """Moves and dates in one table, by day; `days` is how long a state lasted, or how far a date moved."""
    rows: list[tuple[Any, ...]] = [
        (
            str(one.at.date), one.kind, one.id, one.field, one.before, one.after,
            "" if one.days is None else one.days, one.at.commit, one.at.author,
            "no" if one.refused else "yes", one.refused.rule if one.refused else "",
            one.gate or "", one.decision or "", " ".join(one.approvals), "",
        )
        for one in told.moves
    ]  # fmt: skip
    rows += [
        (
            str(one.at.date), one.kind, one.id, one.field, str(one.before), str(one.after), one.days,
            one.at.commit, one.at.author, "", "", "", "", "", one.why,
        )
        for one in told.slips
    ]  # fmt: skip
    table = Table(_COLUMNS, tuple(sorted(rows, key=lambda row: str(row[0]))))
    yield rendered(table, "csv", SCHEMA).rstrip("\n")


FORMATS: Mapping[str, Callable[[HistoryReport, int], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
"""Each yields lines; `room` is the width of the terminal, 0 where there is none."""
