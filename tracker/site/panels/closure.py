"""How a project ended."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=90, title="Closure")
def closure(status: Status, page: Page) -> Values | None:
    assert page.entity
    id = page.entity.id
    return {"closure": status.work.closure(id)} if id in status.work.closures else None
