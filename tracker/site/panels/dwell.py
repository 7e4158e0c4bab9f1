"""How long a project has stayed in its phases, beside others."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.chart import charts


@panel("project", place=65, span=Span.MAIN)
def dwell(status: Status, page: Page) -> Values | None:
    found = charts()["phase-dwell"].drawn(status.look, page.entity)
    return {"charts": found} if found else None
