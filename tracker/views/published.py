"""What is published of an entity: the data of its file, without what its schema keeps inside.

A schema marks a field with `x-audience`; what is marked is left out for everybody else.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import nlargest
from typing import Any

from tracker.model.catalogue import Pattern, member
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.records import Run
from tracker.model.work import Work
from tracker.views.audience import hidden, is_internal, shown
from tracker.views.report import reports
from tracker.views.telling import plain

Data = dict[str, Any]

RUNS = 1_000
"""So many runs of each process are published."""


@dataclass(frozen=True)
class Published:
    """One entity as data: its id, the file that says it, what that says, and what is computed."""

    id: str
    path: str
    data: Data
    computed: Data = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """All of a kind but `left_out` many. `columns` are those of its rows, the computed ones last."""

    kind: str
    columns: tuple[str, ...]
    records: tuple[Published, ...]
    rows: tuple[tuple[Any, ...], ...]
    left_out: int = 0


def kinds(internal: bool) -> list[str]:
    """The kinds that are published: for everybody those that are not about people."""
    return [kind.name for kind in KINDS.values() if internal or not is_internal(kind.name)]


def published(work: Work, kind: str, internal: bool, rows: Mapping[str, Any]) -> Table:
    """The entities of a kind, in the order of their ids; what cannot be read says nothing.

    Of runs they are the newest, `RUNS` of each process at most: a log may hold a million events.
    `rows` are those of the report on the kind, by id; none where it has no report.
    """
    names, values = computed(kind, rows)
    readable = {id: one for id, one in work.of(kind).items() if not one.unreadable}
    kept = _newest(readable) if kind == "run" else readable
    records = tuple(
        Published(id, one.path, one.plain() if internal else shown(one), values.get(id, {}))
        for id, one in sorted(kept.items())
    )
    routes = columns(kind, internal)
    cells = tuple(
        (one.id, *(_cell(one.data, route) for route in routes), *(_cell(one.computed, (name,)) for name in names))
        for one in records
    )  # fmt: skip
    heads = ("id", *map(".".join, routes), *names)
    return Table(kind, heads, records, cells, len(readable) - len(kept))


def _newest(runs: Mapping[str, Entity[Run]]) -> dict[str, Entity[Run]]:
    """The runs of each process that were asked for or began last; what says no day is the oldest."""
    by_process: dict[str, list[tuple[float, str]]] = {}
    for id, one in runs.items():
        began = one.record.requested or one.record.started
        at = began.timestamp() if began is not None else -math.inf
        by_process.setdefault(owner_of(id), []).append((at, id))
    kept = (id for found in by_process.values() for _, id in nlargest(RUNS, found))
    return {id: runs[id] for id in kept}


# Rows of a table.


@cache
def columns(kind: str, internal: bool) -> tuple[Pattern, ...]:
    """What a table of a kind shows: single values and lists of them; lists of more are left to JSON."""
    marked = () if internal else hidden(kind)
    found = _columns(kind, (), member(kind, ()) or {})
    return tuple(one for one in found if not any(one[: len(at)] == at for at in marked))


def _columns(kind: str, route: Pattern, schema: Mapping[str, Any]) -> Iterator[Pattern]:
    for key in schema.get("properties", {}):
        inner = member(kind, (*route, key)) or {}
        entry = member(kind, (*route, key, "*"))
        if inner.get("properties"):
            yield from _columns(kind, (*route, key), inner)
        elif entry is None or _is_single(inner, entry):
            yield (*route, key)


def _is_single(schema: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    types = entry.get("type", ())
    held = {types} if isinstance(types, str) else set(types)
    return "items" in schema and not held & {"object", "array"}


def _cell(data: Any, route: Pattern) -> Any:
    for step in route:
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, list):
        return "; ".join(str(one).strip() for one in data)
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, str):
        return data.strip()
    return "" if data is None or isinstance(data, dict) else data


# What is computed.


def computed(kind: str, rows: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Data]]:
    """What the rows of the report on a kind say beyond the files: the names, and each id's values."""
    asked = reports()[KINDS[kind].plural] if rows else None
    if asked is None:
        return (), {}
    stated = (member(kind, ()) or {}).get("properties", {}).keys() | {kind}
    beyond = replace(asked, columns=tuple(one for one in asked.columns if one.name not in stated))
    values = {
        id: plain(beyond, tuple(one.taken(row) for one in beyond.columns))
        for id, row in rows.items()
    }
    return tuple(one.name for one in beyond.columns), values
