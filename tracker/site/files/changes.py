"""Feeds of what happened: one of everything, and one for each project."""

from collections.abc import Iterator

from tracker.interchange import atom
from tracker.site.page import Page
from tracker.site.publication import Link, Made, Publication, Site, authority
from tracker.site.status import Status
from tracker.views.news import News, news

FEED = "changes.atom"
LONGEST = 100
"""A feed tells the newest; the older ones stand on the pages."""


def _make(status: Status, site: Site) -> Made:
    if status.past is None:
        return
    told = news(status.past.told, status.work)
    yield FEED, _feed(status, site, told, status.title, "index", FEED)
    by_ref: dict[str, list[News]] = {}
    for one in told:
        by_ref.setdefault(one.ref, []).append(one)
    for id, entity in status.work.projects.items():
        if entity.ref in status.shown:
            title = f"{entity.title} · {status.title}"
            path = f"project/{id}.atom"
            yield path, _feed(status, site, by_ref.get(entity.ref, []), title, entity.ref, path)


def _feed(
    status: Status, site: Site, told: list[News], title: str, page: str, path: str
) -> bytes:  # fmt: skip
    entries = tuple(_entry(status, site, one) for one in told[:LONGEST])
    updated = told[0].day if told else status.as_of
    host, home = authority(status, site)
    id = atom.tag(host, _YEAR, (*home, *path.split("/")))
    return atom.atom(
        atom.Feed(id, title, status.title, updated, entries, site.file(path), site.page(page))
    )


def _entry(status: Status, site: Site, one: News) -> atom.Entry:
    host, home = authority(status, site)
    link = site.page(one.ref) if one.ref in status.shown else None
    id = atom.tag(host, _YEAR, (*home, *one.key.split("/")))
    return atom.Entry(id, one.title, one.said, one.day, link, one.ref.partition("/")[0])


_YEAR = 2026
"""The year in which ids were first given: one for all, so that none ever changes."""


def _links(status: Status, page: Page) -> Iterator[Link]:
    if status.past is None:
        return
    yield Link(atom.TYPE, f"What happened · {status.title}", FEED)
    if page.entity is not None and page.entity.kind == "project":
        yield Link(atom.TYPE, f"What happened · {page.title}", f"{page.path}.atom")


changes = Publication(_make, _links)
