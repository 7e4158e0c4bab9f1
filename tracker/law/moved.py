"""What a history tells: moves of states, dates that slipped, and how long each state lasted.

Steps go in, rows come out. Who is renamed on the way keeps one thread, which is told under the last
name. A day that the data records wins over the day of the commit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tracker.finding import Finding
from tracker.law.change import Change, Move
from tracker.law.gates import Held, authorising, new_reviews
from tracker.law.history import Step
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.work import Work

PARTS = {"change": "project", "deliverable": "project"}
"""What has states and belongs to something: told as part of that."""


@dataclass(eq=False)
class Thread:
    """One thing through all its names: the last one, when it came and left, since when it is what it is.

    `began` is None where it was there before the walk.
    """

    kind: str
    id: str
    title: str
    names: set[str]
    began: date | None = None
    ended: date | None = None
    states: dict[str, str] = field(default_factory=dict)
    since: dict[str, date | None] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return f"{self.kind}/{self.id}"


class At(NamedTuple):
    """The commit of a row, the day it counts for, and who wrote it."""

    commit: str
    date: date
    author: str


@dataclass(frozen=True)
class Moved:
    """One state that moved. `part` is what moved of the thread's owner, "" where that itself did.

    `days` is how long the state before lasted; None where its beginning lies before the walk.
    `unread` is the commit that left the file unreadable, where the states around that are compared.
    """

    thread: Thread
    part: str
    kind: str
    field: str
    before: str
    after: str
    at: At
    days: int | None = None
    lifecycle: str | None = None
    gate: str | None = None
    decision: str | None = None
    approvals: tuple[str, ...] = ()
    refused: Finding | None = None
    unread: str | None = None

    @property
    def id(self) -> str:
        return f"{self.thread.id}/{self.part}" if self.part else self.thread.id


@dataclass(frozen=True)
class Slip:
    """A date that was moved: of a project its end, of a deliverable or milestone when it is due."""

    thread: Thread
    part: str
    kind: str
    field: str
    before: date
    after: date
    at: At
    why: str
    change: str | None = None

    @property
    def id(self) -> str:
        return f"{self.thread.id}/{self.part}" if self.part else self.thread.id

    @property
    def days(self) -> int:
        """How far; less than nothing where it was brought forward."""
        return (self.after - self.before).days


@dataclass
class History:
    """What is told so far; every step that lands adds to it."""

    threads: list[Thread] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    commits: int = 0
    _named: dict[tuple[str, str], Thread] = field(default_factory=dict)

    def open(self, work: Work) -> None:
        """What was there before the walk."""
        for kind in _TOLD:
            for entity in work.of(kind).values():
                self._begin(entity, None)

    def land(self, step: Step) -> list[Moved]:
        """The moves of one step."""
        self.commits += 1
        self._identify(step)
        came = [moved for change in step.changes for moved in self._moves(change, step)]
        self.moves += came
        for change in step.changes:
            self.slips += self._slips(change, step)
        return came

    # Who is who.

    def _identify(self, step: Step) -> None:
        told = [change for change in step.changes if change.kind in _TOLD]
        # Two may have swapped their names: who was called what is asked before anybody is renamed.
        known = [
            (change, self._named.pop((change.kind, change.before.id), None))
            for change in told
            if change.before is not None
        ]
        for change, thread in known:
            if thread is not None and change.after is None:
                thread.ended = _authored(step)
            elif thread is not None and change.after is not None:
                self._go_on(thread, change.after)
        for change in told:
            if change.before is None and change.after is not None:
                self._begin(change.after, _authored(step))

    def _begin(self, entity: Entity[Any], day: date | None) -> None:
        imported = getattr(entity.record, "imported", None)
        day = imported.date if imported is not None and imported.date is not None else day
        thread = Thread(entity.kind, entity.id, entity.title, {entity.id}, day)
        for name in _states(entity.kind):
            thread.states[name] = getattr(entity.record, name) or ""
            thread.since[name] = day
        self.threads.append(thread)
        self._named[entity.kind, entity.id] = thread

    def _go_on(self, thread: Thread, now: Entity[Any]) -> None:
        self._named[now.kind, now.id] = thread
        thread.id = now.id
        thread.names.add(now.id)
        if not now.unreadable:
            thread.title = now.title

    # What moved.

    def _moves(self, change: Change, step: Step) -> Iterator[Moved]:
        owner = change.kind if change.kind in _TOLD else PARTS.get(change.kind, "project")
        thread = self._named.get((owner, owner_of(change.id)))
        if thread is None:
            return
        for move in change.moves:
            yield self._moved(thread, change, move, step)

    def _moved(self, thread: Thread, change: Change, move: Move, step: Step) -> Moved:
        kind = "project" if move.machine == "phase" else move.machine
        part = "" if kind in _TOLD else move.subject.rpartition("/")[2]
        review = (
            authorising(move, change, new_reviews(step.changes, thread.id))
            if kind == "project"
            else None
        )
        day = _day(change, move, review, step)
        key = f"{part}.{move.field}" if part else move.field
        since = thread.since.get(key)
        thread.states[key], thread.since[key] = move.after, day
        unread = step.unread.get((change.kind, change.before.id)) if change.before else None
        lifecycle = None
        if move.machine == "phase" and change.before is not None:
            lifecycle = step.law.lifecycle_id(change.before)
        return Moved(
            thread, part, kind, move.field, move.before, move.after,
            At(step.commit.hash, day, step.commit.author_name),
            max(0, (day - since).days) if since is not None else None,
            lifecycle,
            review.name if review else None,
            str(review.decision) if review and review.decision else None,
            _approvers(step.after, review) if review else (),
            _refusal(change, move, step),
            unread,
        )  # fmt: skip

    # What slipped.

    def _slips(self, change: Change, step: Step) -> Iterator[Slip]:
        if change.kind not in ("project", "plan") or change.after is None:
            return
        thread = self._named.get(("project", change.id))
        if thread is None:
            return
        for one in change.fields:
            found = _due(change.after, one.route)
            before, after = _date(one.before), _date(one.after)
            if found is None or before is None or after is None:
                continue
            request = _request(step, change.id, after)
            why = request.title if request is not None else step.commit.subject
            decided = request.record.decided_on if request is not None else None
            at = At(step.commit.hash, decided or _authored(step), step.commit.author_name)
            name = request.id.rpartition("/")[2] if request is not None else None
            yield Slip(thread, found[1], found[0], str(one.route[-1]), before, after, at, why, name)


_TOLD = ("goal", "project", "process")


def _states(kind: str) -> tuple[str, ...]:
    return ("phase", "status") if kind == "project" else (KINDS[kind].state or "",)


def _authored(step: Step) -> date:
    return step.commit.authored.date()


def _day(change: Change, move: Move, review: Held | None, step: Step) -> date:
    """The day that the data records: of the gate, the decision, the acceptance; else the commit's."""
    said: date | None = None
    if review is not None:
        said = review.day
    elif change.kind == "change" and change.after is not None:
        said = change.after.record.decided_on
    elif move.machine == "deliverable" and change.after is not None:
        item = change.after.record.deliverables[int(move.at.route[-3])]
        said = item.acceptance.date if item.acceptance is not None else None
    return said or _authored(step)


