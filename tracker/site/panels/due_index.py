"""What is due as a table: what is late or missing first, then what comes next."""

from datetime import timedelta

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.reports.due import due

DAYS = 92
MOST = 400
"""Rows of the table; the calendar and the report tell of all."""

COLUMNS = ("day", "title", "standing", "what", "team", "people")
"""What each belongs to is told beside its title, and can be asked for all the same."""


@panel("due", place=10, span=Span.WIDE)
def due_index(status: Status, page: Page) -> Values:
    until = status.as_of + timedelta(days=DAYS)
    rows = [one for one in status.due if one.day <= until]
    shown = rows[:MOST]
    return {
        "table": table(due, shown, status.title_of, COLUMNS) if shown else None,
        "more": len(status.due) - len(shown),
        "DAYS": DAYS,
    }
