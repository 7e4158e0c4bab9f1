"""The improvements of a process, each measured before and after."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Audience, Status
from tracker.views.trying import told

MOST = 12
"""How many improvements are shown: those under way, then the latest."""


@panel("process", place=58, title="Improvements")
def improvements(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.operations.get(page.entity.id)
    if found is None or not found.tried:
        return None
    rows = [one for one in told(found) if not one.entity.unreadable]
    internal = status.audience is Audience.INTERNAL
    if not rows:
        return None
    more = len(rows[MOST:])
    return {"rows": rows[:MOST], "more": more, "internal": internal, "count": len(rows)}
