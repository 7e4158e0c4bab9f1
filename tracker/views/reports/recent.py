"""What happened lately, day by day: what is new or gone, what moved, which dates were moved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from tracker.analysis.updates import updates
from tracker.law.gates import reviews_by_project
from tracker.law.lifecycle import Decision
from tracker.law.moved import History, Moved
from tracker.law.slips import Slip
from tracker.law.threads import Thread
from tracker.model.work import Work
from tracker.views.reports.projects import phase_title
from tracker.views.reports.review.wording import Names

_MANY = 4
"""More new things of a kind on one day than these are told as a number."""


class Sort(StrEnum):
    """What sort of thing happened."""

    NEW = "new"
    GONE = "gone"
    PHASE = "phase"
    STATE = "state"
    DATE = "date"
    GATE = "gate"
    UPDATE = "update"
    VERSION = "version"


@dataclass(frozen=True)
class Event:
    """One thing that happened: to what, from where to where, and what goes with it.

    `part` is the title of what moved of the thing, "" where that itself did. Without a `ref` it is
    many things at once, which `title` counts. `days` is how far a date moved.
    """

    day: date
    sort: Sort
    ref: str | None
    title: str
    part: str = ""
    before: str | date | None = None
    after: str | date | None = None
    note: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Day:
    """A day with what happened on it."""

    day: date
    events: tuple[Event, ...]


class Versioned(NamedTuple):
    """A new version of a process."""

    process: str
    before: int | None
    after: int | None
    day: date


def recent(
    told: History, work: Work, since: date, until: date, versions: Iterable[Versioned] = ()
) -> list[Day]:
    """The days after one and up to another on which something happened, the latest first."""
    names = Names(work, work)
    found = [
        *_threads(told.threads),
        *(_move(one, work, names) for one in told.moves),
        *(_slip(one, names) for one in told.slips),
        *_held_back(work),
        *_updates(work, names),
        *_versions(work, versions),
    ]
    within = [one for one in found if since < one.day <= until]
    within.sort(key=lambda one: one.day, reverse=True)
    return [
        Day(day, tuple(_gathered(events))) for day, events in groupby(within, lambda one: one.day)
    ]


def _threads(threads: Iterable[Thread]) -> Iterator[Event]:
    for one in threads:
        if one.began is not None:
            yield Event(one.began, Sort.NEW, one.ref, one.title)
        if one.ended is not None:
            yield Event(one.ended, Sort.GONE, one.ref, one.title)


def _move(one: Moved, work: Work, names: Names) -> Event:
    if one.field != "phase":
        part = _part(one.thread, one.part, one.kind, work, names)
        note = _gate(one) if one.gate else ""
        return Event(
            one.at.date, Sort.STATE, one.thread.ref, one.thread.title, part, one.before, one.after, note
        )  # fmt: skip
    lifecycle = work.lifecycles.get(one.lifecycle or "")
    before, after = (phase_title(lifecycle, phase) for phase in (one.before, one.after))
    return Event(
        one.at.date, Sort.PHASE, one.thread.ref, one.thread.title, "", before, after, _gate(one)
    )  # fmt: skip


def _gate(one: Moved) -> str:
    if one.refused is not None:
        return "against the law of its day"
    return f"gate held: {one.decision}" if one.decision else ""


def _slip(one: Slip, names: Names) -> Event:
    part = names.part(one.thread.id, f"{one.kind}s", one.part) if one.part else "End"
    return Event(
        one.at.date, Sort.DATE, one.thread.ref, one.thread.title, part, one.before, one.after, one.why,
        one.days,
    )  # fmt: skip


def _held_back(work: Work) -> Iterator[Event]:
    """Gates that let nobody on move nothing, and are news all the same."""
    for project, held in reviews_by_project(work).items():
        entity = work.projects.get(project)
        for one in held if entity is not None else ():
            if entity is not None and one.day is not None and one.decision is Decision.HOLD:
                gate = phase_title(work.lifecycle_of(entity), one.left)
                reason = one.record.reason or ""
                yield Event(one.day, Sort.GATE, entity.ref, entity.title, gate or "", note=reason)


def _updates(work: Work, names: Names) -> Iterator[Event]:
    for project, day, update in updates(work):
        entity, health = work.projects.get(project), update.record.health
        if entity is not None and health is not None and health.overall:
            author = names.person(update.record.author)
            yield Event(day, Sort.UPDATE, entity.ref, entity.title, author, None, health.overall)


def _versions(work: Work, versions: Iterable[Versioned]) -> Iterator[Event]:
    for one in versions:
        entity = work.processes.get(one.process)
        if entity is not None and one.before is not None and one.after is not None:
            before, after = str(one.before), str(one.after)
            yield Event(one.day, Sort.VERSION, entity.ref, entity.title, "", before, after)


def _part(thread: Thread, part: str, kind: str, work: Work, names: Names) -> str:
    if not part:
        return ""
    if kind == "change":
        return names.entity("change", f"{thread.id}/{part}")
    return names.part(thread.id, "deliverables", part)


def _gathered(events: Iterable[Event]) -> Iterator[Event]:
    """What is new in great numbers is told by its number."""
    events = list(events)
    counts = Counter(
        one.ref.partition("/")[0] for one in events if one.sort is Sort.NEW and one.ref
    )
    many = {kind for kind, number in counts.items() if number > _MANY}
    for kind in sorted(many):
        plural = "processes" if kind == "process" else f"{kind}s"
        yield Event(events[0].day, Sort.NEW, None, f"{counts[kind]} {plural}")
    for one in events:
        if one.sort is not Sort.NEW or (one.ref or "").partition("/")[0] not in many:
            yield one
