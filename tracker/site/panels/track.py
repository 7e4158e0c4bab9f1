"""The track of phases of a project, with the gates passed and how long each phase lasted."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.projects import track as track_of

_PASSING = ("go", "conditional")


@panel("project", place=10, title="Phase", span=Span.WIDE)
def track(status: Status, page: Page) -> Values | None:
    assert page.entity
    id = page.entity.id
    found = track_of(status.work, page.entity)
    if found is None:
        return None
    passed = {
        row.gate: row for row in reversed(status.gates.get(id, ())) if row.decision in _PASSING
    }
    lasted: dict[str, int] = {}
    for stay in status.look.stays.get(id, ()):
        days = stay.days(status.as_of)
        if days is not None:
            lasted[stay.phase] = lasted.get(stay.phase, 0) + days
    return {
        "track": found,
        "aside": found.title,
        "passed": passed,
        "stays": lasted,
    }
