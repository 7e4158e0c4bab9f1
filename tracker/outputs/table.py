"""Rows under named columns, as text, JSON or CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tracker.outputs.columns import width
from tracker.outputs.escape import escaped, in_json


class Table(NamedTuple):
    """Columns and rows; every cell is plain data."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def _text(table: Table, schema: str) -> str:
    if not table.rows:
        return "none\n"
    cells = [[escaped(str(cell)) for cell in row] for row in table.rows]
    lines = [[name.upper() for name in table.columns], *cells]
    rooms = [min(48, max(width(line[at]) for line in lines)) for at in range(len(table.columns))]
    shown = (
        "  ".join(cut(cell, room) for cell, room in zip(line, rooms, strict=True)) for line in lines
    )
    return "".join(line.rstrip() + "\n" for line in shown)


def cut(text: str, room: int) -> str:
    """Text of exactly that many columns: padded, or cut with a mark."""
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (room - width(text))


def _json(table: Table, schema: str) -> str:
    rows = [list(row) for row in table.rows]
    envelope = {"schema": schema, "columns": list(table.columns), "rows": rows}
    return in_json(json.dumps(envelope, indent=2)) + "\n"


# A spreadsheet runs what starts with one of these; a quote in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _csv(table: Table, schema: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _safe(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return escaped(f"'{cell}" if cell.startswith(_FORMULA) else cell)


FORMATS: Mapping[str, Callable[[Table, str], str]] = {"text": _text, "json": _json, "csv": _csv}


def rendered(table: Table, format: str, schema: str) -> str:
    """The table in one of the formats; `schema` names the envelope that scripts read."""
    return FORMATS[format](table, schema)
