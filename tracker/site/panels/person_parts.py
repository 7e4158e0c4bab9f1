"""What a person takes part in: with how much time, and in which capacity."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=50, title="Takes part in")
def person_parts(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.duties[page.entity.id].parts
    return {"rows": rows, "count": len(rows)} if rows else None
