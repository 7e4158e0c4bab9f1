"""The other forms of a page: the feed, the calendar and the badge of it; on the overview the data of all."""

from tracker.site.files.badges import badge_of
from tracker.site.files.data import published_data
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.publication import links
from tracker.site.status import Status


@panel("overview", "project", "goal", "team", place=95, title="Elsewhere")
def elsewhere(status: Status, page: Page) -> Values | None:
    found = links(status, page)
    own = found if page.entity is None else [one for one in found if one.path.startswith(page.path)]
    badge = badge_of(status, page)
    data = published_data(status) if page.entity is None else []
    return {"links": own, "badge": badge, "data": data} if own or badge else None
