"""How many projects stood in which phase, over time."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.chart import charts


@panel("overview", place=60, span=Span.WIDE)
def portfolio(status: Status, page: Page) -> Values | None:
    found = charts()["portfolio"].drawn(status.look, page.entity)
    return {"charts": found} if found else None
