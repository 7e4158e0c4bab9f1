"""The law in words: each lifecycle with its phases and gates."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.lifecycles import lifecycles, proof


@panel("rules", place=20, title="Lifecycles and gates", span=Span.WIDE)
def law(status: Status, page: Page) -> Values | None:
    rows = lifecycles(status.work)
    said = proof(status.verdict.law) if status.verdict.law is not None else ""
    return {"rows": rows, "proof": said, "count": len(rows)} if rows else None
