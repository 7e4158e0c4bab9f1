"""The processes that are not retired, with their state."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

MOST = 16
"""How many processes are shown before it leads to the index."""


@panel("overview", place=60, title="Processes")
def process_list(status: Status, page: Page) -> Values | None:
    rows = [row for row in status.processes.values() if row.status != "retired"]
    if not status.processes:
        return None
    return {"rows": rows[:MOST], "more": len(status.processes) > MOST, "count": len(rows)}
