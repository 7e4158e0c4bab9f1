"""For each role what somebody new to it learns; the plan itself stands on the role's page."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

MOST = 120
"""How many roles are shown; each has a page of its own."""


@panel("knowledge", place=50, title="For somebody new", span=Span.WIDE)
def knowledge_plans(status: Status, page: Page) -> Values | None:
    rows = list(status.knowing.plans.items())
    more = len(rows) - MOST
    return {"rows": rows[:MOST], "more": more, "count": len(rows)} if rows else None
