"""Event logs as CSV: whatever their columns are called, and whatever stands between them.

A column map says which column holds what (`run`, `step` and so on, as in `formats.md`). Columns of
process mining (`case:concept:name`) and our own are known without. Where `transition` is mapped,
`finished` is the moment of each event, and starts and completions are paired.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from tracker.interchange.arrival import COMPLETE, START, WHOLE, Event, whole_number
from tracker.interchange.eventlog import eventlog
from tracker.interchange.exchange import Asked, Exchange, RefusedError
from tracker.interchange.landing import filling, left_out
from tracker.interchange.moments import Moments
from tracker.interchange.rows import header, rows
from tracker.model.suggest import did_you_mean
from tracker.source.guard import unguarded
from tracker.source.log import COLUMNS

FIELDS = (*COLUMNS, "transition", "instance")
"""What a column can hold."""

USUAL = {
    "run": "case:concept:name",
    "step": "concept:name",
    "finished": "time:timestamp",
    "by": "org:resource",
    "transition": "lifecycle:transition",
    "instance": "concept:instance",
    "started": "start_timestamp",
}
"""What the columns are called in tables of process mining."""

_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def events(file: BinaryIO, asked: Asked) -> Iterator[Event | str]:
    """The events of a table, a row each; and which columns are none of theirs."""
    found = rows(file, asked.separator)
    names = header(found)
    place = _places(names, asked.columns)
    moments = Moments(asked.time)
    yield from left_out("the columns", set(names) - {names[index] for index in place.values()})
    for line, cells in found:
        if len(cells) != len(names):
            raise RefusedError(
                f"the row has {len(cells)} cells, and the header has {len(names)}",
                "see that the separator is right (--separator), and that texts are in quotes",
                line,
            )
        yield _event({name: cells[index].strip() for name, index in place.items()}, line, moments)


def _places(names: list[str], said: Mapping[str, str]) -> dict[str, int]:
    """Which cell of a row holds what."""
    for field, column in said.items():
        if field not in FIELDS:
            hint = did_you_mean(field, FIELDS, f"there are {', '.join(FIELDS)}")
            raise RefusedError(f"a run has nothing that is called {field!r}", hint)
        if column not in names:
            hint = did_you_mean(column, names, f"its columns are {', '.join(names)[:200]}")
            raise RefusedError(f"there is no column {column!r} for `{field}`", hint, 1)
    usual = {
        field: next(one for one in (USUAL.get(field), field) if one in names)
        for field in FIELDS
        if {USUAL.get(field), field} & set(names)
    }
    found = {field: names.index(column) for field, column in {**usual, **said}.items()}
    missing = [field for field in ("run", "step") if field not in found]
    missing += [] if "finished" in found or "started" in found else ["finished"]
    if missing:
        raise RefusedError(
            f"which column holds `{missing[0]}` is not known; there are {', '.join(names)[:200]}",
            f"say which: --column {missing[0]}=NAME",
            1,
        )
    return found


def _event(cells: dict[str, str], line: int, moments: Moments) -> Event:
    for field in ("run", "step"):
        if not cells[field]:
            raise RefusedError(
                f"the cell of `{field}` is empty", "fill it, or take the row out", line
            )
    at = {
        field: moments.read(cells[field], line) if cells.get(field) else None
        for field in ("started", "finished", "requested")
    }
    started, finished = at["started"], at["finished"]
    if started is None and finished is None:
        raise RefusedError("the row has no moment", "write when it was, or take the row out", line)
    phase = WHOLE if "transition" not in cells else cells["transition"].lower() or COMPLETE
    if phase == START:
        started, finished = finished or started, None
    return Event(
        cells["run"], cells["step"], line, started, finished, phase, cells.get("instance", ""),
        cells.get("by", ""), requested=at["requested"], version=_version(cells, line),
        right_first_time=_right(cells, line), rework_of=cells.get("rework_of", ""),
        note=unguarded(cells.get("note", "")),
    )  # fmt: skip


def _version(cells: dict[str, str], line: int) -> int | None:
    text = cells.get("version", "")
    version = whole_number(text)
    if text and version is None:
        raise RefusedError(f"the version {text[:40]!r} is no whole number", "write 1, 2, 3", line)
    return version


def _right(cells: dict[str, str], line: int) -> bool | None:
    text = cells.get("right_first_time", "").lower()
    if text and text not in _WORDS:
        raise RefusedError(
            f"`right_first_time` is {text[:40]!r}, and says neither yes nor no",
            "write true or false",
            line,
        )
    return _WORDS.get(text)


csv = Exchange(
    name="csv",
    says="a table of events, a row each",
    takes=frozenset({"column", "separator", "time", "person"}),
    fill=filling(events),
    write=lambda logs: (piece for log in logs for piece in eventlog(log.runs)),
)
