"""The projects on a board by phase, all of them, with the filters of the table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.projects import projects


@panel("board", place=10)
def project_board(status: Status, page: Page) -> Values:
    return {"table": table(projects, status.projects.values(), status.title_of)}
