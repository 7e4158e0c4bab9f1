"""What the check finds wrong with a thing, and what of it could not be read."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("goal", "project", "process", "team", "role", "person", "training", place=20)
def troubles(status: Status, page: Page) -> Values | None:
    assert page.entity
    entity = page.entity
    found = status.findings_of.get(entity.ref, ())
    invalid = sorted({str(route[0]) for route in entity.broken if route})
    if not (found or invalid or entity.unreadable):
        return None
    return {"rows": found, "invalid": invalid}
