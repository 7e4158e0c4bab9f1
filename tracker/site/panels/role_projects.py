"""The projects that need a role."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("role", place=60, title="Projects that need it")
def role_projects(status: Status, page: Page) -> Values | None:
    assert page.entity
    needs = {one.project: one for one in status.parties.uses[page.entity.id].needs}
    rows = [(row, needs[id]) for id, row in status.projects.items() if id in needs]
    return {"rows": rows, "count": len(rows)} if rows else None
