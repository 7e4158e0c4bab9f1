"""The published states, the newest first, and what leads from one to another."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("changes", place=10, span=Span.WIDE)
def states(status: Status, page: Page) -> Values | None:
    if status.past is None:
        return {"states": (), "counts": {}}
    counts = {days: one.things(status.unsaid) for days, one in status.comparisons.items()}
    return {"states": status.past.states, "counts": counts}
