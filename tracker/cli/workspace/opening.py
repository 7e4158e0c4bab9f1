"""Opening: which workspace is meant, and which revisions of it; all that may be missing is said."""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.revisions import meant
from tracker.source.git import GitError, Repository
from tracker.source.giterrors import UnknownRevisionError
from tracker.source.snapshot import Entry, Folder, Mode, Revision, Snapshot

if TYPE_CHECKING:  # a shell that completes an id waits for this module, and reads no file by it
    from tracker.law.judge import Base
    from tracker.model.load import Library
    from tracker.model.work import Work

SETTINGS = "tracker.yaml"
USUAL = "work"


@contextmanager
def git_stops() -> Iterator[None]:
    """Whatever git cannot answer ends the command with what mends it."""
    try:
        yield
    except GitError as error:
        raise Stop(error.message, error.hint) from error


@dataclass
class Opening:
    """Where a command was started: the repository's root, and the workspace in it, if there is one."""

    top: Path
    root: str | None
    repository: Repository | None
    _trees: dict[str, Revision] = field(default_factory=dict)

    @cached_property
    def library(self) -> "Library":
        """What was read already, shared by all sides."""
        from tracker.model.load import Library

        return Library()

    @classmethod
    def at(cls, start: Path) -> "Opening":
        """The workspace is found by walking up to a `tracker.yaml`, else as `work/tracker.yaml`."""
        repository = Repository.find(start)
        workspace = _workspace(start, repository)
        if repository is None and workspace is not None:
            repository = Repository.find(workspace)
        if repository is not None:
            top = repository.root
        elif workspace is None:
            top = start
        else:
            top = workspace.parent if workspace == start / USUAL else workspace
        root = None
        if workspace is not None:
            below = workspace.relative_to(top).as_posix()
            root = "" if below == "." else below
        return cls(top, root, repository)

    def git(self) -> Repository:
        """The repository, where a revision is asked for."""
        if self.repository is None:
            self._refuse_bare()
            raise Stop(
                f"{self.top} is not in a git repository, and a revision was asked for",
                "`git init`, commit, then ask again; or leave the revision out",
            )
        return self.repository

    def demand(self) -> str:
        """The workspace's folder; without one there is nothing to judge."""
        if self.root is None:
            if self.repository is None:
                self._refuse_bare()
            raise Stop(f"no {SETTINGS} here, in a folder above, or in {USUAL}/", self._way_to_one())
        return self.root

    def _way_to_one(self) -> str:
        """How a workspace comes to be here: by what the last commit holds, else anew."""
        lost = self.lost()
        if lost is not None:
            return f"the last commit holds one: {put_back(lost)}"
        apart = next((one.path for one in self._last() if one.mode is Mode.submodule), None)
        if apart is not None and not any((self.top / apart).glob("*")):
            return f"`git submodule update --init` fetches what lies in {apart}/"
        below = " or ".join(f"`cd {pastable(folder)}`" for folder in self.below()[:3])
        if below:
            return f"one stands below: {below}"
        return "`tracker init` starts a workspace; or change into the one that is meant"

    def _last(self) -> list[Entry]:
        """What the last commit holds; nothing where there is none."""
        try:
            with git_stops():
                return self.revision("HEAD").entries()
        except Stop:
            return []

    def _refuse_bare(self) -> None:
        if is_bare(self.top):
            raise Stop(
                f"{self.top} is a bare repository, which has no files to work on",
                f"`git clone {self.top} DIR`, then ask there",
            )

    def lost(self) -> Path | None:
        """A `tracker.yaml` of the last commit that the folder lacks: the usual one, else the only one."""
        paths = [entry.path for entry in self._last() if _is_settings(entry.path)]
        gone = [path for path in paths if not os.path.lexists(self.top / path)]
        usual = [path for path in gone if path in (f"{USUAL}/{SETTINGS}", SETTINGS)]
        return self.top / (usual or gone)[0] if len(usual or gone) == 1 else None

    def below(self) -> list[Path]:
        """Folders in this one that hold a workspace, as `tracker init DIR` makes them."""
        found = sorted(self.top.glob(f"*/{USUAL}/{SETTINGS}"))
        return [path.parent.parent for path in found if not path.parent.parent.name.startswith(".")]

    def revision(self, ref: str) -> Revision:
        """One revision; each commit's tree is listed once, whatever it is called."""
        with git_stops():
            try:
                commit = self.git().resolve(ref)
            except UnknownRevisionError as error:
                raise Stop(error.message, meant(self.git(), ref, error.hint)) from error
            return self._trees.setdefault(commit, Revision(self.git(), commit))

    def head(self, ref: str | None) -> Snapshot:
        """The working tree, or the revision that is asked for."""
        return Folder(self.top) if ref is None else self.revision(ref)

    def load(self, snapshot: Snapshot, root: str | None, policy: "Work | None" = None) -> "Work":
        """The Work of one side; both sides share what they have in common."""
        from tracker.model.load import load

        with git_stops():
            return load(snapshot, root, self.library, policy)

    def work(self, ref: str | None = None) -> "Work":
        """The Work of the head, where a command only reads."""
        if ref is None:
            self.demand()
        snapshot = self.head(ref)
        root = self.root_in(snapshot)
        if root is None:
            raise Stop(
                f"there is no {SETTINGS} at {ref}", "name a revision that holds the workspace"
            )
        return self.load(snapshot, root)

    def root_in(self, snapshot: Snapshot, head: Snapshot | None = None) -> str | None:
        """The workspace's folder in a revision: the same as now, else the one that has moved since.

        A workspace that stands in both revisions is not the one that moved.
        """
        with git_stops():
            if self.root is not None and snapshot.exists(_join(self.root, SETTINGS)):
                return self.root
            if self.root is not None and isinstance(snapshot, Folder):
                raise _apart(self.root)
            found = [
                entry.path.rpartition("/")[0]
                for entry in snapshot.entries()
                if _is_settings(entry.path)
            ]
            standing = (
                [] if head is None else [one for one in found if head.exists(_join(one, SETTINGS))]
            )
        moved = [folder for folder in found if folder not in standing]
        usual = [folder for folder in moved if folder in ("", USUAL)]
        if len(moved) > 1 and len(usual) != 1:
            raise _unclear(f"{snapshot.label[:12]} holds several workspaces", moved)
        # A workspace around or inside one that stands would judge it anew, by no law at all.
        nested = [folder for folder in standing if _nests(folder, self.root or "")]
        if not moved and nested:
            raise _unclear(
                f"{snapshot.label[:12]} holds a workspace around or inside this new one", nested
            )
        return next(iter(usual or moved), None)

    def base(self, ref: str, head: Snapshot, policy: "Work | None") -> "Base":
        """The other side of the change: what the head is compared with, and where the law stands."""
        from tracker.law.judge import Base

        with git_stops():
            repository = self.git()
            tip = self.revision(ref)
            commit = head.label if isinstance(head, Revision) else repository.resolve("HEAD")
            shared = repository.merge_base(tip.commit, commit)
            if shared is None:
                raise Stop(
                    f"{ref} and the head share no history: they cannot be compared",
                    "name a base that this branch came from; in CI fetch the whole history",
                )
            commits = tuple(repository.log(shared, commit))
            before = self.revision(shared)
            behind = 0 if shared == tip.commit else repository.lacking(commit, tip.commit)
        tip_work = self._side(tip, head, policy)
        if policy is None:
            self._refuse_abandoned(tip, head, tip_work.root)
        work = tip_work if shared == tip.commit else self._side(before, head, policy)
        return Base(work, tip_work, tip.commit, commits, behind, shared)

    def _refuse_abandoned(self, tip: Revision, head: Snapshot, compared: str | None) -> None:
        """A workspace that the head no longer holds has ended, or its work would vanish unjudged."""
        with git_stops():
            paths = [entry.path for entry in tip.entries() if _is_settings(entry.path)]
            gone = [path for path in paths if not head.exists(path)]
        for folder in (path.rpartition("/")[0] for path in gone):
            if folder == compared:
                continue
            left = next(_under_way(self.load(tip, folder)), None)
            if left is not None:
                raise Stop(
                    f"the base holds a workspace in {folder or 'its root'}, gone at the head, "
                    f"where {left} is still under way",
                    "put it back, and check from there; or end its work first",
                )

    def _side(self, snapshot: Revision, head: Snapshot, policy: "Work | None") -> "Work":
        return self.load(snapshot, self.root_in(snapshot, head), policy)

    def policy(self, folder: Path) -> "Work":
        """A folder with a `tracker.yaml` and lifecycles, given on the command line."""
        from tracker.model.load import load

        if not (folder / SETTINGS).is_file():
            raise Stop(
                f"{folder} has no {SETTINGS}", "name a folder that holds one, with its lifecycles/"
            )
        return load(Folder(folder.absolute()), "")


