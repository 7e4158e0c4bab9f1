"""Who did a step lately without a training that it needs; for the organisation alone."""

from tracker.analysis.knowledge import RECENT
from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

MOST = 60
"""How many are shown, who did it most often on top."""


@panel("knowledge", place=45, title="Done without a training", span=Span.WIDE)
def knowledge_untrained(status: Status, page: Page) -> Values | None:
    if not status.is_internal:
        return None
    rows = [(step, one) for step in status.knowing.steps for one in step.untrained]
    more = len(rows) - MOST
    if more > 0:
        rows = sorted(rows, key=lambda row: -row[1].times)[:MOST]
    count, aside = len(rows) + max(0, more), f"in {RECENT} days"
    return {"rows": rows, "more": more, "count": count, "aside": aside} if rows else None
