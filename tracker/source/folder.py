"""A folder on disk as a snapshot: it follows no symlink and opens nothing but regular files."""

import hashlib
import os
import stat
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from tracker.source.entries import (
    ABSENT,
    LIMIT,
    REFUSALS,
    UNCLEAN,
    Blob,
    Entry,
    Mode,
    UnreadableError,
    clean,
    is_short,
    limit_of,
)
from tracker.source.git import GitError, Repository

HUGE = 64 << 20
"""A larger file is not even hashed; it is reported."""

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Not blocking, in case a pipe takes the place of the file between the look and the opening.
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True)
class Folder:
    """The files as they lie on disk, `root` being the repository's root.

    `algorithm` names the hash of blob ids; without it, what the repository around the root uses,
    else sha1.
    """

    root: Path
    algorithm: str | None = None

    @property
    def label(self) -> str:
        """How people call this snapshot."""
        return "working tree"

    def entries(self, under: str = "") -> list[Entry]:
        """Every file, link and nested repository below a folder, sorted by path; never `.git`."""
        start = clean(under)
        if start is None:
            return []
        with _Doors(self.root) as doors:
            try:
                doors.enter(start)
            except OSError as failed:
                if is_short(failed):
                    raise
                return []
        found: list[Entry] = []
        pending = [start]
        while pending:
            _list_folder(self.root, pending.pop(), found, pending)
        found.sort(key=lambda entry: entry.path)
        return found

    def blobs(self, paths: Iterable[str], known: Container[str] = ()) -> Iterator[Blob]:
        """The content of files, in the order asked for; what cannot be read says so."""
        with _Doors(self.root) as doors:
            for path in paths:
                try:
                    name, content = self._read(doors, path)
                except UnreadableError as refused:
                    yield Blob(path, "", None, refused.reason)
                else:
                    yield Blob(path, name, None if name in known else content)

    def read(self, path: str) -> bytes:
        """The content of one file, cut to its limit and a byte; raises UnreadableError."""
        with _Doors(self.root) as doors:
            return self._read(doors, path)[1]

    def exists(self, path: str) -> bool:
        """True for a file or a folder that is part of this repository."""
        plain = clean(path)
        if plain is None:
            return False
        parent, _, name = plain.rpartition("/")
        with _Doors(self.root) as doors, suppress(OSError):
            os.stat(_raw(name or "."), dir_fd=doors.enter(parent), follow_symlinks=False)
            return True
        return False

    @cached_property
    def _hash_name(self) -> str:
        if self.algorithm:
            return self.algorithm
        # Without git the state can still be judged; nothing is then compared with a revision.
        try:
            repository = Repository.find(self.root)
            return repository.object_format() if repository else "sha1"
        except GitError:
            return "sha1"

    def _read(self, doors: "_Doors", path: str) -> tuple[str, bytes]:
        """The blob id and the content of one file; raises UnreadableError."""
        plain = clean(path)
        if not plain:
            raise UnreadableError(path, UNCLEAN)
        parent, _, name = plain.rpartition("/")
        try:
            limit = limit_of(plain)
            return _read_file(_raw(name), doors.enter(parent), self._hash_name, limit)
        except UnreadableError as refused:
            raise UnreadableError(path, refused.reason) from None
        except (FileNotFoundError, NotADirectoryError):
            raise UnreadableError(path, ABSENT) from None
        except OSError as failed:
            if is_short(failed):
                raise
            raise UnreadableError(path, (failed.strerror or str(failed)).lower()) from None


class _Doors:
    """Folders held open from the root down to the one entered last: neighbours are one step off.

    Each is opened inside the one before and never through a symlink: what is swapped underneath
    leads nowhere.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: list[tuple[str, int]] = []
        self._last: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave(0)

    def enter(self, folder: str) -> int:
        """The descriptor of a folder; raises OSError where there is none of this repository."""
        if folder == self._last:
            return self._open[-1][1]
        self._last = None
        if not self._open:
            self._open.append(("", os.open(self._root, _OPEN_FOLDER & ~os.O_NOFOLLOW)))
        parts = folder.split("/") if folder else []
        same = 0
        while (
            same < min(len(parts), len(self._open) - 1) and self._open[same + 1][0] == parts[same]
        ):
            same += 1
        self._leave(same + 1)
        for name in parts[same:]:
            self._open.append((name, os.open(_raw(name), _OPEN_FOLDER, dir_fd=self._open[-1][1])))
            if _holds_repository(self._open[-1][1]):
                self._leave(len(self._open) - 1)
                raise UnreadableError(folder, REFUSALS[Mode.submodule])
        self._last = folder
        return self._open[-1][1]

    def _leave(self, depth: int) -> None:
        while len(self._open) > depth:
            os.close(self._open.pop()[1])


def _list_folder(root: Path, folder: str, found: list[Entry], pending: list[str]) -> None:
    """Sort the content of one folder into entries and further folders."""
    try:
        with os.scandir(os.fsencode(root) + b"/" + _raw(folder)) as listing:
            children = list(listing)
    except FileNotFoundError:
        return
    except OSError as failed:
        if is_short(failed):
            raise
        found.append(Entry(folder, Mode.other))
        return
    if folder and any(child.name == b".git" for child in children):
        found.append(Entry(folder, Mode.submodule))
        return
    prefix = f"{folder}/" if folder else ""
    for child in children:
        if child.name == b".git":
            continue
        path = prefix + child.name.decode("utf-8", "surrogateescape")
        if child.is_dir(follow_symlinks=False):
            pending.append(path)
        elif mode := _mode(child):
            found.append(Entry(path, mode))


def _mode(child: os.DirEntry[bytes]) -> Mode | None:
    """What a child is, or None where it vanished meanwhile."""
    if child.is_symlink():
        return Mode.symlink
    if not child.is_file(follow_symlinks=False):
        return Mode.other
    try:
        bits = child.stat(follow_symlinks=False).st_mode
    except FileNotFoundError:
        return None
    except OSError:
        return Mode.other
    return Mode.executable if bits & stat.S_IXUSR else Mode.file


def _read_file(name: bytes, folder: int, algorithm: str, limit: int) -> tuple[str, bytes]:
    _refuse_irregular(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    file = os.open(name, _OPEN_FILE, dir_fd=folder)
    try:
        facts = os.fstat(file)
        # Looked at again, because only what is open cannot be swapped any more.
        _refuse_irregular(facts.st_mode)
        huge = max(HUGE, limit)
        if facts.st_size > huge:
            raise UnreadableError("", f"it is larger than {huge >> 20} MiB")
        content = _read_all(file, facts.st_size, huge)
    finally:
        os.close(file)
    blob = hashlib.new(algorithm, b"blob %d\0" % len(content), usedforsecurity=False)
    blob.update(content)
    return blob.hexdigest(), content[: limit + 1]


def _read_all(file: int, size: int, huge: int) -> bytes:
    """Read to the end, or past `huge` bytes where a file grows under the reading."""
    content = os.read(file, size + 1)
    if len(content) <= size:
        return content
    parts = [content]
    while content and sum(map(len, parts)) <= huge:
        content = os.read(file, LIMIT)
        parts.append(content)
    return b"".join(parts)


def _refuse_irregular(bits: int) -> None:
    if not stat.S_ISREG(bits):
        raise UnreadableError("", REFUSALS[Mode.symlink if stat.S_ISLNK(bits) else Mode.other])


def _holds_repository(folder: int) -> bool:
    try:
        os.stat(b".git", dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
