"""What a history tells: every move of a state, and how long the state before had lasted.

Steps go in, rows come out. Who is renamed on the way keeps one thread, which is told under the last
name. A day that the data records wins over the day of the commit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.finding import Finding
from tracker.law.approved import Approved
from tracker.law.change import Change, Move
from tracker.law.gates import Held, authorising, new_reviews
from tracker.law.history import UNREADABLE, Step
from tracker.law.lifecycle import ON_HOLD, Decision
from tracker.law.passing import given
from tracker.law.readable import WHOLE
from tracker.law.slips import Slip, slips
from tracker.law.threads import TOLD, At, Thread, Threads, at, authored
from tracker.law.versions import Version, versions
from tracker.model.work import Work


@dataclass(frozen=True)
class Moved:
    """One state that moved. `part` is what moved of the thread's owner, "" where that itself did.

    `days` is how long the state before lasted; None where its beginning lies before the walk.
    `reason` is why the gate decided so. `unread` is the commit that left the state unreadable, where
    those around that are compared.
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
    reason: str | None = None
    approvals: tuple[Approved, ...] = ()
    refused: Finding | None = None
    unread: str | None = None

    @property
    def id(self) -> str:
        return f"{self.thread.id}/{self.part}" if self.part else self.thread.id


@dataclass
class History:
    """What is told so far; every step that lands adds to it."""

    threads: Threads = field(default_factory=Threads)
    moves: list[Moved] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    commits: int = 0

    def open(self, work: Work) -> None:
        """What was there before the walk."""
        self.threads.open(work)

    def land(self, step: Step) -> None:
        """What one step adds."""
        self.commits += 1
        self.threads.follow(step)
        for change in step.changes:
            thread = self.threads.of(change)
            if thread is not None:
                thread.promise(change)
                self.moves += _moves(thread, change, step)
                self.slips += slips(thread, change, step)
                self.versions += versions(thread, change, step)


def _moves(thread: Thread, change: Change, step: Step) -> Iterator[Moved]:
    for move in change.moves:
        yield _moved(thread, change, move, step)


def _moved(thread: Thread, change: Change, move: Move, step: Step) -> Moved:
    kind = "project" if move.machine == "phase" else move.machine
    part = "" if kind in TOLD else move.subject.rpartition("/")[2]
    came = new_reviews(step.changes, thread.id) if kind == "project" else ()
    review = _reviewed(move, change, came)
    day = _day(change, move, review, step)
    key = f"{part}.{move.field}" if part else move.field
    since = thread.since.get(key)
    thread.states[key], thread.since[key] = move.after, day
    lifecycle = None
    if move.machine == "phase" and change.before is not None:
        lifecycle = step.law.lifecycle_id(change.before)
    return Moved(
        thread, part, kind, move.field, move.before, move.after,
        at(step, day),
        max(0, (day - since).days) if since is not None else None,
        lifecycle,
        review.name if review else None,
        str(review.decision) if review and review.decision else None,
        review.record.reason if review else None,
        _approvals(step, review) if review else (),
        _refusal(change, move, step),
        _unread(change, move, step),
    )  # fmt: skip


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
    return said or authored(step)


def _reviewed(move: Move, change: Change, came: tuple[Held, ...]) -> Held | None:
    """The review that authorises a move; for a project that is put on hold the one that holds it."""
    if move.machine == "project" and move.after == ON_HOLD:
        holds = [one for one in came if one.decision is Decision.HOLD]
        return holds[0] if len(holds) == 1 else None
    return authorising(move, change, came)


def _approvals(step: Step, review: Held) -> tuple[Approved, ...]:
    """Who approved a review; where no gate asked for it, nothing was verified."""
    asked = [one for one in step.approvals if one.review == review.entity.id]
    known = {one.id for one in asked}
    others = [one.entity for one in given(step.changes, review) if one.entity.id not in known]
    return (*asked, *(Approved(one.id, one.path, False) for one in others))


def _unread(change: Change, move: Move, step: Step) -> str | None:
    """Since which commit the state could not be read, or the file that says it."""
    if change.before is None:
        return None
    fields = step.unread.get((change.kind, change.before.id), {})
    name = "deliverables" if move.machine == "deliverable" else move.field
    return fields.get(WHOLE) or fields.get(name)


def _refusal(change: Change, move: Move, step: Step) -> Finding | None:
    """The error for which the law of its day would have refused a move.

    It stands at the move itself; else, for a project, at a file of its own that the move needs.
    """
    errors = [one for one in step.errors if one.rule not in UNREADABLE]
    states = (move.before, move.after)
    for one in errors:
        if one.location.path == move.at.path and (one.before, one.after) == states:
            return one
    if change.kind != "project" or change.after is None or change.after.adopted:
        return None
    folder = change.after.path.rpartition("/")[0] + "/"
    others = (one for one in errors if one.before is None and one.after is None)
    return next((one for one in others if one.location.path.startswith(folder)), None)
