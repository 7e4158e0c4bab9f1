"""The projects as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.projects import projects

COLUMNS = ("status", "phase", "health", "attention", "next_due", "end", "manager")


@panel("projects", place=10)
def project_index(status: Status, page: Page) -> Values | None:
    rows = status.projects.values()
    return {"table": table(projects, rows, status.title_of, COLUMNS)} if rows else None
