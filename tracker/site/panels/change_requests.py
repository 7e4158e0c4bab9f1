"""Requests to change what a project has promised."""

from tracker.model.kinds import owner_of
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=86, title="Change requests")
def change_requests(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.work.of("change")
    rows = [
        one for id, one in found.items() if owner_of(id) == page.entity.id and not one.unreadable
    ]
    return {"rows": rows, "count": len(rows)} if rows else None
