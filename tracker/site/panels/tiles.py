"""The few numbers at the top of the overview."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("overview", place=10, span=Span.WIDE)
def tiles(status: Status, page: Page) -> Values:
    return {}
