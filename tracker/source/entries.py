"""What a snapshot is made of: entries, blobs, and paths that cannot lead out of it."""

import errno
import posixpath
import re
from dataclasses import dataclass
from enum import StrEnum

LIMIT = 1 << 20
"""Content is read up to one byte more than this, so that a reader can tell that it was cut."""

LOG_LIMIT = 128 << 20
"""The same for event logs, which hold the events of many runs, one a line."""

LOG = ".csv"
"""How the name of an event log ends."""


def limit_of(path: str) -> int:
    """How much of a file is read, in bytes."""
    return LOG_LIMIT if path.endswith(LOG) else LIMIT


class Mode(StrEnum):
    """What an entry is; `other` (a pipe, a device, an unreadable folder) is never opened."""

    file = "file"
    executable = "executable"
    symlink = "symlink"
    submodule = "submodule"
    other = "other"


REGULAR = frozenset({Mode.file, Mode.executable})
"""What has content that is read."""

REFUSALS = {
    Mode.symlink: "it is a symbolic link, and links are not followed",
    Mode.submodule: "it is another repository",
    Mode.other: "it is not a regular file",
}
"""Why an entry that is not regular has no content."""

ABSENT = "there is no such file"
UNCLEAN = "the path does not stay inside the repository"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is not a folder; its path is from the repository's root, with `/`."""

    path: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's content and its git blob id.

    `content` is None where the asker knew the hash. Where the file could not be read, `error`
    says why and the hash is empty: nothing may be concluded from it.
    """

    path: str
    hash: str
    content: bytes | None
    error: str | None = None


class UnreadableError(OSError):
    """A path has no content: it is absent, no regular file, or may not be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def is_short(error: OSError) -> bool:
    """True where this process, or the machine, has too many files open: of the file it says nothing."""
    return error.errno in (errno.EMFILE, errno.ENFILE)


_SUSPECT = re.compile(r"(?:\A|/)(?:\.{0,2}|\.git)(?:/|\Z)|\0")


def clean(path: str) -> str | None:
    """The plain form of a path from the root (""), or None where it leads out or into `.git`."""
    if not _SUSPECT.search(path):
        return path
    if "\0" in path or path.startswith("/"):
        return None
    plain = posixpath.normpath(path) if path else "."
    parts = plain.split("/")
    return None if parts[0] == ".." or ".git" in parts else "" if plain == "." else plain
