"""The projects of a team and of the teams below it."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("team", place=50, title="Projects")
def team_projects(status: Status, page: Page) -> Values | None:
    assert page.entity
    held = status.parties.holdings.of(page.entity.id).projects
    rows = [row for id, row in status.projects.items() if id in held]
    return {"rows": rows, "count": len(rows)} if rows else None
