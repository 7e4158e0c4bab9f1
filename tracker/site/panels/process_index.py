"""The processes as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.processes import processes

COLUMNS = ("status", "owner", "department", "within", "steps", "next_review")


@panel("processes", place=10)
def process_index(status: Status, page: Page) -> Values | None:
    rows = status.processes.values()
    return {"table": table(processes, rows, status.title_of, COLUMNS)} if rows else None
