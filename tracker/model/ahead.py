"""Reading ahead: what a walk will ask for is digested in other processes while it walks."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from tracker.model.digest import Digest, Job, Order, digests
from tracker.model.load import Library
from tracker.source.git import Repository

Key = tuple[str, Order]
"""A content hash, and how the content is read."""


class Ahead:
    """Contents of a repository on their way into a library, each once, in the order asked for.

    Event logs are not among them: they are large, and stay in the process that reads them.
    """

    def __init__(self, repository: Repository, library: Library, keys: Iterable[Key]) -> None:
        self._repository = repository
        self._library = library
        wanted: dict[str, dict[Order, None]] = {}
        for hash, order in keys:
            if not order.log and library.of((hash, order)) is None:
                wanted.setdefault(hash, {})[order] = None
        self._coming = self._read(wanted)

    def need(self, keys: Iterable[Key]) -> None:
        """Wait until these are there; what was not asked for is the asker's to read."""
        for key in keys:
            while not key[1].log and self._library.of(key) is None and self._take():
                pass

    def all(self) -> None:
        """Wait until everything is there."""
        while self._take():
            pass

    def _take(self) -> bool:
        with suppress(StopIteration):
            (hash, order), digest = next(self._coming)
            self._library.digests.setdefault(hash, {})[order] = digest
            return True
        return False

    def _read(self, wanted: Mapping[str, Mapping[Order, None]]) -> Iterator[tuple[Key, Digest]]:
        keys = [(hash, order) for hash, orders in wanted.items() for order in orders]
        return zip(keys, digests(self._jobs(wanted), len(keys)), strict=False)

    def _jobs(self, wanted: Mapping[str, Mapping[Order, None]]) -> Iterator[Job]:
        for hash, content in self._repository.blobs(wanted):
            for order in wanted[hash]:
                yield content, order
