"""Who leaves, and what of theirs has been passed on; for the organisation alone."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("knowledge", place=30, title="Who leaves", span=Span.WIDE)
def knowledge_leaving(status: Status, page: Page) -> Values | None:
    rows = status.knowing.handovers if status.is_internal else {}
    return {"rows": rows, "count": len(rows)} if rows else None
