"""The approvals that a person gave."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=60, title="Approvals given")
def person_approvals(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.duties[page.entity.id].given
    return {"rows": rows, "count": len(rows)} if rows else None
