"""A repository's files at one moment, through one interface: a folder on disk or a revision in git.

Both answer alike: the same committed tree gives the same entries and the same hashes. Nothing is
followed: a symlink is an entry of its own, a nested repository is a submodule, and only regular
files have content.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from tracker.source.commits import GONE
from tracker.source.entries import (
    ABSENT,
    REFUSALS,
    REGULAR,
    UNCLEAN,
    Blob,
    Entry,
    Mode,
    UnreadableError,
    clean,
    limit_of,
)
from tracker.source.folder import Folder
from tracker.source.git import LIMIT, GitError, Repository, TreeItem

__all__ = [
    "LIMIT",
    "Blob",
    "Changed",
    "Entry",
    "Folder",
    "Mode",
    "Revision",
    "Snapshot",
    "UnreadableError",
    "clean",
]


class Snapshot(Protocol):
    """The files of one moment; paths are from the repository's root, with `/`."""

    @property
    def label(self) -> str:
        """`working tree`, or the full hash of the commit."""

    def entries(self, under: str = "") -> list[Entry]:
        """Every entry below a folder ("" is the whole), sorted by path; no folders, no `.git`."""

    def blobs(self, paths: Iterable[str], known: Container[str] = ()) -> Iterator[Blob]:
        """The content of files, cut to its limit and a byte, in any order; None for a `known` hash.

        A path without content does not end the run: its blob carries the error.
        """

    def read(self, path: str) -> bytes:
        """The content of one file, cut to its limit and a byte; raises UnreadableError."""

    def exists(self, path: str) -> bool:
        """True for a file or a folder of the snapshot."""


_MODES = {
    "100644": Mode.file,
    "100664": Mode.file,
    "100755": Mode.executable,
    "120000": Mode.symlink,
}
_MODES |= {"160000": Mode.submodule}


@dataclass(frozen=True)
class Revision:
    """The files of one commit, given by its full hash; the tree is listed once."""

    repository: Repository
    commit: str

    @property
    def label(self) -> str:
        """How people call this snapshot."""
        return self.commit

    def entries(self, under: str = "") -> list[Entry]:
        """Every file, link and submodule below a folder, sorted by path."""
        start = clean(under)
        if not start:
            return [] if start is None else list(self._entries)
        # "0" is the character after "/": the first path that lies no longer below the folder.
        first = bisect_left(self._entries, f"{start}/", key=_path)
        return self._entries[first : bisect_left(self._entries, f"{start}0", key=_path)]

    def blobs(self, paths: Iterable[str], known: Container[str] = ()) -> Iterator[Blob]:
        """The content of files, read once per distinct hash; files that are alike come together."""
        wanted: dict[int, dict[str, list[str]]] = {}
        for path in paths:
            try:
                blob = self._blob(path)
            except UnreadableError as refused:
                yield Blob(path, "", None, refused.reason)
            else:
                if blob in known:
                    yield Blob(path, blob, None)
                else:
                    wanted.setdefault(limit_of(path), {}).setdefault(blob, []).append(path)
        for limit, found in wanted.items():
            with closing(self.repository.blobs(found, limit)) as contents:
                for blob, content in contents:
                    for path in found[blob]:
                        yield Blob(path, blob, content)

    def read(self, path: str) -> bytes:
        """The content of one file, cut to its limit and a byte; raises UnreadableError."""
        ((_, content),) = self.repository.blobs([self._blob(path)], limit_of(path))
        return content

    def exists(self, path: str) -> bool:
        """True for a file or a folder of the commit; asks no git after the first time."""
        plain = clean(path)
        return plain is not None and (plain in self._tree or plain in self._folders)

    @cached_property
    def _tree(self) -> dict[str, tuple[Mode, str]]:
        """What stands at each path, and its hash."""
        items = self._items()
        items = [item for item in items if ".git" not in item.path.split("/")]
        tree = {item.path: (_mode(item), item.hash) for item in items}
        if len(tree) < len(items):
            # Two readers of such a tree would see two contents under one name.
            raise GitError(f"the tree of {self.commit} holds one name twice", "git fsck")
        return tree

    def _items(self) -> list[TreeItem]:
        return self.repository.tree(self.commit)

    @cached_property
    def _entries(self) -> list[Entry]:
        return sorted((Entry(path, mode) for path, (mode, _) in self._tree.items()), key=_path)

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = {""}
        for path in self._tree:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def _blob(self, path: str) -> str:
        """The hash of a regular file; raises UnreadableError."""
        found = self._tree.get(path)
        if not found:
            plain = clean(path)
            found = self._tree.get(plain or "")
            if not found:
                raise UnreadableError(path, ABSENT if plain else UNCLEAN)
        mode, blob = found
        if mode not in REGULAR:
            raise UnreadableError(path, REFUSALS[mode])
        return blob


@dataclass(frozen=True)
class Changed(Revision):
    """The files that a commit changed, as it left them; any other is read where it is asked for."""

    items: tuple[TreeItem, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """What it changed, files that are gone too."""
        return tuple(item.path for item in self.items)

    @property
    def whole(self) -> Revision:
        """The commit with all its files, which are listed when somebody asks."""
        return Revision(self.repository, self.commit)

    def read(self, path: str) -> bytes:
        """The content of one file of the commit, cut to its limit and a byte; raises UnreadableError."""
        return super().read(path) if path in self._tree else self.whole.read(path)

    def _items(self) -> list[TreeItem]:
        return [item for item in self.items if item.mode != GONE]


def _mode(item: TreeItem) -> Mode:
    # A crafted tree can hold names like `..`; they are listed, and never opened.
    return _MODES.get(item.mode, Mode.other) if clean(item.path) == item.path else Mode.other


def _path(entry: Entry) -> str:
    return entry.path
