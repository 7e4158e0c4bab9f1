"""The other forms of a page: the feed, the calendar and the badge of what it is of."""

from tracker.site.files.badges import badge_of
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.publication import links
from tracker.site.status import Status


@panel("project", "goal", "team", place=95, title="Elsewhere")
def elsewhere(status: Status, page: Page) -> Values | None:
    own = [one for one in links(status, page) if one.path.startswith(f"{page.path}.")]
    badge = badge_of(status, page)
    return {"links": own, "badge": badge, "data": ()} if own or badge else None
