"""A snapshot with some files in place of its own: what would be there, before it is written."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping

from tracker.source.entries import Blob, Entry, Mode
from tracker.source.snapshot import Snapshot


class Overlay:
    """Another snapshot, and the content of files that it does not have, or has otherwise."""

    def __init__(self, below: Snapshot, files: Mapping[str, bytes]) -> None:
        self._below = below
        self._files = files

    @property
    def label(self) -> str:
        return self._below.label

    def entries(self, under: str = "") -> list[Entry]:
        found = {entry.path: entry for entry in self._below.entries(under)}
        for path in self._files:
            if not under or path.startswith(f"{under}/"):
                found[path] = Entry(path, Mode.file)
        return [found[path] for path in sorted(found)]

    def blobs(self, paths: Iterable[str], known: Container[str] = ()) -> Iterator[Blob]:
        wanted = list(paths)
        for path in wanted:
            if path in self._files:
                content = self._files[path]
                # No blob of git: a hash that no file of the snapshot below can have.
                name = "overlay-" + hashlib.sha256(content).hexdigest()
                yield Blob(path, name, None if name in known else content)
        yield from self._below.blobs([path for path in wanted if path not in self._files], known)

    def read(self, path: str) -> bytes:
        return self._files[path] if path in self._files else self._below.read(path)

    def exists(self, path: str) -> bool:
        return any(
            one == path or one.startswith(f"{path}/") for one in self._files
        ) or self._below.exists(path)
