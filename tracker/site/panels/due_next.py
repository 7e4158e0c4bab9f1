"""What is due in the next days."""

from datetime import timedelta

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

DAYS = 30
MOST = 14
"""How many things are listed before it leads to the calendar."""


@panel("overview", place=25, title="Due next")
def due_next(status: Status, page: Page) -> Values:
    until = status.as_of + timedelta(days=DAYS)
    rows = [one for one in status.due if status.as_of <= one.day <= until]
    return {"rows": rows[:MOST], "more": len(rows) - MOST, "aside": f"{DAYS} days", "DAYS": DAYS}
