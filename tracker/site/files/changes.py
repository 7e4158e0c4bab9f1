"""Feeds of what happened: one of everything, and one for each project."""

from collections.abc import Iterator
from datetime import date

from tracker.interchange import atom
from tracker.site.page import Page
from tracker.site.publication import Link, Made, Publication, Site, authority
from tracker.site.status import Status
from tracker.views import words
from tracker.views.news import Event, Sort

FEED = "changes.atom"
LONGEST = 100
"""A feed tells the newest; the older ones stand on the pages."""


def _make(status: Status, site: Site) -> Made:
    if status.past is None:
        return
    told = status.news[::-1]
    yield FEED, _feed(status, site, told, status.title, "index", FEED)
    by_ref: dict[str | None, list[Event]] = {}
    for one in told:
        by_ref.setdefault(one.ref, []).append(one)
    for id, entity in status.work.projects.items():
        if entity.ref in status.shown:
            title = f"{entity.title} · {status.title}"
            path = f"project/{id}.atom"
            yield path, _feed(status, site, by_ref.get(entity.ref, []), title, entity.ref, path)


def _feed(
    status: Status, site: Site, told: list[Event], title: str, page: str, path: str
) -> bytes:  # fmt: skip
    entries = tuple(_entry(status, site, one) for one in told[:LONGEST])
    updated = told[0].day if told else status.as_of
    host, home = authority(status, site)
    id = atom.tag(host, _YEAR, (*home, *path.split("/")))
    return atom.atom(
        atom.Feed(id, title, status.title, updated, entries, site.file(path), site.page(page))
    )


def _entry(status: Status, site: Site, one: Event) -> atom.Entry:
    host, home = authority(status, site)
    ref = one.ref or ""
    link = site.page(ref) if ref in status.shown else None
    id = atom.tag(host, _YEAR, (*home, *one.key.split("/")))
    title = f"{one.title}, {one.part}" if one.part and one.sort in _OF_PARTS else one.title
    kind = ref.partition("/")[0]
    return atom.Entry(
        id, f"{title}: {_headline(one, kind)}", " ".join(_said(one, kind)), one.day, link, kind
    )


_OF_PARTS = (Sort.STATE, Sort.DATE, Sort.TASK, Sort.MEASURED)


def _headline(one: Event, kind: str) -> str:
    """What happened, in few words; nobody's name stands in them."""
    before, after = _value(one.before, one.sort), _value(one.after, one.sort)
    match one.sort:
        case Sort.NEW:
            return f"new {kind}"
        case Sort.GONE:
            return "gone"
        case Sort.DATE:
            return f"{'due' if one.part else 'ends'} {after}, {words.apart(one.days or 0)}"
        case Sort.GATE:
            return f"held at the gate of {one.part}"
        case Sort.UPDATE:
            return f"reports {one.after}"
        case Sort.TASK:
            return "done"
        case Sort.MEASURED:
            return f"at {one.after}"
        case Sort.VERSION:
            return f"version {one.after}, after {one.before}"
        case _:
            return f"{before} → {after}"


def _said(one: Event, kind: str) -> Iterator[str]:
    before, id = _value(one.before, one.sort), (one.ref or "").partition("/")[2]
    match one.sort:
        case Sort.NEW:
            yield f"The {kind} {id} is new."
        case Sort.GONE:
            yield f"The {kind} {id} was taken out of the files."
        case Sort.DATE:
            yield f"It was {before}. The reason given: {one.note}"
        case _:
            if one.days is not None:
                yield f"{before} lasted {words.days(one.days)}."
            if one.note:
                yield one.note


def _value(value: str | date | None, sort: Sort) -> str:
    """A state as people say it; phases have titles."""
    if isinstance(value, date):
        return words.day(value)
    return value or "" if sort is Sort.PHASE else words.label(value or "none")


_YEAR = 2026
"""The year in which ids were first given: one for all, so that none ever changes."""


def _links(status: Status, page: Page) -> Iterator[Link]:
    if status.past is None:
        return
    yield Link(atom.TYPE, f"What happened · {status.title}", FEED)
    if page.entity is not None and page.entity.kind == "project":
        yield Link(atom.TYPE, f"What happened · {page.title}", f"{page.path}.atom")


changes = Publication(_make, _links)
