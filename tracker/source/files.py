"""Files, written whole or not at all, and never through a link; a new one never over an existing one.

A file is written aside in its own folder, forced to disk, and then given its name by a step that
fails where the name is taken, or takes the place of the old file. Whoever looks, and whenever the
power goes, sees the old state or the new one.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What file systems without hard links answer."""


class WriteError(Exception):
    """A file could not be written; nothing of it is left behind."""

    def __init__(self, path: Path, message: str, hint: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.hint = hint


class AlreadyThereError(WriteError):
    """Something by that name exists, and stays as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path} exists already", "edit it, or choose another name")


class OutsideError(WriteError):
    """The path leads out of the folder that is written to."""


@dataclass(slots=True)
class _Made:
    """What was made so far, to be unmade in reverse order."""

    files: list[tuple[Path, os.stat_result]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def undo(self) -> None:
        for path, facts in reversed(self.files):
            with suppress(OSError):
                # Only our own file: what failed may be that another one has the name.
                if os.path.samestat(path.lstat(), facts):
                    path.unlink()
        for folder in reversed(self.folders):
            with suppress(OSError):
                folder.rmdir()


def create(path: Path, content: bytes, *, root: Path | None = None) -> None:
    """Write a new file, and the folders above it where they are missing.

    With a root, the path must stay below it and no folder between the two may be a symlink.
    Raises AlreadyThereError, OutsideError, or WriteError with the system's reason.
    """
    create_all({path: content}, root=root)


def create_all(files: Mapping[Path, bytes], *, root: Path | None = None) -> None:
    """Write several new files; where one fails, those that were made before are removed again."""
    for path in files:
        # Known before the first write, so that the usual mistake leaves no trace at all.
        _route(path, root)
        if os.path.lexists(path):
            raise AlreadyThereError(path)
    made = _Made()
    try:
        for path, content in files.items():
            with _reasons(path), _folder(path, root, made) as folder:
                _write(path, folder, content, made)
    except BaseException:
        made.undo()
        raise


def replace(path: Path, content: bytes, *, root: Path | None = None) -> None:
    """Write a file anew, in place of the old one where there is one; its permissions stay.

    Only a regular file is replaced. Raises as `create` does.
    """
    with _reasons(path), _folder(path, root, _Made()) as folder:
        mode = _mode(path, folder)
        with _aside(folder, content) as (aside, file):
            if mode is not None:
                os.fchmod(file, mode)
            os.rename(aside, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)


def _mode(path: Path, folder: int) -> int | None:
    try:
        facts = os.lstat(path.name, dir_fd=folder)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(facts.st_mode):
        raise WriteError(path, f"{path} is no regular file", "move it away, then ask again")
    return stat.S_IMODE(facts.st_mode)


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


@contextmanager
def _folder(path: Path, root: Path | None, made: _Made) -> Iterator[int]:
    """The folder of a file, open; it is entered step by step and made where it is missing."""
    place, names = _route(path, root)
    here = os.open(place, _OPEN_FOLDER)
    try:
        for name in names:
            place /= name
            below = _enter(here, place, made)
            os.close(here)
            here = below
        yield here
    finally:
        os.close(here)


def _enter(parent: int, place: Path, made: _Made) -> int:
    try:
        return os.open(place.name, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        os.mkdir(place.name, dir_fd=parent)
        made.folders.append(place)
        os.fsync(parent)
        return os.open(place.name, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except OSError as failed:
        if place.is_symlink():
            hint = "replace the link by a folder"
            raise OutsideError(place, f"{place} is a symbolic link", hint) from failed
        raise


def _write(path: Path, folder: int, content: bytes, made: _Made) -> None:
    with _aside(folder, content) as (aside, file):
        made.files.append((path, os.fstat(file)))
        _name(aside, path, folder)
    os.fsync(folder)


@contextmanager
def _aside(folder: int, content: bytes) -> Iterator[tuple[str, int]]:
    """The content in a file of its own, forced to disk: its name for now, and the file."""
    aside = f".tracker-{secrets.token_hex(8)}.tmp"
    file = os.open(aside, _NEW_FILE, 0o666, dir_fd=folder)
    try:
        with os.fdopen(file, "wb", buffering=0) as stream:
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(rest) :]
            os.fsync(file)
            yield aside, file
    finally:
        with suppress(FileNotFoundError):
            os.unlink(aside, dir_fd=folder)


def _name(aside: str, path: Path, folder: int) -> None:
    """Give the finished file its name, unless the name is taken."""
    try:
        os.link(aside, path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as failed:
        if failed.errno not in _NO_LINKS:
            raise
        # Without hard links: take the name with an empty file, then put ours in its place.
        os.close(os.open(path.name, _NEW_FILE, 0o666, dir_fd=folder))
        try:
            os.rename(aside, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(path.name, dir_fd=folder)
            raise


@contextmanager
def _reasons(path: Path) -> Iterator[None]:
    """Turn what the system refuses into what people can act on."""
    try:
        yield
    except FileExistsError as failed:
        raise AlreadyThereError(path) from failed
    except NotADirectoryError as failed:
        hint = "choose another place"
        raise WriteError(path, f"{path} lies below something that is no folder", hint) from failed
    except OSError as failed:
        message = f"{path} could not be written: {(failed.strerror or str(failed)).lower()}"
        raise WriteError(path, message, "check the permissions and the free space") from failed
