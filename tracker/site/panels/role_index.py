"""The roles as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.roles import roles

COLUMNS = ("work", "holders", "processes", "steps", "gates", "trainings")


@panel("roles", place=10)
def role_index(status: Status, page: Page) -> Values:
    rows = status.parties.roles.values()
    return {"table": table(roles, rows, status.title_of, COLUMNS)}
