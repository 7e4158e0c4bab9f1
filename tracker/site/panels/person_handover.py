"""What somebody who leaves can do, and who can do it after them."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.words import ago


@panel("person", place=25, title="Handover")
def person_handover(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.knowing.handovers.get(page.entity.id, ())
    if not rows:
        return None
    leaves = rows[0].leaves
    verb = "leaves" if leaves >= status.as_of else "left"
    return {
        "rows": rows,
        "count": len(rows),
        "aside": f"{verb} {ago((status.as_of - leaves).days)}",
    }
