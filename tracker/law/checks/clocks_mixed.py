"""The rule `clocks-mixed`."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tracker.finding import Found, Severity, Spot
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.work import Work


@check(Severity.ERROR)
def clocks_mixed(work: Work) -> Iterator[Found]:
    """The moments of a process all have an offset from UTC, or none of them has.

    Of two moments of which one has an offset and one has none, nobody can tell which came first. In
    one event log they are refused; in two logs of a process, or in a log beside runs in files of their
    own, which always have one, they would be counted as if both were UTC.

    Fails:
        runs/2026-10.csv with 2026-10-01T08:00, and runs/2026-11.csv with 2026-11-02T08:00+01:00

    Passes:
        runs/2026-10.csv with 2026-10-01T08:00+02:00, and runs/2026-11.csv with 2026-11-02T08:00+01:00

    Mend: write the moments of all logs of the process in one way; several offsets are fine.
    """
    with_offset: dict[str, _First] = {}
    without: dict[str, list[_First]] = {}
    for first in _firsts(work):
        if first.is_aware:
            with_offset.setdefault(first.process, first)
        else:
            without.setdefault(first.process, []).append(first)
    for process, logs in without.items():
        if process in with_offset:
            yield from (_found(log, with_offset[process]) for log in logs)


class _First(NamedTuple):
    """The first moment of a file of runs: the process, the file, its place, and whether it has an offset."""

    process: str
    path: str
    at: Spot
    is_aware: bool


def _firsts(work: Work) -> Iterator[_First]:
    """One moment of each file; all others of it are alike, or the file was refused."""
    seen = set[str]()
    for run in work.runs.values():
        if run.path not in seen and (found := _first(run)) is not None:
            seen.add(run.path)
            yield found


def _first(run: Entity[Any]) -> _First | None:
    for at, one in enumerate(run.record.steps):
        for name, moment in (("started", one.started), ("finished", one.finished)):
            if moment is not None:
                place = run.at("steps", at, name)
                return _First(owner_of(run.id), run.path, place, moment.tzinfo is not None)
    return None


def _found(log: _First, other: _First) -> Found:
    message = (
        f"this moment has no offset from UTC, and those of {other.path} have one: which came first "
        "cannot be told"
    )
    hint = "write all moments of the process in one way; several offsets are fine"
    return Found(log.at, message, hint, related=(("this one has an offset", other.at),))
