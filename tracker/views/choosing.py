"""Choosing rows: which fit what is asked, and in what order they stand."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from tracker.analysis.tree import below, within
from tracker.model.work import Work
from tracker.views.report import Column, Report, Value

Condition = tuple[tuple[str, ...], str]
"""The route of a field, and the value that it has to have."""


def meant(work: Work, kind: str, id: str) -> Collection[str]:
    """The ids that are meant by one: a team stands for those below it too, as its page does."""
    if kind != "team":
        return (id,)
    return within(below({team: one.record.parent for team, one in work.teams.items()}), id)


def fits(data: Any, conditions: Iterable[Condition]) -> bool:
    """True where every condition holds of plain data."""
    return all(value in _texts(data, route) for route, value in conditions)


def _texts(data: Any, route: tuple[str, ...]) -> Iterator[str]:
    """The texts at a route; a list stands for each of its items."""
    if isinstance(data, list):
        for item in data:
            yield from _texts(item, route)
    elif route:
        if isinstance(data, dict):
            yield from _texts(data.get(route[0]), route[1:])
    elif isinstance(data, bool):
        yield "true" if data else "false"
    elif data is not None and not isinstance(data, dict):
        yield str(data)


def in_order(asked: Report[Any], rows: Iterable[Any], by: Iterable[tuple[str, bool]]) -> list[Any]:
    """The rows ordered by columns, the first counting most; each is said with whether it falls.

    What has no value stands last either way, and rows that are alike keep their order.
    """
    columns = {one.name: one for one in asked.columns}
    found = list(rows)
    for name, falls in reversed(tuple(by)):
        column = columns[name]
        there = [row for row in found if not _is_empty(column, row)]
        absent = [row for row in found if _is_empty(column, row)]
        there.sort(key=lambda row, column=column: _key(column, row), reverse=falls)  # type: ignore[misc]
        found = there + absent
    return found


def _is_empty(column: Column, row: Any) -> bool:
    return column.taken(row) in (None, "", ())


def _key(column: Column, row: Any) -> Any:
    value = column.taken(row)
    if column.order:
        return column.order(row)
    if column.value is Value.ENTRIES:
        return len(value)
    if isinstance(value, tuple):
        return tuple(one.casefold() for one in value)
    return value.casefold() if isinstance(value, str) else value
