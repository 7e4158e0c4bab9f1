"""The track of phases of a project."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.projects import track as track_of


@panel("project", place=10, title="Phase", span=Span.WIDE)
def track(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = track_of(status.work, page.entity)
    return {"track": found, "aside": found.title} if found else None
