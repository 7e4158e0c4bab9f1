"""What a person answers for."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=40, title="Owns")
def person_owns(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.duties[page.entity.id].owns
    return {"rows": rows, "count": len(rows)} if rows else None
