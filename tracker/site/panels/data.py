"""The other forms of the whole: its feed, its calendar, its badge, and the data of each kind."""

from tracker.site.files.badges import badge_of
from tracker.site.files.data import published_data
from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.publication import links
from tracker.site.status import Status


@panel("overview", place=95, title="Elsewhere", span=Span.WIDE)
def data(status: Status, page: Page) -> Values:
    return {
        "links": links(status, page),
        "badge": badge_of(status, page),
        "data": published_data(status),
    }
