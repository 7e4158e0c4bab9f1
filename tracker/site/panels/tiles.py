"""The few numbers at the top of the overview."""

from datetime import timedelta

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.panels.due_next import DAYS
from tracker.site.status import Status


@panel("overview", place=10)
def tiles(status: Status, page: Page) -> Values:
    until = status.as_of + timedelta(days=DAYS)
    soon = sum(status.as_of <= one.day <= until for one in status.due)
    return {"soon": soon, "late": sum(one.day < status.as_of for one in status.due), "DAYS": DAYS}
