"""The lines that a finding points at, with carets under what is meant."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from tracker.finding import Span
from tracker.outputs.columns import width
from tracker.outputs.escape import cells

LINES = 3
CUT = "…"
_TAB = 4
_FAR = 1_000
_LEAD = 8
"""How many columns are left to be seen before a span that does not fit into the row whole."""


class Row(NamedTuple):
    """One line of the file, and the columns in which the carets stand below it."""

    number: int
    text: str
    before: int
    carets: int


def excerpt(lines: Sequence[str], span: Span, room: int) -> Iterator[Row]:
    """The first lines of a span, each cut to `room` columns around what is meant."""
    for number in range(span.line, min(span.end_line, span.line + LINES - 1, len(lines)) + 1):
        line = lines[number - 1].removesuffix("\r")
        first = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
        last = span.end_column - 1 if number == span.end_line else len(line)
        if number == span.line or last > first:
            yield _row(number, line, first, last, room)


def _row(number: int, line: str, first: int, last: int, room: int) -> Row:
    far = max(0, first - _FAR)  # a line may be a megabyte long, and have a thousand findings
    line, first, last = line[far : far + 2 * _FAR], first - far, last - far
    shown = _laid_out(line)
    edges = list(accumulate((width(cell) for cell in shown), initial=0))
    first = min(first, len(line))
    start, end = edges[first], edges[max(first, min(last, len(line)))]
    end = max(end, start + 1)  # an empty place is pointed at by one caret, past the end too
    total = max(edges[-1], end)
    if total <= room:
        return Row(number, "".join(shown), start, end - start)
    left = _left(start, end, total, room)
    text, begins = _window(shown, edges, left, left + room)
    first_caret = max(start, begins)
    carets = min(end, left + room) - first_caret
    return Row(number, text, first_caret - begins, max(carets, 1))


def _left(start: int, end: int, total: int, room: int) -> int:
    """The first column of the window: the line's own start where the span then fits."""
    if end < room:
        return 0
    spare = room - (end - start) - 2 * len(CUT)
    lead = spare // 2 if spare > 2 * _LEAD else _LEAD
    return max(0, min(start - lead, total - room))


def _window(shown: list[str], edges: list[int], left: int, right: int) -> tuple[str, int]:
    """What is seen between two columns, with marks where it was cut, and where it starts."""
    low = left + len(CUT) if left else 0
    high = right - len(CUT) if right < edges[-1] else right
    kept = [at for at, cell in enumerate(shown) if edges[at] >= low and edges[at + 1] <= high]
    if not kept:
        return CUT, left
    text = "".join(shown[kept[0] : kept[-1] + 1])
    head = CUT if left else ""
    tail = CUT if high < right else ""
    return head + text + tail, edges[kept[0]] - len(head)


def _laid_out(line: str) -> list[str]:
    """What is printed for each character; a tab reaches to the next stop."""
    shown = cells(line)
    if "\t" not in line:
        return shown
    column = 0
    for at, character in enumerate(line):
        if character == "\t":
            shown[at] = " " * (_TAB - column % _TAB)
        column += width(shown[at])
    return shown
