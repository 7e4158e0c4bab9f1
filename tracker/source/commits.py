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
from typing import NamedTuple

FORMAT = "%x00".join(("%H", "%P", "%an", "%ae", "%cn", "%ce", "%aI", "%cI", "%B"))
"""What `git log -z --raw --format=` is asked for; `parse` reads what it writes."""

FIELDS = 9
GONE = "000000"
"""The mode of a file that a commit removed."""

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an author date that no calendar holds (git stores any number)."""

# Own reading, not git's trailer parser: that one can be bent by `trailer.*` of the repository's
# configuration, and misses names above the last paragraph. Reading too many co-authors is the
# safe side, so the line may be indented, quoted, folded or without brackets.
_CO_AUTHOR = re.compile(r"\W{0,40}co-authored-by\s{0,40}:", re.IGNORECASE)
_AROUND = re.compile(r"[\s<>()\[\],;\"']+")
_MOST = 2_000


class TreeItem(NamedTuple):
    """A path from the root in one commit: its mode in octal, and the object's hash."""

    mode: str
    hash: str
    path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: who wrote it, who committed it, and what it left at each path that it changed.

    `subject` is the first line of its message.
    """

    hash: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    authored: datetime
    committed: datetime
    subject: str
    co_authors: tuple[tuple[str, str], ...]
    parents: tuple[str, ...]
    items: tuple[TreeItem, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it changed."""
        return tuple(item.path for item in self.items)


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
    """The (name, address) of each distinct address in the `Co-authored-by:` lines of a message."""
    found: list[tuple[str, str]] = []
    for said in _said_of_co_authors(message):
        name = said.partition("<")[0].strip(" \t\"'")
        found += [(name, word) for word in _AROUND.split(said) if "@" in word.strip("@")]
    return tuple(dict.fromkeys(found))


def _said_of_co_authors(message: str) -> Iterator[str]:
    """What follows each `Co-authored-by:`, and each line that goes on with it."""
    goes_on = False
    for line in message.splitlines():
        opening = _CO_AUTHOR.match(line)
        goes_on = opening is not None or (goes_on and line[:1].isspace())
        if goes_on:
            yield line[opening.end() if opening else 0 :][:_MOST]


def _commits(tokens: Iterator[bytes]) -> Iterator[Commit]:
    head: list[str] = []
    items: list[TreeItem] = []
    for token in tokens:
        if token.removeprefix(b"\n").startswith(b":"):
            items.append(_item(token, next(tokens)))
        elif token:
            if head:
                yield _commit(head, items)
            head = [
                field.decode("utf-8", "replace") for field in (token, *islice(tokens, FIELDS - 1))
            ]
            items = []
    if head:
        yield _commit(head, items)


def _item(token: bytes, path: bytes) -> TreeItem:
    """`:old new old-hash new-hash M`; of a merge, one more colon, mode and hash for each parent."""
    words = token.decode("ascii", "replace").split(" ")
    parents = words[0].count(":")
    return TreeItem(words[parents], words[2 * parents + 1], path.decode("utf-8", "surrogateescape"))


def _commit(fields: list[str], items: list[TreeItem]) -> Commit:
    return Commit(
        hash=fields[0],
        parents=tuple(fields[1].split()),
        author_name=fields[2],
        author_email=fields[3],
        committer_name=fields[4],
        committer_email=fields[5],
        authored=moment(fields[6]),
        committed=moment(fields[7]),
        subject=fields[8].lstrip("\n").partition("\n")[0].strip(),
        co_authors=co_authors(fields[8]),
        items=tuple(items),
    )
