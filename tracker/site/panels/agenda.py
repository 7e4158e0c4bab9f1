"""What is due as a wall calendar and as a list, of everybody or of one team."""

from tracker.site.page import Page, Values
from tracker.site.pages.calendar import teams
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.agenda import agenda as agenda_of

CELL = 3
"""How many things a day of the wall calendar shows."""


@panel("calendar", place=10, span=Span.WIDE)
def agenda(status: Status, page: Page) -> Values:
    team = page.path.partition("/")[2] or None
    rows = [one for one in status.due if team is None or team in one.teams]
    return {
        "agenda": agenda_of(rows, status.as_of), "team": team, "teams": teams(status), "CELL": CELL
    }  # fmt: skip
