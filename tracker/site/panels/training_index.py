"""The trainings as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.trainings import trainings

COLUMNS = ("provider", "roles", "steps", "valid_for")


@panel("trainings", place=10)
def training_index(status: Status, page: Page) -> Values:
    rows = status.parties.trainings.values()
    return {"table": table(trainings, rows, status.title_of, COLUMNS)}