def _workspace(start: Path, repository: Repository | None) -> Path | None:
    """Upwards to a `tracker.yaml`, else to a `work/tracker.yaml`; a repository's end is the end."""
    folders = [start, *start.parents]
    if repository is not None:
        folders = folders[: folders.index(repository.root) + 1]
    for folder in folders:
        if (folder / SETTINGS).is_file():
            return folder
    for folder in folders if repository is not None else folders[:1]:
        if (folder / USUAL / SETTINGS).is_file():
            return folder / USUAL
    return None


def _is_settings(path: str) -> bool:
    return path.rpartition("/")[2] == SETTINGS


def _under_way(work: "Work") -> Iterator[str]:
    """What has states, and has not ended."""
    from tracker.law.lifecycle import MACHINES

    for kind, machine in MACHINES.items():
        for entity in work.of(kind).values():
            if not entity.adopted and entity.state not in machine.ended:
                yield entity.ref


def _apart(folder: str) -> Stop:
    return Stop(
        f"{folder}/ is no part of this repository: a symbolic link, or a repository of its own",
        "ask in the folder that it leads to; or put the files themselves in its place",
    )


def _unclear(message: str, folders: list[str]) -> Stop:
    named = ", ".join(_join(folder, SETTINGS) for folder in folders)
    return Stop(f"{message}: {named}", "check from the folder of the one that is meant")


