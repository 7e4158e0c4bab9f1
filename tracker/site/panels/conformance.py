"""How many runs keep the order of their process, and how the others most often leave it."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Audience, Status
from tracker.views.leaving import leaving

MOST = 8
"""How many ways to leave the order are listed; the most frequent are."""


@panel("process", place=56, title="Conformance")
def conformance(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.operations.get(page.entity.id)
    if found is None or not found.cases:
        return None
    internal = status.audience is Audience.INTERNAL
    return {"leaving": leaving(found, MOST), "more": len(found.habits) - MOST, "internal": internal}
