"""The calendar: what is due, of everybody and of each team."""

from collections.abc import Iterator

from tracker.model.kinds import is_id
from tracker.site.page import Page, Pages
from tracker.site.status import Status


def teams(status: Status) -> list[str]:
    """The teams that have something to do with what is due, themselves or below them, by title."""
    known = status.work.teams
    found = {id for one in status.due for id in one.teams if id in known and is_id(id)}
    return sorted(found, key=lambda id: (known[id].title.casefold(), id))


def _pages(status: Status) -> Iterator[Page]:
    for id in teams(status):
        title = f"Calendar of {status.work.teams[id].title}"
        yield Page(f"calendar/{id}", title, "calendar", under="calendar")


calendar = Pages(60, Page("calendar", "Calendar", "calendar"), "Time", _pages)
