"""What a project delivers, and what of it was accepted."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=50, title="Deliverables")
def deliverables(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.work.plan(page.entity.id).deliverables
    return {"rows": found, "count": len(found)} if found else None
