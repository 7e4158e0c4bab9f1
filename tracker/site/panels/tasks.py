"""The tasks of a project."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=70, title="Tasks")
def tasks(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.work.plan(page.entity.id).tasks
    return {"rows": found, "count": len(found)} if found else None
