"""Who is who along a line: one thread for each thing, through all its names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tracker.law.change import Change
from tracker.law.history import Step
from tracker.law.lifecycle import Phases
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.records import Baseline
from tracker.model.work import Work

TOLD = ("goal", "project", "process")
"""What has a history of its own; what else has states is told as part of the project that it belongs to."""


@dataclass(eq=False)
class Thread:
    """One thing through all its names: the last one, when it came and left, since when it is what it is.

    `first` is the name that it came under. `began` is None where it was there before the walk. `gone`
    are dates that were taken away: what is put in their place later is compared with them. `promised`
    is the first baseline of a project.
    """

    kind: str
    id: str
    title: str
    names: set[str]
    began: date | None = None
    ended: date | None = None
    states: dict[str, str] = field(default_factory=dict)
    since: dict[str, date | None] = field(default_factory=dict)
    gone: dict[str, date] = field(default_factory=dict)
    promised: Baseline | None = None
    first: str = ""

    def __post_init__(self) -> None:
        self.first = self.first or self.id

    def promise(self, change: Change) -> None:
        """The first baseline is what was promised first."""
        if change.kind == "baseline" and change.after is not None and self.promised is None:
            self.promised = None if change.after.unreadable else change.after.record

    @property
    def ref(self) -> str:
        return f"{self.kind}/{self.id}"


class At(NamedTuple):
    """The commit of a row, the day on which it landed, the day it counts for, and who wrote it."""

    commit: str
    recorded: date
    date: date
    author: str


class Threads:
    """The threads of a line, by what they are called now."""

    def __init__(self) -> None:
        self.all: list[Thread] = []
        self._named: dict[tuple[str, str], Thread] = {}

    def __iter__(self) -> Iterator[Thread]:
        return iter(self.all)

    def open(self, work: Work) -> None:
        """What was there before the walk."""
        for kind in TOLD:
            for entity in work.of(kind).values():
                self._begin(entity, None)
        for id, baseline in work.of("baseline").items():
            thread = self._named.get(("project", id))
            if thread is not None and not baseline.unreadable:
                thread.promised = baseline.record

    def of(self, change: Change) -> Thread | None:
        """Of what a change is told: of the thing itself, or of what it is part of."""
        kind = change.kind if change.kind in TOLD else KINDS[change.kind].part_of or ""
        return self._named.get((kind, owner_of(change.id)))

    def follow(self, step: Step) -> None:
        """Who comes, leaves or takes another name in a step."""
        told = [change for change in step.changes if change.kind in TOLD]
        # Two may have swapped their names: who was called what is asked before anybody is renamed.
        known = [
            (change, self._named.pop((change.kind, change.before.id), None))
            for change in told
            if change.before is not None
        ]
        for change, thread in known:
            if thread is not None and change.after is None:
                thread.ended = authored(step)
            elif thread is not None and change.after is not None:
                self._go_on(thread, change.after)
        for change in told:
            if change.before is None and change.after is not None:
                self._begin(change.after, authored(step), step.after)

    def _begin(self, entity: Entity[Any], day: date | None, work: Work | None = None) -> None:
        imported = getattr(entity.record, "imported", None)
        day = imported.date if imported is not None and imported.date is not None else day
        thread = Thread(entity.kind, entity.id, entity.title, {entity.id}, day)
        for name in _states(entity.kind):
            thread.states[name] = getattr(entity.record, name) or ""
            thread.since[name] = day if _is_entered(name, entity, work) else None
        self.all.append(thread)
        self._named[entity.kind, entity.id] = thread

    def _go_on(self, thread: Thread, now: Entity[Any]) -> None:
        self._named[now.kind, now.id] = thread
        thread.id = now.id
        thread.names.add(now.id)
        if not now.unreadable:
            thread.title = now.title


def _states(kind: str) -> tuple[str, ...]:
    return ("phase", "status") if kind == "project" else (KINDS[kind].state or "",)


def _is_entered(name: str, entity: Entity[Any], work: Work | None) -> bool:
    """False for a phase that was entered before the files began: what comes in it was in it already."""
    lifecycle = work.lifecycle_of(entity) if work is not None and name == "phase" else None
    return lifecycle is None or entity.record.phase in Phases(lifecycle.record).first


def at(step: Step, day: date) -> At:
    """Where a step stands, for a row that counts for a day."""
    return At(step.commit.hash, step.day, day, step.commit.author_name)


def authored(step: Step) -> date:
    """The day that a step counts for where the data says no other."""
    return step.commit.authored.date()
