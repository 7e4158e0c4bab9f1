"""The piece `report`: the rows of a report as a table, chosen, ordered and cut as the block says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tracker.finding import Route
from tracker.site.page import Values
from tracker.site.piece import Asked, PieceError, entity, known, piece
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.choosing import Condition, fits, in_order, meant
from tracker.views.report import NARROWING, Report, reports
from tracker.views.telling import chosen


@piece("where", "columns", "sort", "limit", *NARROWING)
def report(status: Status, asked: Asked) -> Values:
    """A table of a report: which rows, in which columns, in what order, how many."""
    name = asked.text("report")
    known(name, reports(), f"there is no report `{name}`", ("report",))
    one = reports()[name]
    if not status.is_internal:
        one = _for_everybody(one, asked)
    rows = in_order(one, _chosen(one, status, asked), _order(one, asked))
    most = asked.whole("limit") or len(rows)
    made = table(one, rows[:most], status.title_of, _columns(one, asked))
    return {"table": made, "tells": one.tells, "shown": min(most, len(rows)), "all": len(rows)}


def _for_everybody(one: Report[Any], asked: Asked) -> Report[Any]:
    """What is of people stands on a page only where people have pages: the report without it."""
    if one.internal:
        raise _internal(f"the report `{one.name}`", "the block", ("report",))
    inside = {column.name for column in one.columns if column.internal}
    for name, route in _named(asked):
        if name in inside:
            raise _internal(f"the column `{name}` of `{one.name}`", "it", route)
    return replace(one, columns=tuple(each for each in one.columns if each.name not in inside))


def _internal(what: str, out: str, route: Route) -> PieceError:
    message = f"{what} is internal, and this site is for the public"
    return PieceError(message, f"leave {out} out, or set `audience: internal` of the plugin", route)


def _named(asked: Asked) -> Iterable[tuple[str, Route]]:
    """The columns that the block names, each with where it does."""
    for key in ("columns", "sort"):
        yield from ((name.removeprefix("-"), (key,)) for name in asked.texts(key))
    for name in asked.pairs("where"):
        yield name.partition(".")[0], ("where", name)


def _chosen(one: Report[Any], status: Status, asked: Asked) -> list[Any]:
    alone = {}
    for kind in (kind for kind in NARROWING if kind in asked.said):
        known(kind, one.takes, f"the report `{one.name}` names no {kind}", (kind,))
        entity(status, kind, asked.text(kind), kind)
        alone[kind] = meant(status.work, kind, asked.text(kind))
    conditions = tuple(_conditions(one, asked))
    return chosen(
        one, status.given.of(one), alone, lambda row: all(_any(row, each) for each in conditions)
    )


def _any(row: Mapping[str, Any], conditions: list[Condition]) -> bool:
    return any(fits(row, [one]) for one in conditions)


def _conditions(one: Report[Any], asked: Asked) -> Iterable[list[Condition]]:
    """What each name has to be: any of what the block says."""
    for name, value in asked.pairs("where").items():
        route = ("where", name)
        known(name, one.fields, f"the report `{one.name}` has no column `{name}`", route)
        values = value if isinstance(value, list) else [value]
        if any(each is None or isinstance(each, list | dict) for each in values):
            hint = f"write `{name}: VALUE` or `{name}: [ONE, ANOTHER]`"
            raise PieceError(f"`{name}` is to be a value, and here it is none", hint, route)
        yield [(tuple(name.split(".")), _text(each)) for each in values]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _columns(one: Report[Any], asked: Asked) -> tuple[str, ...] | None:
    """The columns that the block names; without any, those of the report."""
    names = asked.texts("columns")
    for name in names:
        _known_column(one, name, "columns")
    return names or None


def _order(one: Report[Any], asked: Asked) -> list[tuple[str, bool]]:
    """The columns to sort by, each with whether it falls: `-end` begins with the last."""
    found = [(name.removeprefix("-"), name.startswith("-")) for name in asked.texts("sort")]
    for name, _ in found:
        _known_column(one, name, "sort")
    return found


def _known_column(one: Report[Any], name: str, key: str) -> None:
    names = [column.name for column in one.columns]
    known(name, names, f"the report `{one.name}` has no column `{name}`", (key,))
