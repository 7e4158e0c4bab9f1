"""What needs attention, the gravest first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

MOST = 10
"""How many things are shown with their reasons; of the others but the first one, folded away."""


@panel("overview", place=20, title="Needs attention")
def attention(status: Status, page: Page) -> Values:
    rows = status.attention
    return {"rows": rows[:MOST], "others": rows[MOST:], "count": len(rows)}
