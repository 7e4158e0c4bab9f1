"""History as rows: moves, dates that were moved, what was promised, and how long phases take."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from tracker.law.moved import History, Moved
from tracker.law.slips import Slip
from tracker.law.threads import Thread
from tracker.model.work import Work
from tracker.views.reports.promises import PromiseRow, promises


@dataclass(frozen=True)
class StandingRow:
    """Where a thing stands at the end of the line; `days` is how long it has."""

    kind: str
    id: str
    title: str
    field: str
    state: str
    since: date | None
    days: int | None
    began: date | None
    ended: date | None


@dataclass(frozen=True)
class PhaseRow:
    """How long projects have stayed in a phase before they left it."""

    lifecycle: str
    phase: str
    days: float
    times: int


@dataclass(frozen=True)
class TransitionRow:
    """How often projects have gone from one phase to another."""

    lifecycle: str
    before: str
    after: str
    times: int


@dataclass(frozen=True)
class HistoryReport:
    """All that a history says of everything, or of one thing."""

    moves: tuple[Moved, ...]
    slips: tuple[Slip, ...]
    promises: tuple[PromiseRow, ...]
    phases: tuple[PhaseRow, ...]
    transitions: tuple[TransitionRow, ...]
    standing: tuple[StandingRow, ...]
    commits: int
    head: str
    as_of: date
    of: Thread | None = None


def history(
    told: History, work: Work, head: str, as_of: date, of: Thread | None = None
) -> HistoryReport:
    """What was told, of everything or of one thread, beside the Work at the end of the line."""
    threads = [of] if of is not None else told.threads
    moves = [one for one in told.moves if of is None or one.thread is of]
    slips = [one for one in told.slips if of is None or one.thread is of]
    promised = [
        row
        for one in threads
        if one.kind == "project" and not one.ended
        for row in promises(work, one)
    ]
    return HistoryReport(
        tuple(sorted(moves, key=lambda one: one.at.date)),
        tuple(sorted(slips, key=lambda one: one.at.date)),
        tuple(promised),
        tuple(_phases(moves)),
        tuple(_transitions(moves)),
        tuple(row for one in threads for row in _standing(one, as_of)),
        told.commits,
        head,
        as_of,
        of,
    )


def _standing(thread: Thread, as_of: date) -> Iterator[StandingRow]:
    for field, state in thread.states.items():
        since = thread.since.get(field)
        days = max(0, ((thread.ended or as_of) - since).days) if since is not None else None
        if state and "." not in field:
            yield StandingRow(
                thread.kind,
                thread.id,
                thread.title,
                field,
                state,
                since,
                days,
                thread.began,
                thread.ended,
            )


def _phases(moves: Iterable[Moved]) -> Iterator[PhaseRow]:
    stays: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in moves:
        if one.field == "phase" and one.days is not None:
            stays[one.lifecycle or "", one.before].append(one.days)
    for (lifecycle, phase), days in sorted(stays.items()):
        yield PhaseRow(lifecycle, phase, float(median(days)), len(days))


def _transitions(moves: Iterable[Moved]) -> Iterator[TransitionRow]:
    counted = Counter(
        (one.lifecycle or "", one.before, one.after) for one in moves if one.field == "phase"
    )
    for (lifecycle, before, after), times in sorted(counted.items()):
        yield TransitionRow(lifecycle, before, after, times)
