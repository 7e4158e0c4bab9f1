"""Risks, assumptions, issues, decisions and actions of a project: the open ones first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.raid import raid as rows_of


@panel("project", place=84, title="Risks, issues, decisions")
def raid(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = rows_of(status.work, page.entity.id)
    return {"rows": rows, "count": len(rows)} if rows else None
