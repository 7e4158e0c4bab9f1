"""Calendars of all that has a day: one of everything, one for each project and for each team."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from tracker.interchange.ics import TYPE, Entry, event
from tracker.interchange.ics import calendar as rendered
from tracker.model.kinds import is_id
from tracker.site.page import Page
from tracker.site.publication import Link, Made, Publication, Site, authority
from tracker.site.status import Status
from tracker.views.days import Closed, Dated, What, days
from tracker.views.words import label

CALENDAR = "calendar.ics"
KINDS = ("project", "team")
"""The kinds that have calendars of their own."""

_CALLED = {What.TASK: "deadline"}


def _make(status: Status, site: Site) -> Made:
    stamp, events = _written(status), []
    of: dict[str, list[bytes]] = {}
    for one in days(status.work, status.as_of):
        made = event(_entry(status, site, one), stamp)
        events.append(made)
        for ref in (one.ref, *(f"team/{team}" for team in one.teams)):
            of.setdefault(ref, []).append(made)
    yield CALENDAR, rendered(status.title, events, site.file(CALENDAR))
    for kind in KINDS:
        for id, entity in status.work.of(kind).items():
            path = f"{kind}/{id}.ics"
            if is_id(id):
                yield path, rendered(entity.title, of.get(entity.ref, ()), site.file(path))


def _entry(status: Status, site: Site, one: Dated) -> Entry:
    """Nobody's name stands in it: calendars go where no audience is asked."""
    name, owner = _CALLED.get(one.what, one.what.value), status.title_of(one.ref)
    what = label(name)
    of = "" if one.title == owner else f" · {owner}"
    over = f" ({one.closed})" if one.closed not in (None, Closed.PASSED) else ""
    standing = one.closed or ("open" if one.days(status.as_of) >= 0 else "overdue")
    return Entry(
        "/".join((*_home(status, site), one.ref, name, one.part)),
        one.day,
        f"{what}: {one.title}{of}{over}",
        (what,),
        f"{owner} · {what} · {label(standing)}",
        _page(status, site, one),
    )


def _page(status: Status, site: Site, one: Dated) -> str | None:
    """The page that tells of it, at the place where it does."""
    page = site.page(one.ref) if one.ref in status.shown else None
    return f"{page}#{one.place}" if page and status.has_place(one.ref, one.place) else page


def _home(status: Status, site: Site) -> tuple[str, ...]:
    host, home = authority(status, site)
    return (host, *home)


def _written(status: Status) -> datetime:
    """When the work was last changed; where git does not tell, the day that counts as today."""
    if status.past is not None and status.past.states:
        return status.past.states[0].commit.committed
    return datetime.combine(status.as_of, time(0), UTC)


def _links(status: Status, page: Page) -> Iterator[Link]:
    if page.entity is not None and page.entity.kind in KINDS:
        yield Link(TYPE, f"Calendar · {page.title}", f"{page.path}.ics")
    else:
        yield Link(TYPE, f"Calendar · {status.title}", CALENDAR)


calendar = Publication(_make, _links)
