"""The declaration of a probe, and the registry that finds each by its file.

A probe says in remarks what it saw. Its reports are pasted into public threads: versions, counts,
rules and relative paths, and no names of people, no titles, no addresses.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from tracker.cli.doctor.host import Host, host
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening
from tracker.declared import declared
from tracker.law.policy import Law
from tracker.model.kinds import Placement, placed
from tracker.model.work import Work
from tracker.source.git import GitError
from tracker.source.snapshot import Folder, UnreadableError
from tracker.source.ssh import SshError


class Mark(StrEnum):
    """How it stands: fine, worth a look, to be mended, or it could not be looked at."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    BLIND = "blind"


class Remark(NamedTuple):
    """One thing that was looked at, and what to do where it is not fine."""

    mark: Mark
    what: str
    todo: str | None = None


def ok(what: str) -> Remark:
    return Remark(Mark.OK, what)


def warn(what: str, todo: str) -> Remark:
    return Remark(Mark.WARN, what, todo)


def fail(what: str, todo: str) -> Remark:
    return Remark(Mark.FAIL, what, todo)


def blind(what: str, todo: str) -> Remark:
    return Remark(Mark.BLIND, what, todo)


@dataclass(frozen=True)
class Patient:
    """What is looked at: a place, and its Work where there is a workspace."""

    opening: Opening
    work: Work | None
    environ: Mapping[str, str]

    @cached_property
    def files(self) -> Folder:
        return Folder(self.opening.top)

    @property
    def prefix(self) -> str:
        """The workspace's folder with its slash, from the repository's root."""
        return f"{self.opening.root}/" if self.opening.root else ""

    @cached_property
    def host(self) -> Host | None:
        """The forge that keeps the repository, where a clone can tell."""
        return host(self.opening.repository, self.files)

    @cached_property
    def placed(self) -> tuple[tuple[str, Placement], ...]:
        """The files of the workspace whose place says what they are."""
        entries = self.files.entries(self.opening.root or "")
        found = ((one.path, placed(one.path.removeprefix(self.prefix))) for one in entries)
        return tuple((path, place) for path, place in found if place is not None)

    def kinds(self, paths: Iterable[str]) -> str:
        """Of which kinds files are: their paths may hold the ids of people."""
        places = (placed(path.removeprefix(self.prefix)) for path in paths)
        return ", ".join(sorted({place.kind.name for place in places if place is not None}))

    def text(self, path: str) -> str | None:
        """The text of a file; None where there is none that can be read."""
        try:
            return self.files.read(path).decode("utf-8", "replace")
        except UnreadableError:
            return None


Look = Callable[[Patient], Iterator[Remark]]


@dataclass(frozen=True)
class Probe:
    """One field of questions; `rank` is its place in the report."""

    name: str
    rank: int
    look: Look

    def remarks(self, patient: Patient) -> list[Remark]:
        """What it saw; whatever stops it is a remark too."""
        found: list[Remark] = []
        try:
            found.extend(self.look(patient))
        except (Stop, GitError, SshError) as error:
            found.append(
                blind(
                    f"could not look: {_public(error.message, patient)}",
                    _public(error.hint, patient),
                )
            )
        except OSError as error:
            found.append(
                blind(f"could not look: {error.strerror or error}", "see that it can be read")
            )
        return found


def law(work: Work) -> Law:
    """The law as it stands here: what would judge a change, once this has landed."""
    return Law(work, work, today())


def _public(text: str, patient: Patient) -> str:
    """A text without this machine's own path to the repository, however git quotes it."""
    top = str(patient.opening.top)
    return text.replace(shlex.quote(top), top).replace(top, "FOLDER")


def probe(rank: int) -> Callable[[Look], Probe]:
    """Declares a probe; its name is the function's, and the file's."""
    return lambda look: Probe(look.__name__, rank, look)


@cache
def probes() -> tuple[Probe, ...]:
    """Every probe, in the order of the report: one for each module here that declares its own name."""
    return tuple(sorted(declared("tracker.cli.doctor", Probe), key=lambda one: one.rank))
