"""The gates that a project came to: criteria, decisions, approvals with their proof, conditions."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=40, title="Gates held")
def gates(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.gates.get(page.entity.id, ())
    return {"rows": rows, "count": len(rows)} if rows else None
