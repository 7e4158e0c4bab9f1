"""A report as a table of Markdown, to be pasted into a page, an issue or a comment."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.outputs.escape import clipped, spaced
from tracker.outputs.format import Context, output
from tracker.outputs.inert import inert
from tracker.outputs.report.cells import NUMBERS, is_empty, newest
from tracker.views.report import Column
from tracker.views.telling import Told

_LONGEST = 400


@output
def markdown(told: Told, context: Context) -> Iterator[str]:
    """What is told, and the columns of which a row knows something."""
    yield f"{inert(told.report.tells)} As of {inert(told.as_of.isoformat())}:\n\n"
    shown = [
        (at, column)
        for at, column in enumerate(told.report.columns)
        if not column.quiet and not all(is_empty(row[at]) for row in told.rows)
    ]
    if not shown:
        yield "Nothing.\n"
        return
    yield _line([inert(column.heading) for _, column in shown])
    yield _line(["---:" if column.value in NUMBERS else "---" for _, column in shown])
    for row in told.rows:
        yield _line([_cell(column, row[at]) for at, column in shown])


def _cell(column: Column, cell: Any) -> str:
    return "<br>".join(inert(clipped(spaced(one), _LONGEST)) for one in newest(column, cell))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
