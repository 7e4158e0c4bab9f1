"""The gate ahead of a project: what it asks, and what is missing."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.standing import ahead


@panel("project", place=25, title="The gate ahead")
def gate_ahead(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = ahead(status.work, page.entity)
    if found is None or not (found.asked or found.approvals):
        return None
    return {"ahead": found, "aside": found.title}
