"""Publications: the files of a site that are no pages. One file of the folder `files` for each kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from tracker.declared import declared
from tracker.site.page import Page
from tracker.site.status import Status

Made = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Site:
    """Where the files will stand: `root` is the address without a slash at its end, "" where unknown.

    `folder` is where the status lies in it, `url` leads from the root to the page of a path.
    """

    root: str = ""
    folder: str = ""
    url: Callable[[str], str] = field(default=lambda path: f"{path}.html")

    @property
    def host(self) -> str | None:
        """The host of the address, where it is known."""
        return urlsplit(self.root).hostname

    def page(self, path: str) -> str | None:
        """The address of a page; None where nobody said where the site will stand."""
        return f"{self.root}/{self.url(path)}" if self.root else None

    def file(self, path: str) -> str | None:
        """The address of a published file."""
        return f"{self.root}/{quote(self.at(path))}" if self.root else None

    def at(self, path: str) -> str:
        """Where a published file lies, seen from the root."""
        return f"{self.folder}/{path}" if self.folder else path


class Link(NamedTuple):
    """What the head of a page names as another form of it: its media type, its title, the file."""

    type: str
    title: str
    path: str


@dataclass(frozen=True)
class Publication:
    """Files that a status is published as: each by its path from the root of the status.

    `links` are the forms that a page is published as beside itself.
    """

    make: Callable[[Status, Site], Made]
    links: Callable[[Status, Page], Iterator[Link]] = lambda status, page: iter(())


def publications(status: Status, site: Site) -> Made:
    """Every published file."""
    for one in declared("tracker.site.files", Publication):
        yield from one.make(status, site)


def links(status: Status, page: Page) -> list[Link]:
    """The other forms of a page."""
    found = declared("tracker.site.files", Publication)
    return [link for one in found for link in one.links(status, page)]


def authority(status: Status, site: Site) -> tuple[str, tuple[str, ...]]:
    """Whose names these are, for ids that stay: a host, and what it calls the repository.

    The repository's origin, which stays when the site moves; else the site's own.
    """
    parts = urlsplit(status.origin or site.root)
    named = tuple(part for part in parts.path.split("/") if part)
    return parts.hostname or _NOBODY, named


_NOBODY = "tracker.invalid"
"""The name of nobody (RFC 6761), where neither the site's address nor the origin is known."""
