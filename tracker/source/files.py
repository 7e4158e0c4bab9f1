"""Files written whole or not at all: new ones never over another, old ones only as they were read.

A file is written aside in its own folder, forced to disk, and then given its name. Whoever looks,
and whenever the power goes, sees the old file or the new one. Writers wait for one another.
"""

import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tracker.source.aside import Aside, clean, is_same, lock, name_new, read
from tracker.source.fileerrors import (
    AlreadyThereError,
    BusyError,
    ChangedMeanwhileError,
    OutsideError,
    WriteError,
    reasons,
)

__all__ = [
    "AlreadyThereError",
    "BusyError",
    "ChangedMeanwhileError",
    "OutsideError",
    "WriteError",
    "create",
    "replace",
    "replace_all",
]

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def create(path: Path, content: bytes, *, root: Path | None = None) -> None:
    """Write a new file, and the folders above it where they are missing.

    With a root, the path must stay below it and no folder between the two may be a symlink.
    Raises AlreadyThereError, OutsideError, or WriteError with the system's reason.
    """
    replace_all({path: (None, content)}, root=root)


def replace(path: Path, old: bytes, new: bytes, *, root: Path | None = None) -> None:
    """Put new content in place of the old; the mode stays, and the owner where that is permitted.

    Raises ChangedMeanwhileError where the file does not hold the old content any more, or as
    `create` does.
    """
    replace_all({path: (old, new)}, root=root)


def replace_all(
    files: Mapping[Path, tuple[bytes | None, bytes]], *, root: Path | None = None
) -> None:
    """Write several files, each as its old and its new content; None stands for a file to be made.

    All of it is on disk before the first gets its name; where one fails, those before it are put
    back. A writer that is killed between two names leaves the first ones new.
    """
    for path, (old, _) in files.items():
        # Known before the first write, so that the usual mistake leaves no trace at all.
        _route(path, root)
        if old is None and os.path.lexists(path):
            raise AlreadyThereError(path)
    with ExitStack() as stack:
        work = _Work()
        # Called last to first: what is aside goes while the folders are still open and locked.
        stack.callback(work.remove_folders)
        folders: dict[Path, int] = {}
        for path in files:
            if path.parent not in folders:
                folders[path.parent] = _opened(path, root, work)
                stack.callback(_close, folders[path.parent])
        plan = [_File(path, *contents, folders[path.parent]) for path, contents in files.items()]
        stack.callback(work.aside.clear)
        stack.callback(work.undo)
        _lock(plan)
        for step in (_compare, _stage, _name, _settle):
            for file in plan:
                with reasons(file.path):
                    step(file, work)
        work.is_done = True


@dataclass(slots=True)
class _File:
    """One file of a plan: its folder is open; then what was read, staged and kept of it."""

    path: Path
    old: bytes | None
    new: bytes
    folder: int
    facts: os.stat_result | None = None
    staged: tuple[str, os.stat_result] | None = None
    kept: str | None = None


@dataclass(slots=True)
class _Work:
    """What was done so far, to be undone in reverse order where the end is not reached."""

    aside: Aside = field(default_factory=Aside)
    named: list[_File] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    is_done: bool = False

    def undo(self) -> None:
        if self.is_done:
            return
        for file in reversed(self.named):
            name, facts = file.path.name, file.staged and file.staged[1]
            with suppress(OSError):
                now = os.stat(name, dir_fd=file.folder, follow_symlinks=False)
                # Only our own file: what failed may be that another one has the name.
                if facts is None or not os.path.samestat(now, facts):
                    continue
                if file.kept is None:
                    os.unlink(name, dir_fd=file.folder)
                else:
                    os.rename(file.kept, name, src_dir_fd=file.folder, dst_dir_fd=file.folder)
                os.fsync(file.folder)

    def remove_folders(self) -> None:
        if self.is_done:
            return
        for folder in reversed(self.folders):
            with suppress(OSError):
                folder.rmdir()


# The steps, each taken for all files before the next.


def _lock(plan: list[_File]) -> None:
    """Every folder, always in the same order, so that no two writers wait for each other."""
    by_place: dict[tuple[int, int], _File] = {}
    for file in plan:
        with reasons(file.path):
            facts = os.fstat(file.folder)
        by_place.setdefault((facts.st_dev, facts.st_ino), file)
    for _, file in sorted(by_place.items()):
        with reasons(file.path):
            if not lock(file.folder):
                raise BusyError(file.path)
            clean(file.folder)


def _compare(file: _File, work: _Work) -> None:
    if file.old is None:
        return
    try:
        content, file.facts = read(file.path.name, file.folder, len(file.old))
    except FileNotFoundError:
        raise ChangedMeanwhileError(file.path, "was removed") from None
    except OSError as failed:
        if file.path.is_symlink():
            hint = "edit the file that it leads to"
            raise OutsideError(file.path, f"{file.path} is a symbolic link", hint) from failed
        if file.path.exists() and not file.path.is_file():
            hint = "move it away, then ask again"
            raise WriteError(file.path, f"{file.path} is no regular file", hint) from failed
        raise
    if content != file.old:
        raise ChangedMeanwhileError(file.path)


def _stage(file: _File, work: _Work) -> None:
    file.staged = work.aside.write(file.folder, file.new, file.facts)
    if file.old is not None and file.facts is not None:
        file.kept = work.aside.keep(file.folder, file.path.name, file.old, file.facts)


def _name(file: _File, work: _Work) -> None:
    assert file.staged is not None
    aside, name = file.staged[0], file.path.name
    work.named.append(file)
    if file.facts is None:
        name_new(aside, name, file.folder)
    elif is_same(name, file.folder, file.facts):
        os.rename(aside, name, src_dir_fd=file.folder, dst_dir_fd=file.folder)
    else:
        raise ChangedMeanwhileError(file.path)


def _settle(file: _File, work: _Work) -> None:
    os.fsync(file.folder)


# The way to a folder.


def _route(path: Path, root: Path | None) -> tuple[Path, tuple[str, ...]]:
    """The folder to start from, and the names of the folders from there down to the file."""
    whole = path.absolute()
    base = (root or path.parent).absolute()
    if ".." in whole.parts or base not in whole.parents:
        hint = "choose a path inside the folder, without `..`"
        raise OutsideError(path, f"{path} leads out of {base}", hint)
    while not base.is_dir() and base != base.parent:
        base = base.parent
    return base, whole.parent.relative_to(base).parts


def _opened(path: Path, root: Path | None, work: _Work) -> int:
    """The folder of a file, open; it is entered step by step and made where it is missing."""
    place, names = _route(path, root)
    with reasons(path):
        here = os.open(place, _OPEN_FOLDER)
        for name in names:
            place /= name
            try:
                below = _enter(here, place, work)
            finally:
                os.close(here)
            here = below
    return here


def _close(folder: int) -> None:
    """With it goes its lock; what was written is on disk already."""
    with suppress(OSError):
        os.close(folder)


def _enter(parent: int, place: Path, work: _Work) -> int:
    try:
        return os.open(place.name, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        os.mkdir(place.name, dir_fd=parent)
        work.folders.append(place)
        os.fsync(parent)
        return os.open(place.name, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except OSError as failed:
        if place.is_symlink():
            hint = "replace the link by a folder"
            raise OutsideError(place, f"{place} is a symbolic link", hint) from failed
        raise
