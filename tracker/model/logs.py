"""Event logs that were read, and the runs in them as entities, with their state and their end.

A log is large, so that of each file the last contents alone are kept: those of base and head.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from tracker.finding import Route
from tracker.model.digest import LogDigest, Order, Reference, digest
from tracker.model.entity import Entity
from tracker.model.records import Done, Process, Run, Step
from tracker.source.snapshot import Blob

_KEPT: Final = 2
COMPLETED: Final = "completed"
UNDER_WAY: Final = "in-progress"


class Ending(NamedTuple):
    """What ends a run of a version: the steps with which it is over, and since when it is in force."""

    version: int | None
    steps: frozenset[str]
    since: date | None = None

    def is_of_old(self, run: Run) -> bool:
        """Whether a run followed an earlier version: it says so, or it says nothing and began before."""
        if run.version is not None:
            return run.version < (self.version or 0)
        began = run.started
        return self.since is not None and began is not None and began.date() < self.since


def ending(process: Entity[Process] | None) -> Ending | None:
    """What ends the runs of the present version; None where it is not known."""
    if process is None or process.unreadable or process.hides("steps"):
        return None
    return ending_of(process.record)


def ending_of(process: Process) -> Ending:
    """The last step that must be done, with those that go beside it."""
    needed = [step for step in process.steps if step.id and not step.optional]
    return Ending(process.version, frozenset(_last(needed)), process.effective_from)


def _last(steps: list[Step]) -> Iterator[str]:
    """The ids from the last one on, as long as one goes beside the one after it."""
    for step, before in pairwise([*reversed(steps), Step()]):
        yield str(step.id)
        beside = {step.id, step.parallel_with} - {None}
        if before.id not in beside and before.parallel_with not in beside:
            return


def ended(run: Run, end: Ending | None, is_known: bool = True) -> Run:
    """A run of a log with its state and its end.

    It is completed once each step that ends its process is finished, and nothing is begun that is
    not. Where it is not known what ended the version that it followed, the second alone counts. A run
    of which the process is not known has no state.
    """
    if end is None:
        return run
    steps, moments = run.steps, [one.finished for one in run.steps]
    is_open = False
    if None in moments:  # few: most runs of a log are over
        is_open = any(one.started is not None and one.finished is None for one in steps)
        steps = tuple(one for one in steps if one.finished is not None)
        moments = [one.finished for one in steps]
    if is_open or (is_known and not _is_through(end, steps)):
        return msgspec.structs.replace(run, status=UNDER_WAY)
    last = max(moments, default=None)  # type: ignore[type-var]
    return msgspec.structs.replace(run, status=COMPLETED, finished=last)


def _is_through(end: Ending, steps: Iterable[Done]) -> bool:
    """Whether all steps that end a version are among those that are finished."""
    return end.steps <= {one.step for one in steps if one.finished is not None}


def _ended_so(runs: Iterable[Run], end: Ending) -> bool:
    """Whether the present last steps ended earlier versions too, as the runs of a log show.

    Most changes of a process leave its end as it is. Where it is another one, no run before, or hardly
    any, has come to it.
    """
    olds = [run for run in runs if end.is_of_old(run)]
    return 2 * sum(_is_through(end, run.steps) for run in olds) >= len(olds)


@dataclass(slots=True)
class Logged:
    """A log that was read, and its entities as they were last asked for."""

    digest: LogDigest
    _made: tuple[tuple[str, str, Ending | None], tuple[Entity[Run], ...]] | None = None

    def entities(
        self, kind: str, path: str, owner: str, process: Entity[Process] | None
    ) -> tuple[Entity[Run], ...]:
        """Its runs; the same objects as long as its place and what ends a run are the same."""
        asked = (path, owner, ending(process))
        if self._made is None or self._made[0] != asked:
            self._made = (asked, tuple(self._entities(kind, *asked)))
        return self._made[1]

    def _entities(
        self, kind: str, path: str, owner: str, end: Ending | None
    ) -> Iterator[Entity[Run]]:
        broken: dict[str | int, set[Route]] = {}
        for misfit in self.digest.misfits:
            broken.setdefault(misfit.prune[0], set()).add(misfit.prune[1:])
        named: dict[str | int, list[Reference]] = {}
        for what, text, route in self.digest.references:
            named.setdefault(route[0], []).append((what, text, route[1:]))
        runs = self.digest.runs
        # Of earlier versions it is told by all runs at once.
        is_same = end is None or _ended_so(runs.values(), end)
        for id, run in runs.items():
            is_known = is_same or end is None or not end.is_of_old(run)
            yield Entity(
                kind, f"{owner}/{id}", ended(run, end, is_known), path, self.digest, (id,),
                broken=frozenset(broken.get(id, ())), references=tuple(named.get(id, ())),
            )  # fmt: skip


@dataclass(slots=True)
class Logs:
    """The logs that were read last, by file and by content."""

    _kept: dict[str, dict[str, Logged]] = field(default_factory=dict)

    def __contains__(self, hash: object) -> bool:
        """True for a content that need not be read once more."""
        return any(hash in kept for kept in self._kept.values())

    def of(self, blob: Blob, order: Order) -> Logged:
        """The log of a file: as it was read before, or read now."""
        kept = self._kept.setdefault(blob.path, {})
        found = kept.pop(blob.hash, None) or self._elsewhere(blob.hash)
        if found is None:
            read = digest(blob.content or b"", order)
            assert isinstance(read, LogDigest)
            found = Logged(read)
        kept[blob.hash] = found
        while len(kept) > _KEPT:
            del kept[next(iter(kept))]
        return found

    def _elsewhere(self, hash: str) -> Logged | None:
        """A log that has moved, or a copy of it: its entities are others."""
        found = (kept[hash] for kept in self._kept.values() if hash in kept)
        return next((Logged(one.digest) for one in found), None)
