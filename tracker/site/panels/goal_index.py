"""The goals as a table, in the order of their tree."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.goals import goals

COLUMNS = ("progress", "standing", "owner", "end", "projects", "processes")


@panel("goals", place=10)
def goal_index(status: Status, page: Page) -> Values | None:
    rows = status.goals.values()
    return {"table": table(goals, rows, status.title_of, COLUMNS)} if rows else None
