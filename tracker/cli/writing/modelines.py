"""Modelines: the comment at the top of a file that tells an editor which schema the file follows."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tracker.model.catalogue import SUFFIX, documents
from tracker.model.digest import Order, digest, order_at
from tracker.model.kinds import Placement, placed, schema_name
from tracker.source.snapshot import Mode, Snapshot

HIDDEN = ".schemas"
"""The folder of a workspace that holds a copy of the schemas."""
BESIDE = "../schemas"
"""Where they lie beside the workspace of Tracker's own repository."""

_ANY = re.compile(rb"#\s+(?:yaml-language-server\s*:|\$schema:)")
_OURS = re.compile(
    rb"# yaml-language-server: \$schema=((?:\.\./)*)(\.?schemas/)([a-z-]+\.schema\.json)[ \t]*(?:\r?\n|\Z)"
)


def schemas_of(root: Path) -> str | None:
    """Where the schemas lie that the files of a workspace name, seen from it; None where they are not."""
    if (root / HIDDEN).is_dir():
        return HIDDEN
    return BESIDE if all((root / BESIDE / name).is_file() for name in documents()) else None


def modeline(path: str, place: Placement, schemas: str) -> str:
    """The modeline of a file, by its path below the workspace."""
    way = "../" * path.count("/") + schemas
    return f"# yaml-language-server: $schema={way}/{schema_name(place)}{SUFFIX}"


def marked(content: bytes, line: str | None) -> bytes:
    """The content under this modeline, in place of one that named a schema of ours; else as it is.

    A modeline that leads to somebody else's schema stays, and alone. All other bytes stay, the
    line ends with what the file's own lines end with, and doing it again changes nothing.
    """
    ours = _ours(content, line)
    if ours is None and any(_ANY.match(comment) for comment in _comments(content)):
        return content
    text = content[ours.end() :] if ours else content
    ending = b"\r\n" if content.partition(b"\n")[0].endswith(b"\r") else b"\n"
    return (line.encode() + ending if line else b"") + text


def _ours(content: bytes, line: str | None) -> re.Match[bytes] | None:
    """The modeline of a content, where it leads to a place that schemas of ours have.

    `line`, the one that is right there, says how deep the file lies: `schemas/` is ours beside the
    workspace only. The hidden folder is ours at any depth, since files are moved.
    """
    found, right = _OURS.match(content), line and _OURS.match(line.encode())
    if found is None or found[3].decode() not in documents():
        return None
    beside = right and right[1] + (b"../" if right[2].startswith(b".") else b"")
    return found if found[2].startswith(b".") or beside in (None, found[1]) else None


def _comments(text: bytes) -> Iterator[bytes]:
    """The comments before the document, where modelines are looked for."""
    for comment in text.splitlines():
        if comment.strip() and not comment.startswith(b"#"):
            return
        yield comment


def unmarked(snapshot: Snapshot, root: str, schemas: str) -> Iterator[tuple[str, bytes, bytes]]:
    """The files of a workspace whose modeline is missing or wrong: path, what they hold and should.

    Each is read when it is asked for, so that it can be written before somebody else does. Files
    that cannot be read are left alone, and so is what was written for something else.
    """
    places: dict[str, tuple[str, Placement]] = {}
    for entry in snapshot.entries(root):
        below = entry.path[len(root) + 1 :] if root else entry.path
        place = placed(below)
        if place is not None and not place.log and entry.mode is Mode.file:
            places[entry.path] = (below, place)
    for blob in snapshot.blobs(sorted(places)):
        below, place = places[blob.path]
        content = blob.content or b""
        wanted = marked(content, modeline(below, place, schemas))
        if wanted != content and _says_the_same(content, wanted, order_at(place)):
            yield blob.path, content, wanted


def _says_the_same(content: bytes, wanted: bytes, order: Order) -> bool:
    """A comment changes nothing that is read; where nothing can be read, nobody knows."""
    old, new = digest(content, order), digest(wanted, order)
    return old.refusal is None and new == msgspec.structs.replace(old, warnings=new.warnings)
