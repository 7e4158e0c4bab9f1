"""A history as JSON and CSV: what scripts read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tracker.law.moved import Moved
from tracker.law.slips import Slip
from tracker.outputs.escape import in_json, sound
from tracker.outputs.table import Table, rendered
from tracker.views.reports.history import HistoryReport

SCHEMA = "tracker/history/1"


def as_json(told: HistoryReport, room: int) -> Iterator[str]:
    data = {
        "schema": SCHEMA,
        "moves": [move_data(one) for one in told.moves],
        "slips": [_slip_data(one) for one in told.slips],
        "baselines": [
            _record(one, "id", "what", "first", "promised", "now", "days", "days_from_first")
            for one in told.promises
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
        "recorded": str(one.at.recorded),
        "author": sound(one.at.author),
        "legal": one.refused is None,
        "rule": one.refused.rule if one.refused is not None else None,
        "gate": one.gate,
        "decision": one.decision,
        "reason": None if one.reason is None else sound(one.reason),
        "approvals": [each.person for each in one.approvals],
        "approvals_not_verified": [each.person for each in one.approvals if not each.is_verified],
        "approvals_late": [each.person for each in one.approvals if each.late is not None],
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
        "recorded": str(one.at.recorded),
        "author": sound(one.at.author),
    }


def _record(row: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else sound(str(value))


_COLUMNS = (
    "date", "kind", "id", "field", "from", "to", "lasted", "moved_by", "commit", "author", "recorded", "legal",
    "rule", "gate", "decision", "reason", "approvals", "not_verified", "late", "why",
)  # fmt: skip
"""`lasted` is for how many days the state before did, `moved_by` how many days later a date is."""


def as_csv(told: HistoryReport, room: int) -> Iterator[str]:
    """Moves and dates in one table, by day."""
    rows = [_move_cells(one) for one in told.moves] + [_slip_cells(one) for one in told.slips]
    cells = sorted(rows, key=lambda row: str(row["date"]))
    table = Table(_COLUMNS, tuple(tuple(row.get(name, "") for name in _COLUMNS) for row in cells))
    yield rendered(table, "csv", SCHEMA).rstrip("\n")


def _move_cells(one: Moved) -> dict[str, Any]:
    data = move_data(one)
    people = {
        "approvals": data["approvals"],
        "not_verified": data["approvals_not_verified"],
        "late": data["approvals_late"],
    }
    return {
        **_cells(data),
        "lasted": "" if one.days is None else one.days,
        "legal": "yes" if data["legal"] else "no",
        **{name: " ".join(those) for name, those in people.items()},
    }


def _slip_cells(one: Slip) -> dict[str, Any]:
    data = _slip_data(one)
    return {**_cells(data), "moved_by": data["days"]}


def _cells(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in data.items()}
