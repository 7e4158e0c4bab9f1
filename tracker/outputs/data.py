"""What is published as data: envelopes of JSON for scripts, and a table for spreadsheets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from json import dumps
from typing import Any

from tracker.outputs.escape import in_json
from tracker.outputs.table import Table, rendered
from tracker.views import published

Envelope = Mapping[str, Any]


def records(head: Envelope, table: published.Table, page: Callable[[str], str | None]) -> bytes:
    """The envelope of `schemas/output/data.schema.json`; each record on a line of its own."""
    named = {
        "schema": f"tracker/data-{table.kind}/1", "kind": table.kind, **head, "left_out": table.left_out
    }  # fmt: skip
    lines = (_line(_record(one, page)) for one in table.records)
    return "".join(_listed(named, "records", lines)).encode()


def csv(table: published.Table) -> bytes:
    """The same as a table, which no spreadsheet takes for formulas."""
    return rendered(Table(table.columns, table.rows), "csv", "").encode("utf-8", "replace")


def envelope(schema: str, head: Envelope, values: Envelope) -> bytes:
    """An object of a few values."""
    return (in_json(dumps({"schema": schema, **head, **values}, indent=2)) + "\n").encode()


def listing(schema: str, head: Envelope, files: Sequence[Envelope]) -> bytes:
    """The envelope of `schemas/output/published.schema.json`; each file on a line of its own."""
    return "".join(_listed({"schema": schema, **head}, "files", map(_line, files))).encode()


def _record(one: published.Published, page: Callable[[str], str | None]) -> dict[str, Any]:
    return {
        "id": one.id, "path": one.path, "page": page(one.id), "data": one.data, "computed": one.computed
    }  # fmt: skip


def _listed(head: Envelope, name: str, lines: Iterator[str]) -> Iterator[str]:
    yield in_json(dumps(dict(head), indent=2)).removesuffix("\n}")
    yield f',\n  "{name}": ['
    empty = True
    for line in lines:
        yield f"{'' if empty else ','}\n    {line}"
        empty = False
    yield "]\n}\n" if empty else "\n  ]\n}\n"


def _line(value: Any) -> str:
    """A value in ASCII; texts are as the reader let them in, and need no other care."""
    return in_json(dumps(value, allow_nan=False))
