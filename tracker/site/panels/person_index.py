"""The people as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.people import people

COLUMNS = ("teams", "roles")


@panel("people", place=10)
def person_index(status: Status, page: Page) -> Values:
    rows = status.parties.people.values()
    return {"table": table(people, rows, status.title_of, COLUMNS)}
