"""Runs under way as they are told: since when, how old beside the promise, where each stands, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.analysis.cases import Case
from tracker.analysis.servicelevel import Open
from tracker.analysis.whereabouts import Whereabouts
from tracker.model.records import Trigger
from tracker.views.operation import Operation
from tracker.views.stepping import titles
from tracker.views.units import spelled
from tracker.views.words import label, listed
from tracker.views.yardstick import Yardstick, yardstick

ONLY_ITS_END = "waits for nothing but its end"
"""Said of a run of which nothing that must be done is left."""


class Note(NamedTuple):
    """What somebody wrote beside a step of a run: free text of people."""

    step: str
    text: str


@dataclass(frozen=True)
class UnderWay:
    """One run: `name` is its id within the process, and `since` the day on which its work began.

    `age` and `promised` are in words, None where nobody can count it and where nothing is promised;
    `is_late` is None then too. `stands` says where it stands; `first` are titles of steps that may be
    done before that, `then` of those that follow, `left_out` of those that were passed over.
    """

    name: str
    title: str
    since: date | None
    age: str | None
    promised: str | None
    is_late: bool | None
    started_by: str | None
    stands: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    left_out: tuple[str, ...]
    note: Note | None


def under_way(operation: Operation, most: int) -> list[UnderWay]:
    """The runs that are late, then the others, the oldest of each first: at most so many."""
    stick, named = yardstick(operation), titles(operation)
    triggers = {one.id: one for one in operation.process.record.triggers}
    every = zip(operation.flow.open, operation.standing, strict=True)
    late_first = sorted(every, key=lambda one: not one[0].is_late)
    return [
        _told(open, where, stick, named, triggers.get(open.case.run.trigger), operation.as_of)
        for open, where in late_first[:most]
    ]


def _told(
    open: Open,
    where: Whereabouts,
    stick: Yardstick,
    named: Mapping[str, str],
    trigger: Trigger | None,
    as_of: date,
) -> UnderWay:
    case = open.case
    name = case.id.rpartition("/")[2]
    return UnderWay(
        name,
        case.run.title or name,
        case.began.date() if case.began else None,
        stick.told_age(case, as_of),
        None if stick.promised is None else spelled(stick.promised, stick.unit),
        None if open.used.value is None else open.is_late,
        _starter(trigger, case.run.trigger),
        stands(where, named),
        _titles(where.optional, named),
        _titles(where.then, named),
        _titles(where.left_out, named),
        _newest(case, named),
    )


def _starter(trigger: Trigger | None, id: str | None) -> str | None:
    """What started it, in words."""
    if trigger is not None and trigger.text:
        return trigger.text
    return label(id) if id else None


def stands(where: Whereabouts, named: Mapping[str, str]) -> str:
    """Where a run stands in words: `in work at Approve`, `waits for Approve`."""
    if where.in_work:
        return f"in work at {listed(_titles(where.in_work, named))}"
    if where.awaited:
        again = ", which comes back" if where.comes_back else ""
        return f"waits for {listed(_titles(where.awaited, named))}{again}"
    return ONLY_ITS_END if where.is_through else f"nobody can tell, since {where.lacks}"


def _newest(case: Case, named: Mapping[str, str]) -> Note | None:
    """The note beside the last of its events that has one."""
    for event in reversed(case.events):
        if event.note and event.note.strip():
            step = event.step or ""
            return Note(named.get(step, step), event.note.strip())
    return None


def _titles(steps: Iterable[str], named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(named.get(step, step) for step in steps)
