"""The timeline of a project: what was promised, what is planned, and today."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.chart import charts


@panel("project", place=15, span=Span.WIDE)
def timeline(status: Status, page: Page) -> Values | None:
    found = charts()["timeline"].drawn(status.look, page.entity)
    return {"charts": found} if found else None
