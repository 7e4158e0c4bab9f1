"""For each role what somebody new to it learns; the plan itself stands on the role's page."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("knowledge", place=50, title="For somebody new", span=Span.WIDE)
def knowledge_plans(status: Status, page: Page) -> Values | None:
    rows = status.knowing.plans
    return {"rows": rows, "count": len(rows)} if rows else None
