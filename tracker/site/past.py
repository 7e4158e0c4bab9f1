"""The past as the site shows it: what git tells along the main line, and the states that were published.

Published is what landed on the main line. Of each day that changed the work its last commit counts
as a state; the newest few of these are kept, for the pages that compare them.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property, partial

from tracker.law.content import SIGNATURES
from tracker.law.history import Judging, Step, steps
from tracker.law.moved import History, Moved
from tracker.law.slips import Slip
from tracker.law.threads import Thread
from tracker.model.digest import uncollected
from tracker.model.follow import Line
from tracker.model.load import Library
from tracker.model.versions import Said, is_whole
from tracker.model.work import Work
from tracker.source.commits import Commit
from tracker.source.git import GitError, Repository, ShallowCloneError, UnknownRevisionError
from tracker.source.merges import chosen
from tracker.source.ssh import SshError

Watch = Callable[[Iterator[Step], int], Iterator[Step]]
"""Is handed the steps and how many there are, and hands them on: for who tells how far it is."""

STATES = 6
"""How many published states are kept; every two of them have a page."""


@dataclass(frozen=True, eq=False)
class State:
    """A published state: the last commit of a day that changed the work, and the Work it left.

    `subjects` are those of the day's other commits that changed the work, the newest first.
    """

    commit: Commit
    day: date
    work: Work
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Past:
    """What was told along the main line up to a commit; the states are the newest first.

    `processes` is what the files of processes said, the oldest first.
    """

    told: History
    head: str
    states: tuple[State, ...] = ()
    processes: tuple[Said, ...] = ()

    def moves(self, as_of: date, days: int) -> list[Moved]:
        """The moves of the last days, the newest first."""
        since = as_of - timedelta(days=days)
        found = [one for one in self.told.moves if since < one.at.date <= as_of]
        return sorted(found, key=lambda one: one.at.date, reverse=True)

    def slips(self, as_of: date, days: int) -> list[Slip]:
        """The dates that were moved in the last days, the newest first."""
        since = as_of - timedelta(days=days)
        found = [one for one in self.told.slips if since < one.at.date <= as_of]
        return sorted(found, key=lambda one: one.at.date, reverse=True)

    def thread(self, kind: str, id: str) -> Thread | None:
        """One thing through all its names, by the last one; the youngest of that name."""
        return self._threads.get((kind, id))

    def moves_of(self, kind: str, id: str) -> list[Moved]:
        """The moves of one thing and of its parts, the oldest first."""
        return self._moves.get(self.thread(kind, id), [])

    def slips_of(self, kind: str, id: str) -> list[Slip]:
        """The dates of one thing that were moved, the oldest first."""
        return self._slips.get(self.thread(kind, id), [])

    @cached_property
    def _threads(self) -> dict[tuple[str, str], Thread]:
        return {(one.kind, one.id): one for one in self.told.threads}

    @cached_property
    def _moves(self) -> dict[Thread | None, list[Moved]]:
        found: dict[Thread | None, list[Moved]] = {}
        for one in self.told.moves:
            found.setdefault(one.thread, []).append(one)
        return found

    @cached_property
    def _slips(self) -> dict[Thread | None, list[Slip]]:
        found: dict[Thread | None, list[Slip]] = {}
        for one in self.told.slips:
            found.setdefault(one.thread, []).append(one)
        return found


@dataclass
class _Fold:
    told: History = field(default_factory=History)
    states: deque[State] = field(default_factory=lambda: deque(maxlen=STATES))
    processes: list[Said] = field(default_factory=list)

    def land(self, step: Step) -> None:
        self.told.land(step)
        self.processes += (
            (one.after.id, one.after.record)
            for one in step.changes
            if one.kind == "process" and one.after is not None and is_whole(one.after)
        )
        if not step.changes:
            return
        before: tuple[str, ...] = ()
        if self.states and self.states[-1].day == step.day:
            last = self.states.pop()
            before = (last.commit.subject, *last.subjects)
        self.states.append(State(step.commit, step.day, step.after, before))


def past(
    repository: Repository,
    head: str,
    root: str | None,
    library: Library,
    watch: Watch = lambda steps, count: steps,
) -> Past:
    """The past of a commit.

    Raises GitError, a shallow clone's among them, and SshError.
    """
    commits = repository.log(None, head, first_parent=True)
    with uncollected():
        line = Line(repository, commits, root, library)
        start = line.start()
        fold = _Fold()
        fold.told.open(start)

        def between(base: str, tip: str) -> tuple[Commit, ...]:
            return tuple(repository.log(base, tip))

        evidence = replace(SIGNATURES, chosen=cache(partial(chosen, repository)))
        judging = Judging(evidence=evidence)
        for step in watch(steps(line, start, between, judging), len(commits)):
            fold.land(step)
    return Past(fold.told, head, tuple(reversed(fold.states)), tuple(fold.processes))


def standing_on(repository: Repository | None) -> str | None:
    """The commit that the working tree stands on, where there is one that can be told."""
    try:
        return repository.resolve("HEAD") if repository else None
    except GitError:
        return None


def look_back(
    repository: Repository | None,
    head: str | None,
    root: str | None,
    library: Library,
    watch: Watch = lambda steps, count: steps,
) -> tuple[Past | None, str]:
    """The past of a commit, or None and why there is none to show.

    Without a commit, as `standing_on` may answer, it is asked once more what stands in the way.
    """
    if repository is None:
        return None, "nothing is committed yet"
    try:
        return past(repository, head or repository.resolve("HEAD"), root, library, watch), ""
    except UnknownRevisionError:
        return None, "nothing is committed yet"
    except ShallowCloneError as error:
        return None, f"this clone does not hold the whole history ({error.hint})"
    except (GitError, SshError) as error:
        return None, error.message
