"""Who leaves, and what of theirs has been passed on; for the organisation alone."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

MOST = 12
"""How many people are shown, who leaves first on top."""

LONG = 40
"""How many rows are shown of each; their own page has all."""


@panel("knowledge", place=30, title="Who leaves", span=Span.WIDE)
def knowledge_leaving(status: Status, page: Page) -> Values | None:
    rows = list(status.knowing.handovers.items()) if status.is_internal else []
    more = len(rows) - MOST
    return {"rows": rows[:MOST], "more": more, "LONG": LONG, "count": len(rows)} if rows else None
