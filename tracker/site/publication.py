"""Publications: the files of a site that are no pages. One file of the folder `files` for each kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.declared import declared
from tracker.site.status import Status

Made = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Publication:
    """Files that a status is published as: each by its path from the site's root.

    `make` is given the site's address where it is known, without a slash at its end; else "".
    """

    make: Callable[[Status, str], Made]


def publications(status: Status, address: str) -> Made:
    """Every published file."""
    for one in declared("tracker.site.files", Publication):
        yield from one.make(status, address)