def _nests(one: str, other: str) -> bool:
    return (
        "" in (one, other) or f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
    )


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def is_bare(folder: Path) -> bool:
    """True in a repository that is kept without a working tree."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def here() -> Opening:
    """The opening at the current folder."""
    return Opening.at(Path.cwd())


def shown(path: Path) -> str:
    """A path as it can be used from the current folder."""
    return os.path.relpath(path)


def pastable(path: Path) -> str:
    """A path as a word of a shell, from the current folder."""
    return shlex.quote(shown(path))


def put_back(path: Path) -> str:
    """What brings a file of the last commit back."""
    return f"`git checkout HEAD -- {pastable(path)}` puts it back"


def pull_request_base(repository: Repository, environ: Callable[[str], str | None]) -> str:
    """The base of a pull request: what CI says, else the default branch of where it is pushed to."""
    base = _named_by_ci(environ)
    if base is None and not in_ci(
        environ
    ):  # there a guess could be a branch that was pushed for it
        with git_stops():
            base = repository.default_branch()
    if base is None:
        raise Stop(
            "the base of this change cannot be told: no variable of CI names it, and no main branch is known",
            "name it: `tracker check --base REV`",
        )
    return base


def _named_by_ci(environ: Callable[[str], str | None]) -> str | None:
    """What the variables of the CI that runs this say; those of another could be anybody's."""
    if environ("GITLAB_CI"):
        target = environ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or environ("CI_DEFAULT_BRANCH")
    elif environ("GITHUB_ACTIONS"):
        target = environ("GITHUB_BASE_REF")
        if not target:
            return _merge_group(environ)
    else:
        return None
    return f"refs/remotes/origin/{target}" if target else None


def in_ci(environ: Callable[[str], str | None]) -> bool:
    """True in a run of GitHub's or GitLab's."""
    return bool(environ("GITHUB_ACTIONS") or environ("GITLAB_CI"))


def event(environ: Callable[[str], str | None]) -> dict[str, Any]:
    """What GitHub says of a run, in a file that it names; nothing elsewhere."""
    import json

    path = environ("GITHUB_EVENT_PATH")
    if not environ("GITHUB_ACTIONS") or not path:
        return {}
    try:
        told = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _merge_group(environ: Callable[[str], str | None]) -> str | None:
    """The base of a merge queue's run, from the event that GitHub describes in a file."""
    import json

    path = environ("GITHUB_EVENT_PATH")
    if environ("GITHUB_EVENT_NAME") != "merge_group" or not path:
        return None
    try:
        told = json.loads(Path(path).read_bytes())
        return str(told["merge_group"]["base_sha"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Stop(
            f"the event of this merge queue run names no `merge_group.base_sha`: {path}",
            "name the base: `tracker check --base REV`",
        ) from error
