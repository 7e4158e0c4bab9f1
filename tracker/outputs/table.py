"""Rows under named columns, as text, JSON or CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tracker.outputs.columns import width
from tracker.outputs.escape import escaped, in_json, spaced
from tracker.source.guard import guarded

_GAP = "  "
_MARK = 3
"""What the mark takes that columns are left out."""
_LEAST = 10
"""A column is not made narrower than this, which shows a day."""


class Table(NamedTuple):
    """Columns and rows; every cell is plain data."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def _text(table: Table, schema: str, room: int) -> str:
    if not table.rows:
        return "none\n"
    cells = [[escaped(spaced(str(cell))) for cell in row] for row in table.rows]
    lines = [[name.upper() for name in table.columns], *cells]
    rooms = _rooms([max(map(width, column)) for column in zip(*lines, strict=True)], room)
    shown = [
        _GAP.join(cut(cell, room) for cell, room in zip(line, rooms, strict=False)).rstrip()
        for line in lines
    ]
    if len(rooms) < len(table.columns):
        shown[0] += f"{_GAP}…"
    return "".join(f"{line}\n" for line in shown)


def _rooms(rooms: list[int], room: int) -> list[int]:
    """The columns as wide as they are; in a terminal the widest give way, then those on the right go.

    The first one says what a row is, and people copy it from there.
    """
    first, *rest = rooms
    while room and rest and first + sum(rest) + len(_GAP) * len(rest) > room - _MARK:
        if max(rest) > _LEAST:
            rest[rest.index(max(rest))] -= 1
        else:
            rest.pop()
    return [first, *rest]


def cut(text: str, room: int) -> str:
    """Text of exactly that many columns: padded, or cut with a mark."""
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (room - width(text))


def _json(table: Table, schema: str, room: int) -> str:
    rows = [list(row) for row in table.rows]
    envelope = {"schema": schema, "columns": list(table.columns), "rows": rows}
    return in_json(json.dumps(envelope, indent=2)) + "\n"


def _csv(table: Table, schema: str, room: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _safe(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return escaped(guarded(cell))


FORMATS: Mapping[str, Callable[[Table, str, int], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}


def rendered(table: Table, format: str, schema: str, room: int = 0) -> str:
    """The table in one of the formats; `schema` names the envelope that scripts read.

    `room` is the width of the terminal, 0 where there is none and nothing is cut.
    """
    return FORMATS[format](table, schema, room)
