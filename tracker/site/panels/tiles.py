"""The few numbers at the top of the overview."""

from datetime import timedelta

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.panels.due_next import DAYS
from tracker.site.status import Status

UNDER_WAY = ("active", "on-hold")


@panel("overview", place=10)
def tiles(status: Status, page: Page) -> Values:
    until = status.as_of + timedelta(days=DAYS)
    return {
        "soon": sum(status.as_of <= one.day <= until for one in status.due),
        "late": sum(one.day < status.as_of for one in status.due),
        "under_way": sum(one.status in UNDER_WAY for one in status.projects.values()),
        "proposed": sum(one.status == "proposed" for one in status.projects.values()),
        "DAYS": DAYS,
    }