def _approvers(work: Work, review: Held) -> tuple[str, ...]:
    above = f"{review.entity.id}/"
    return tuple(id.removeprefix(above) for id in work.of("approval") if id.startswith(above))


def _refusal(change: Change, move: Move, step: Step) -> Finding | None:
    """The error for which the law of its day would have refused a move.

    It stands at the move itself; else, for a project, at a file of its own that the move needs.
    """
    errors = [one for one in step.errors if one.rule not in ("syntax", "unreadable-file")]
    states = (move.before, move.after)
    for one in errors:
        if one.location.path == move.at.path and (one.before, one.after) == states:
            return one
    if change.kind != "project" or change.after is None or change.after.adopted:
        return None
    folder = change.after.path.rpartition("/")[0] + "/"
    others = (one for one in errors if one.before is None and one.after is None)
    return next((one for one in others if one.location.path.startswith(folder)), None)


def _due(after: Entity[Any], route: tuple[str | int, ...]) -> tuple[str, str] | None:
    """What a date belongs to: its kind, and its id in the project."""
    if after.kind == "project":
        return ("project", "") if route == ("end",) else None
    if len(route) != 3 or route[2] != "due" or route[0] not in _PARTS_DUE:
        return None
    item = getattr(after.record, str(route[0]))[int(route[1])]
    return (_PARTS_DUE[str(route[0])], item.id) if item.id else None


_PARTS_DUE: Mapping[str, str] = {"deliverables": "deliverable", "milestones": "milestone"}


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _request(step: Step, project: str, end: date) -> Entity[Any] | None:
    """The change request by which a date moved: that of the baseline, or one that names the day."""
    above = f"{project}/"
    approved = {
        id: one
        for id, one in step.after.of("change").items()
        if id.startswith(above) and one.record.decision == "approved"
    }
    baseline = next(
        (one.after for one in step.changes if one.kind == "baseline" and one.id == project), None
    )
    if baseline is not None and f"{above}{baseline.record.change}" in approved:
        return approved[f"{above}{baseline.record.change}"]
    came = {one.id for one in step.changes if one.kind == "change"}
    fitting = [
        one for one in approved.values() if one.record.impact and one.record.impact.end == end
    ]
    fresh = [one for id, one in approved.items() if id in came]
    return next(iter(fitting or fresh), None)
