"""Commits as records, and the one output format of `git log` that they are read from.

Pure: bytes in, records out. All is separated by NUL, which neither a name, a message nor a path
can hold; a commit opens with its hash and has a fixed number of fields, a path is announced by a
token that opens with a colon. So nothing that people write can be taken for structure.
(`--name-only` would be shorter, but lays out merges and empty commits so that a file named like a
hash reads as a commit.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

FORMAT = "%x00".join(("%H", "%P", "%an", "%ae", "%cn", "%ce", "%aI", "%B"))
"""What `git log -z --raw --format=` is asked for; `parse` reads what it writes."""

FIELDS = 8
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an author date that no calendar holds (git stores any number)."""

# Own reading, not git's trailer parser: that one can be bent by `trailer.*` of the repository's
# configuration, and misses names above the last paragraph. Reading too many co-authors is the
# safe side.
_CO_AUTHOR = re.compile(
    r"^co-authored-by:[ \t]*([^<>\n]{0,500})<([^<>\n]{0,500})>", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: who wrote it, who committed it, and the paths that it changed."""

    hash: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    authored: datetime
    co_authors: tuple[tuple[str, str], ...]
    parents: tuple[str, ...]
    paths: tuple[str, ...]


def parse(output: bytes) -> list[Commit]:
    """Read the output of `git log -z --raw --no-renames --format=FORMAT`, in its order."""
    return list(_commits(iter(output.split(b"\0"))))


def moment(text: str) -> datetime:
    """Read an ISO moment with offset; what is none reads as the epoch."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return UNDATED
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def co_authors(message: str) -> tuple[tuple[str, str], ...]:
    """The (name, address) of each distinct `Co-authored-by:` line of a message."""
    found = ((name.strip(), email.strip()) for name, email in _CO_AUTHOR.findall(message))
    return tuple(dict.fromkeys(found))


def _commits(tokens: Iterator[bytes]) -> Iterator[Commit]:
    head: list[str] = []
    paths: list[str] = []
    for token in tokens:
        if token.removeprefix(b"\n").startswith(b":"):
            paths.append(next(tokens).decode("utf-8", "surrogateescape"))
        elif token:
            if head:
                yield _commit(head, paths)
            head = [
                field.decode("utf-8", "replace") for field in (token, *islice(tokens, FIELDS - 1))
            ]
            paths = []
    if head:
        yield _commit(head, paths)


def _commit(fields: list[str], paths: list[str]) -> Commit:
    return Commit(
        hash=fields[0],
        parents=tuple(fields[1].split()),
        author_name=fields[2],
        author_email=fields[3],
        committer_name=fields[4],
        committer_email=fields[5],
        authored=moment(fields[6]),
        co_authors=co_authors(fields[7]),
        paths=tuple(paths),
    )
