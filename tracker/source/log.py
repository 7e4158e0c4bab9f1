"""Event logs: CSV of one event a line, as `document` reads YAML: strict, and with places on demand.

The first line names the columns; cells are separated by commas, and a cell in quotes may hold any
character but a line break (RFC 4180, without its line breaks in cells: a line of git's is an event).
Rows come in chunks, so that no more than one of them is ever held as text. A route in a log is that
of a collection of runs, `(run, "steps", 3, "by")`, or that of a row, `(17, "by")`, the first being 0.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from tracker.finding import START, Route, Span
from tracker.source.document import Place
from tracker.source.entries import LOG_LIMIT
from tracker.source.refusal import Problem, bytes_refused, refuse

COLUMNS: Final = (
    "run", "step", "started", "finished", "by", "requested", "version", "right_first_time",
    "rework_of", "note",
)  # fmt: skip
"""What a log may say of an event; `run` and `step` are needed, and one of the two moments."""

MAX_ROWS: Final = 1_000_000
MAX_COLUMNS: Final = 100
LONGEST: Final = 1 << 16
"""Bytes of a line: what tells its cells apart needs some seventy times as many."""

_CHUNK: Final = 512 * 1024
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=,|\Z)|([^",]*)(?=,|\Z)')


class LogRefusedError(Exception):
    """Carries the one reason why a log cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


Row = list[str]


class Log:
    """A log whose bytes are sound; its rows are read as they are asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises LogRefusedError, as `chunks` does."""
        _refuse_size(content)
        self._content = content
        self._start = content.find(b"\n") + 1 or len(content)
        first = content[: self._start].decode().rstrip("\r\n")
        self.columns = tuple(_cells(first, 1)) if first else ()
        _refuse_columns(self.columns)

    def chunks(self) -> Iterator[tuple[int, list[Row]]]:
        """The number of the first row, from 0, and rows, each of as many cells as there are columns."""
        at, width = 0, len(self.columns)
        for lines in _lines(self._content, self._start):
            rows = _rows(lines, at + 2)
            if set(map(len, rows)) != {width}:
                _refuse_width(rows, width, at + 2)
            yield at, rows
            at += len(rows)

    def lines(self) -> Iterator[tuple[int, str, str]]:
        """Every line as it is written, the first one too: its number, its text, and its run."""
        run, line = self.columns.index("run"), 1
        for texts in _lines(self._content, 0):
            for text, row in zip(texts, _rows(texts, line), strict=True):
                yield line, text, row[run] if line > 1 and len(row) > run else ""
                line += 1


def _refuse_size(content: bytes) -> None:
    if len(content) > LOG_LIMIT:
        raise LogRefusedError(refuse("log-size", START, limit=f"{LOG_LIMIT >> 20} MiB"))
    refused = bytes_refused(content, LOG_LIMIT)
    if refused is not None:
        raise LogRefusedError(refused)
    if content.count(b"\n") > MAX_ROWS + 1:
        raise LogRefusedError(refuse("log-size", START, limit=f"{MAX_ROWS:,} lines"))
    long = _too_long(content)
    if long is not None:
        line = content.count(b"\n", 0, long) + 1
        place = Span(line, 1, line, 1)
        raise LogRefusedError(refuse("log-line", place, limit=f"{LONGEST >> 10} KiB"))


def _too_long(content: bytes) -> int | None:
    """Where the first line begins that has more than LONGEST bytes; lines between are not looked at."""
    at = 0
    while len(content) - at > LONGEST:
        end = content.rfind(b"\n", at, at + LONGEST + 1)
        if end < 0:
            return at
        at = end + 1
    return None


