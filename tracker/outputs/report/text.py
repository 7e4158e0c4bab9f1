"""A report for people: a table that fits the terminal, and under each row what is told of it at length.

Where there is no room for all columns, texts are cut first, names never; then the last columns are
left out, and the closing line says which.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tracker.outputs.closing import DOT, plural
from tracker.outputs.columns import filled, width
from tracker.outputs.escape import clipped, escaped, spaced
from tracker.outputs.format import Context, output
from tracker.outputs.report.cells import NUMBERS, is_empty, newest, said
from tracker.outputs.table import cut
from tracker.views.report import Column, Value
from tracker.views.telling import Told

_GAP = 2
_LEAST, _MOST = 20, 48
"""A text is not cut to less than this, and takes no more than that."""
_LONGEST = 300
_WORDS = (Value.TEXT, Value.STATE)
"""What may be cut."""


class _Shown(NamedTuple):
    """A column of the table: its place in the report, and its room."""

    at: int
    column: Column
    room: int


@output
def text(told: Told, context: Context) -> Iterator[str]:
    """The table, then how many rows there are, of which day, and what had no room."""
    wanted = list(_wanted(told))
    shown = _fitted(wanted, context.width)
    if told.rows:
        yield _line(shown, [one.column.heading.upper() for one in shown])
    notes = _notes(told)
    for row in told.rows:
        yield _line(shown, [_flat(said(one.column, row[one.at])) for one in shown])
        yield from _below(notes, row, context.width)
    yield from _closing(told, shown, wanted[len(shown) :], context.width)


def _wanted(told: Told) -> Iterator[_Shown]:
    """The columns of which a row knows something, as wide as they would like to be."""
    for at, column in enumerate(told.report.columns):
        cells = [row[at] for row in told.rows]
        if column.below or column.quiet or all(map(is_empty, cells)):
            continue
        widest = max(width(_flat(said(column, cell))) for cell in cells)
        widest = min(widest, _MOST) if column.value in _WORDS else widest
        yield _Shown(at, column, max(widest, width(column.heading)))


def _fitted(wanted: Sequence[_Shown], room: int) -> list[_Shown]:
    """As many columns as the terminal has room for; what is to spare goes to texts that were cut."""
    if not room:
        return list(wanted)
    least = [min(one.room, _LEAST) if _may_be_cut(one) else one.room for one in wanted]
    shown: list[_Shown] = []
    left = room + _GAP
    for one, needed in zip(wanted, least, strict=True):
        left -= needed + _GAP
        if left < 0 and shown:
            left += needed + _GAP
            break
        shown.append(one._replace(room=needed))
    for place, one in enumerate(shown):
        more = min(max(left, 0), wanted[place].room - one.room)
        shown[place] = one._replace(room=one.room + more)
        left -= more
    return shown


def _may_be_cut(one: _Shown) -> bool:
    return one.column.value in _WORDS


def _line(shown: Sequence[_Shown], cells: Sequence[str]) -> str:
    placed = (
        _placed(one, cut(cell, one.room), cell) for one, cell in zip(shown, cells, strict=True)
    )
    return (" " * _GAP).join(placed).rstrip() + "\n"


def _placed(one: _Shown, cell: str, text: str) -> str:
    return text.rjust(one.room) if one.column.value in NUMBERS else cell


# Under a row.


def _notes(told: Told) -> list[tuple[int, Column, int]]:
    """The columns that are told under the rows, with the room that their labels take together."""
    below = [(at, one) for at, one in enumerate(told.report.columns) if one.below]
    used = [(at, one) for at, one in below if any(row[at] for row in told.rows)]
    room = max((width(one.heading) for _, one in used), default=0) + _GAP
    return [(at, one, room) for at, one in used]


def _below(
    notes: Sequence[tuple[int, Column, int]], row: Sequence[Any], room: int
) -> Iterator[str]:
    for at, column, label in notes:
        for place, item in enumerate(newest(column, row[at]) if row[at] else ()):
            heading = "" if place else column.heading.lower()
            words = [f"{heading:<{label - 1}}", *_flat(item).split()]
            for line in filled(words, max(room - _GAP, 0), label):
                yield f"{'':<{_GAP}}{line.rstrip()}\n"


def _flat(text: str) -> str:
    return clipped(escaped(spaced(text)), _LONGEST)


def _closing(
    told: Told, shown: Sequence[_Shown], left: Sequence[_Shown], room: int
) -> Iterator[str]:
    said = f"{plural(len(told.rows), 'row')} {DOT} as of {told.as_of.isoformat()}"
    if any(one.column.value is Value.SECONDS for one in shown):
        said += f" {DOT} times by the clock"
    if left:
        names = ", ".join(one.column.heading.lower() for one in left)
        said += f" {DOT} no room here for {names}: `--format csv` has all"
    yield "\n" if told.rows else ""
    for line in filled(said.split(), room):
        yield f"{line}\n"
