"""What the rules on runs share: the process of a run, and how much is said of a log of many."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from tracker.finding import Found
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.logs import ending_of
from tracker.model.records import Process
from tracker.model.work import Work

MOST: Final = 100
"""So many findings of one rule are listed for an event log; the last says how many there are."""


def process_of(work: Work, run: Entity[Any]) -> Process | None:
    """The process that a run is of; None where there is none, or where it cannot be read."""
    process = work.processes.get(owner_of(run.id))
    return None if process is None or process.unreadable else process.record


def is_earlier(work: Work, run: Entity[Any]) -> bool:
    """True for a run of a version that its process has left behind."""
    process = process_of(work, run)
    return process is not None and ending_of(process).is_of_old(run.record)


def is_ahead(work: Work, run: Entity[Any]) -> bool:
    """True for a run of a version that its process has never had: it would come after the present one."""
    process, version = process_of(work, run), run.record.version
    known = process.version if process is not None else None
    return None not in (known, version) and bool(version > known)


def is_of_old(work: Work, entity: Entity[Any], kind: str) -> bool:
    """True where a run names what only an earlier version of its process had."""
    return kind == "step" and entity.kind == "run" and is_earlier(work, entity)


def few(found: Iterable[tuple[Entity[Any], Found]]) -> Iterator[Found]:
    """Findings, of each event log the first ones alone: a log has as many lines as it has."""
    held: dict[str, list[Found]] = {}
    count = Counter[str]()
    for run, one in found:
        if not run.is_logged:
            yield one
            continue
        count[run.path] += 1
        if count[run.path] <= MOST:
            held.setdefault(run.path, []).append(one)
    for path, listed in held.items():
        yield from listed[:-1]
        more = count[path] - len(listed)
        last = listed[-1]
        yield replace(last, message=f"{last.message}; {more:,} more in this log") if more else last
