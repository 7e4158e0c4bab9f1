"""The teams as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.teams import teams

COLUMNS = ("kind", "lead", "parent", "people", "projects", "processes")


@panel("teams", place=10)
def team_index(status: Status, page: Page) -> Values:
    rows = status.parties.teams.values()
    return {"table": table(teams, rows, status.title_of, COLUMNS)}
