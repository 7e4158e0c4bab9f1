"""News: what happened, one by one: what is new or gone, what moved, which dates were moved, what was said."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from tracker.analysis.updates import updates
from tracker.law.gates import reviews_by_project
from tracker.law.lifecycle import Decision
from tracker.law.moved import History, Moved
from tracker.law.slips import Slip
from tracker.law.threads import At, Thread
from tracker.law.versions import Version
from tracker.model.kinds import KINDS
from tracker.model.work import Work
from tracker.views import words
from tracker.views.reports.review.wording import Names


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
    TASK = "task"
    MEASURED = "measured"


@dataclass(frozen=True)
class Event:
    """One thing that happened: to what, from where to where, and what goes with it.

    `key` tells it from all others for good, renamed or not. `part` is the title of what moved of the
    thing, "" where that itself did; of an update its author, of a measurement what is measured.
    `days` is how far a date moved, or how long the state before lasted. `commit` is None where the
    files tell it, and no one commit. Without a `ref` it is many things at once, which `title` counts.
    """

    key: str
    day: date
    sort: Sort
    ref: str | None
    title: str
    part: str = ""
    before: str | date | None = None
    after: str | date | None = None
    note: str = ""
    days: int | None = None
    commit: str | None = None


def news(told: History, work: Work) -> list[Event]:
    """Everything that happened, by day."""
    names = Names(work, work)
    recorded = chain(
        (_move(one, names) for one in told.moves),
        (_slip(one, names) for one in told.slips),
        (_version(one) for one in told.versions if None not in (one.before, one.after)),
    )
    lives = {one.ref: f"{one.kind}/{one.first}/{one.began}" for one in told.threads}
    found = [
        *(_came(one, one.began) for one in told.threads if one.began is not None),
        *_told_apart(recorded),
        *_held_back(work, names, lives),
        *_updates(work, names, lives),
        *_tasks(work, lives),
        *_measured(work, lives),
        *(_gone(one, one.ended) for one in told.threads if one.ended is not None),
    ]
    return sorted(found, key=lambda one: one.day)


def _came(one: Thread, day: date) -> Event:
    return Event(f"new/{one.kind}/{one.first}/{day}", day, Sort.NEW, one.ref, one.title)


def _gone(one: Thread, day: date) -> Event:
    return Event(f"gone/{one.kind}/{one.id}/{day}", day, Sort.GONE, one.ref, one.title)


def _told_apart(events: Iterable[Event]) -> Iterator[Event]:
    """Those of one commit that are alike have a number each."""
    seen: Counter[str] = Counter()
    for one in events:
        seen[one.key] += 1
        yield replace(one, key=f"{one.key}/{seen[one.key]}")


def _key(at: At, *parts: object) -> str:
    return "/".join((at.commit, *map(str, parts)))


def _move(one: Moved, names: Names) -> Event:
    before, after, sort = one.before, one.after, Sort.STATE
    if one.field == "phase":
        before, after = (names.phase(one.lifecycle, phase) for phase in (before, after))
        sort = Sort.PHASE
    return Event(
        _key(one.at, one.kind, one.field, one.before, one.after), one.at.date, sort, one.thread.ref,
        one.thread.title, _part(one, names), before, after, " ".join(_passing(one, names)), one.days,
        one.at.commit,
    )  # fmt: skip


def _passing(one: Moved, names: Names) -> Iterator[str]:
    if one.decision:
        yield f"The gate decided {one.decision}."
    if one.approvals:
        yield f"{words.count(len(one.approvals), 'approval')} recorded."
    if one.refused is not None:
        yield f"The law of its day would have refused it: {names.told(one.refused.message)}"


def _slip(one: Slip, names: Names) -> Event:
    return Event(
        _key(one.at, one.kind, one.field, one.before, one.after), one.at.date, Sort.DATE, one.thread.ref,
        one.thread.title, _part(one, names), one.before, one.after, one.why, one.days, one.at.commit,
    )  # fmt: skip


def _version(one: Version) -> Event:
    return Event(
        _key(one.at, "process", "version", one.before, one.after), one.at.date, Sort.VERSION,
        one.thread.ref, one.thread.title, "", str(one.before), str(one.after), commit=one.at.commit,
    )  # fmt: skip


def _part(one: Moved | Slip, names: Names) -> str:
    if not one.part:
        return ""
    if one.kind in KINDS:  # a thing of its own: a change request, an improvement, a run
        return names.entity(one.kind, one.id)
    return names.part(one.thread.id, f"{one.kind}s", one.part)


def _held_back(work: Work, names: Names, lives: dict[str, str]) -> Iterator[Event]:
    """Gates that let nobody on move nothing, and are news all the same."""
    for project, held in reviews_by_project(work).items():
        entity = work.projects.get(project)
        for one in held if entity is not None else ():
            if entity is not None and one.day is not None and one.decision is Decision.HOLD:
                key = f"held/{lives.get(entity.ref, entity.ref)}/{one.name}"
                gate = names.phase(work.lifecycle_id(entity), one.left)
                reason = one.record.reason or ""
                yield Event(key, one.day, Sort.GATE, entity.ref, entity.title, gate, note=reason)


def _updates(work: Work, names: Names, lives: dict[str, str]) -> Iterator[Event]:
    for project, day, update in updates(work):
        entity, health = work.projects.get(project), update.record.health
        if entity is not None and health is not None and health.overall:
            key = f"update/{lives.get(entity.ref, entity.ref)}/{day}"
            author = names.person(update.record.author)
            yield Event(
                key, day, Sort.UPDATE, entity.ref, entity.title, author, None, health.overall
            )


def _tasks(work: Work, lives: dict[str, str]) -> Iterator[Event]:
    for project in work.projects.values():
        for one in work.plan(project.id).tasks:
            if one.status == "done" and one.finished is not None:
                key = f"done/{lives.get(project.ref, project.ref)}/{one.id}"
                part = one.title or one.id or ""
                yield Event(key, one.finished, Sort.TASK, project.ref, project.title, part)


def _measured(work: Work, lives: dict[str, str]) -> Iterator[Event]:
    for goal in work.goals.values():
        for result in goal.record.key_results:
            for one in result.measurements:
                if one.date is not None and one.value is not None:
                    key = f"measured/{lives.get(goal.ref, goal.ref)}/{result.id}/{one.date}"
                    part, said = (
                        result.title or result.id or "",
                        words.with_unit(one.value, result.unit),
                    )
                    note = one.note or ""
                    yield Event(
                        key, one.date, Sort.MEASURED, goal.ref, goal.title, part, None, said, note
                    )
