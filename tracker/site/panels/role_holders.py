"""Who holds a role."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("role", place=30, title="Held by")
def role_holders(status: Status, page: Page) -> Values:
    assert page.entity
    rows = status.parties.uses[page.entity.id].holders
    return {"rows": rows, "count": len(rows)}
