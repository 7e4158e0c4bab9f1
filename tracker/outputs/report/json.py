"""A report for scripts: the envelope of `schemas/output/report.schema.json`."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from tracker.outputs.escape import in_json, sound
from tracker.outputs.format import Context, output
from tracker.views.report import Column
from tracker.views.telling import Told, plain

SCHEMA = "tracker/report/1"


@output
def json(told: Told, context: Context) -> Iterator[str]:
    """One object; each column and each row on a line of its own."""
    head = {
        "schema": SCHEMA,
        "report": told.report.name,
        "tells": told.report.tells,
        "as_of": told.as_of.isoformat(),
    }
    yield dumps(head, indent=2).removesuffix("\n}")
    yield from _list("columns", [_column(one) for one in told.report.columns])
    yield from _list("rows", [plain(told.report, row) for row in told.rows])
    yield "\n}\n"


def _list(name: str, items: list[dict[str, Any]]) -> Iterator[str]:
    yield f',\n  "{name}": ['
    for at, item in enumerate(items):
        yield f"{',' if at else ''}\n    {in_json(dumps(_sound(item), allow_nan=False))}"
    yield "\n  ]" if items else "]"


def _column(one: Column) -> dict[str, Any]:
    return {
        "name": one.name,
        "heading": one.heading,
        "value": one.value,
        "leads_to": one.leads_to,
        "parts": list(one.parts),
    }


def _sound(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _sound(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_sound(item) for item in data]
    return sound(str(data)) if isinstance(data, str) else data
