"""What a cell of a report says to people, and whether it says anything."""

from typing import Any

from tracker.views.report import Column, Value
from tracker.views.spans import elapsed

NUMBERS = (Value.NUMBER, Value.DAYS, Value.SECONDS, Value.PERCENT)
"""What stands at the right of its column."""

_NOTHING: tuple[Any, ...] = (None, "", ())


def is_empty(cell: Any) -> bool:
    """True where nothing is known: a count of 0 is something."""
    return cell in _NOTHING


def items(column: Column, cell: Any) -> list[str]:
    """What a cell says: each entry of several for itself."""
    if is_empty(cell):
        return []
    if column.value is Value.ENTRIES:
        told = [one.told for one in cell]
        return [", ".join(told)] if cell[0].brief else told
    if column.value is Value.REFS:
        return [", ".join(cell)]
    if column.value is Value.SECONDS:
        return [elapsed(cell)]
    return [f"{cell:g} %" if column.value is Value.PERCENT else str(cell)]


def newest(column: Column, cell: Any) -> list[str]:
    """The same, of many entries the newest alone, below how many there are before them."""
    most = cell[0].most if column.value is Value.ENTRIES and cell else None
    if most is None or len(cell) <= most:
        return items(column, cell)
    return [f"{len(cell) - most} earlier: `--format json` has all", *items(column, cell[-most:])]


def said(column: Column, cell: Any) -> str:
    """All that a cell says, on one line."""
    return "; ".join(items(column, cell))
