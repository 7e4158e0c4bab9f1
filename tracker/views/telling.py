"""Telling a report: which of its rows are wanted, and the rows as plain data."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tracker.views.report import Entry, Report


@dataclass(frozen=True)
class Told:
    """A report as it was asked for: the cells of each row, in the order of the columns."""

    report: Report[Any]
    as_of: date
    rows: tuple[tuple[Any, ...], ...]


def told(
    asked: Report[Any],
    as_of: date,
    given: Mapping[str, object],
    alone: Mapping[str, Collection[str]] | None = None,
    wanted: Callable[[dict[str, Any]], bool] | None = None,
) -> Told:
    """A report of a day, made from what it asks for of what is given.

    With `alone` only the rows that name one of these ids of each kind are told; with `wanted` only
    those of which it says so, as plain data.
    """
    rows = chosen(asked, given, alone, wanted)
    return Told(asked, as_of, tuple(_cells(asked, row) for row in rows))


def chosen(
    asked: Report[Any],
    given: Mapping[str, object],
    alone: Mapping[str, Collection[str]] | None = None,
    wanted: Callable[[dict[str, Any]], bool] | None = None,
) -> list[Any]:
    """The rows of a report that are wanted, as it made them."""
    made = asked.rows(**{name: given[name] for name in asked.needs})
    return [
        row
        for row in made
        for cells in [_cells(asked, row)]
        if all(_names(asked, cells, kind, ids) for kind, ids in (alone or {}).items())
        if wanted is None or wanted(plain(asked, cells))
    ]


def _cells(asked: Report[Any], row: Any) -> tuple[Any, ...]:
    return tuple(column.taken(row) for column in asked.columns)


def _names(asked: Report[Any], row: tuple[Any, ...], kind: str, ids: Collection[str]) -> bool:
    return any(
        any(one in ids for one in (cell if isinstance(cell, tuple) else (cell,)))
        for column, cell in zip(asked.columns, row, strict=True)
        if column.leads_to == kind
    )


# Plain data.


def plain(asked: Report[Any], row: tuple[Any, ...]) -> dict[str, Any]:
    """A row as plain data, by the names of the columns."""
    return {one.name: _plain(cell) for one, cell in zip(asked.columns, row, strict=True)}


def _plain(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return [_plain(one) for one in cell]
    if isinstance(cell, Entry):
        return {name: _plain(one) for name, one in asdict(cell).items()}
    return cell.isoformat() if isinstance(cell, date) else cell