def _refuse_columns(columns: tuple[str, ...]) -> None:
    if not columns:
        raise LogRefusedError(refuse("log-empty", START, columns="run,step,started,finished,by"))
    if len(columns) > MAX_COLUMNS:
        names = ", ".join(COLUMNS[:5])
        found = f"{len(columns):,}"
        problem = refuse("log-columns", START, found=found, limit=MAX_COLUMNS, columns=names)
        raise LogRefusedError(problem)
    doubled = next((name for name, times in Counter(columns).items() if times > 1), None)
    if doubled is not None:
        at = [index for index, name in enumerate(columns) if name == doubled][1]
        place = _span(1, ",".join(columns), at)
        raise LogRefusedError(refuse("log-column-twice", place, column=doubled))
    for sign, found in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and sign in columns[0]:
            raise LogRefusedError(refuse("log-separator", START, found=found))
    for name in ("run", "step"):
        if name not in columns:
            raise LogRefusedError(refuse("log-column-missing", START, column=name, instead=""))
    if not {"started", "finished"} & set(columns):
        also = "; `started` will do as well"
        raise LogRefusedError(refuse("log-column-missing", START, column="finished", instead=also))


def _refuse_width(rows: list[Row], width: int, line: int) -> None:
    at, row = next((at, row) for at, row in enumerate(rows) if len(row) != width)
    found = _plural(len(row) if row != [""] else 0, "cell")
    place = Span(line + at, 1, line + at, 1)
    raise LogRefusedError(
        refuse("log-cells", place, found=found, expected=_plural(width, "column"))
    )


def _plural(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _lines(content: bytes, start: int) -> Iterator[list[str]]:
    """The lines of the content from an index on, some at a time."""
    while start < len(content):
        end = content.find(b"\n", min(start + _CHUNK, len(content))) + 1 or len(content)
        text = content[start:end].decode().replace("\r\n", "\n")
        yield text.removesuffix("\n").split("\n")
        start = end


def _rows(lines: list[str], line: int) -> list[Row]:
    return [
        row.split(",") if '"' not in row else _cells(row, line + at) for at, row in enumerate(lines)
    ]


def _cells(text: str, line: int) -> Row:
    """The cells of one line."""
    return [
        text[start:end] if text[start : start + 1] != '"' else text[start + 1 : end - 1].replace('""', '"')
        for start, end in _extents(text, line)
    ]  # fmt: skip


def _extents(text: str, line: int) -> Iterator[tuple[int, int]]:
    """Where each cell of a line begins and ends, with its quotes; in characters from 0."""
    at = 0
    while True:
        found = _CELL.match(text, at)
        if found is None:
            raise LogRefusedError(refuse("log-quotes", Span(line, at + 1, line, at + 2)))
        yield found.span()
        if found.end() == len(text):
            return
        at = found.end() + 1


def _span(line: int, text: str, cell: int) -> Span:
    """The place of a cell in its line; of one that is not there, the whole line."""
    extents = list(_extents(text, line))
    start, end = extents[cell] if cell < len(extents) else (0, len(text))
    return Span(line, start + 1, line, end + 1)


def locate(content: bytes, routes: Collection[Route]) -> dict[Route, Place]:
    """The place of each route, or of what is nearest to it; content that is refused has none."""
    try:
        return _located(Log(content), routes)
    except LogRefusedError:
        return {route: Place(None, START, not route) for route in routes}


def _located(log: Log, routes: Collection[Route]) -> dict[Route, Place]:
    """One walk over the lines; only those of wanted runs and wanted rows are looked at."""
    wanted: dict[str | int, list[Route]] = {}
    for route in routes:
        wanted.setdefault(route[0] if route else "", []).append(route)
    places: dict[Route, Place] = {(): Place(None, START)}
    seen = Counter[str]()
    for line, text, run in log.lines():
        for route in wanted.get(line - 1, ()):
            places[route] = _in(log, route, text, line)
        for route in wanted.get(run, ()):
            if route not in places or _is_there(route, seen[run]):
                places[route] = _in(log, route, text, line)
        seen[run] += run in wanted
    return {route: places.get(route, Place(None, START, found=False)) for route in routes}


def _is_there(route: Route, event: int) -> bool:
    """True for the event that a route names; all else of a run stands in its first row."""
    return route[1:2] == ("steps",) and route[2:3] == (event,)


def _in(log: Log, route: Route, text: str, line: int) -> Place:
    """The cell of a line that a route names; for an event the whole line, for a run its name."""
    if route[-1] in log.columns:
        return Place(None, _span(line, text, log.columns.index(str(route[-1]))))
    is_event = isinstance(route[-1], int)
    whole = Span(line, 1, line, len(text) + 1)
    return Place(None, whole if is_event else _span(line, text, log.columns.index("run")))
