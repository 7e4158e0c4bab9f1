"""The event log of a process as CSV: one event a row, under the columns of `formats.md`.

This is the file that the repository keeps, `processes/<id>/runs/<name>.csv`, and the one that
`tracker export csv` gives away. Columns that no row fills are left out.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tracker.model.records import Run
from tracker.model.records.base import Record
from tracker.source.guard import guarded
from tracker.source.log import COLUMNS
from tracker.source.refusal import UNSEEN

_ALWAYS = 4
"""So many of the columns are always there."""

_OF_RUNS = ("requested", "version")
_OF_STEPS = ("by", "right_first_time", "rework_of", "note")
_LONGEST = 2_000
_PIECE = 4_096

Row = tuple[str, ...]


def eventlog(runs: Mapping[str, Run]) -> Iterator[str]:
    """The log in pieces of text; what is of the whole run stands in its first row."""
    used = _used(runs.values())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([COLUMNS[index] for index in used])
    for number, (id, run) in enumerate(runs.items(), 1):
        writer.writerows([row[index] for index in used] for row in _rows(id, run))
        if number % _PIECE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _rows(id: str, run: Run) -> Iterator[Row]:
    whole = (_moment(run.requested), "" if run.version is None else str(run.version))
    for done in run.steps:
        yield (
            id, done.step or "", _moment(done.started), _moment(done.finished), done.by or "",
            *whole, _word(done.right_first_time), done.rework_of or "", _cell(done.note),
        )  # fmt: skip
        whole = ("", "")


def _used(runs: Iterable[Run]) -> list[int]:
    """The columns that some row fills, by their numbers."""
    found = set(range(_ALWAYS))
    for run in runs:
        found.update(_filled(run, _OF_RUNS))
        for done in run.steps:
            found.update(_filled(done, _OF_STEPS))
    return sorted(found)


def _filled(record: Record, columns: tuple[str, ...]) -> Iterator[int]:
    return (COLUMNS.index(name) for name in columns if getattr(record, name) is not None)


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _word(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"


def _cell(text: str | None) -> str:
    return "" if text is None else guarded(plain(text, _LONGEST))


def plain(text: str, room: int) -> str:
    """Text of another program as one line that a file may hold: what no file may is U+FFFD."""
    line = UNSEEN.sub("\ufffd", " ".join(text.split()))
    line = line.encode("utf-8", "replace").decode("utf-8")
    return line if len(line) <= room else f"{line[: room - 1]}…"
