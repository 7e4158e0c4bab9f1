"""The gates that a role approves."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("role", place=50, title="Gates that it approves")
def role_gates(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.uses[page.entity.id].gates
    return {"rows": rows, "count": len(rows)} if rows else None
