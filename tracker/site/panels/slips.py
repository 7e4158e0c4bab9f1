"""The dates of a project that were moved, and why."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=75, title="Dates that moved")
def slips(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.past.slips_of("project", page.entity.id) if status.past else []
    return {"rows": rows[::-1], "count": len(rows)} if rows else None
