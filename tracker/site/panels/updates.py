"""What people reported of a project, the newest first, beside what the data says today."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.standing import standing
from tracker.views.reports.standing import updates as updates_of

MOST = 6
"""How many updates a page shows in full; those before stand in the files."""


@panel("project", place=30, title="Updates")
def updates(status: Status, page: Page) -> Values | None:
    assert page.entity
    id = page.entity.id
    found = updates_of(status.work, id, status.as_of)
    if not found:
        return None
    now = standing(status.work, id, status.as_of)
    return {"rows": found[:MOST], "more": len(found[MOST:]), "now": now, "count": len(found)}
