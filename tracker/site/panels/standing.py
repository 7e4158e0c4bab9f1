"""Where a project stands, in five seconds: health, the next gate, what is due, the baseline."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.promises import promised_end
from tracker.views.reports.standing import standing as standing_of


@panel("project", place=5, span=Span.WIDE)
def standing(status: Status, page: Page) -> Values | None:
    assert page.entity
    due = status.look.due_of.get(page.entity.ref, ())
    found = standing_of(status.work, page.entity.id, status.as_of, due)
    promised = promised_end(status.work, page.entity.id)
    return {"standing": found, "promised": promised} if found.says_something or promised else None
