"""What a writer does inside one open folder: write aside, keep a copy, lock, clean up.

Files aside have hidden names of one form, which no reader takes for work. They exist only while the
folder is locked, so that whoever has the lock may remove those of a writer that was killed.
"""

import errno
import fcntl
import os
import re
import secrets
import stat
import time
from contextlib import suppress

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_NAME = re.compile(r"\.tracker-[0-9a-f]{16}\.tmp\Z")
_PAUSE, _TRIES = 0.01, 1_000
_NO_LOCKS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP}
"""What file systems answer that lock no folders: there comparing must do."""
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What file systems without hard links answer."""


class Aside:
    """The files that one writer has aside, in whatever folders, to be removed in the end."""

    def __init__(self) -> None:
        self._names: list[tuple[str, int]] = []

    def _name(self, folder: int) -> str:
        name = f".tracker-{secrets.token_hex(8)}.tmp"
        self._names.append((name, folder))
        return name

    def write(
        self, folder: int, content: bytes, like: os.stat_result | None
    ) -> tuple[str, os.stat_result]:
        """A file with that content, on disk; with the mode, and if it may be the owner, of another."""
        name = self._name(folder)
        file = os.open(name, NEW_FILE, 0o600 if like else 0o666, dir_fd=folder)
        with os.fdopen(file, "wb", buffering=0) as stream:
            if like is not None:
                with suppress(PermissionError):
                    os.fchown(file, like.st_uid, like.st_gid)
                os.fchmod(file, stat.S_IMODE(like.st_mode))
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(rest) :]
            os.fsync(file)
            return name, os.fstat(file)

    def keep(self, folder: int, name: str, content: bytes, facts: os.stat_result) -> str:
        """The file itself under a second name, so that it can be put back; else a copy of it."""
        kept = self._name(folder)
        try:
            os.link(name, kept, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as failed:
            if failed.errno not in _NO_LINKS:
                raise
            kept, _ = self.write(folder, content, facts)
        return kept

    def clear(self) -> None:
        """Remove what is left; what cannot be removed is hidden, and the next writer's to remove."""
        for name, folder in self._names:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


def name_new(aside: str, name: str, folder: int) -> None:
    """Give a finished file its name, unless the name is taken."""
    try:
        os.link(aside, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as failed:
        if failed.errno not in _NO_LINKS:
            raise
        # Without hard links: take the name with an empty file, then put ours in its place.
        os.close(os.open(name, NEW_FILE, 0o666, dir_fd=folder))
        try:
            os.rename(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(name, dir_fd=folder)
            raise


def read(name: str, folder: int, most: int) -> tuple[bytes, os.stat_result]:
    """The content of a regular file, cut to `most` bytes and one, and the facts about it."""
    file = os.open(name, _READ_FILE, dir_fd=folder)
    with os.fdopen(file, "rb", buffering=0) as stream:
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        content = b""
        while len(content) <= most and (part := stream.read(most + 1 - len(content))):
            content += part
        return content, facts


def is_same(name: str, folder: int, facts: os.stat_result) -> bool:
    """True while a file is the one that was read, and was not written to."""
    try:
        now = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(now, facts) and now.st_mtime_ns == facts.st_mtime_ns


def lock(folder: int) -> bool:
    """Wait for the folder, which is unlocked when it is closed, or its holder dies; False: too long.

    The folder itself is locked, so that there is no lock file for anybody to find.
    """
    for _ in range(_TRIES):
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        except OSError as failed:
            return failed.errno in _NO_LOCKS or _raise(failed)
        else:
            return True
    return False


def _raise(failed: OSError) -> bool:
    raise failed


def clean(folder: int) -> None:
    """Remove what killed writers left in a folder that is locked."""
    for name in filter(_NAME.match, os.listdir(folder)):
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)


def is_aside(name: str) -> bool:
    """True for the name of a file that a writer has aside."""
    return _NAME.match(name) is not None
