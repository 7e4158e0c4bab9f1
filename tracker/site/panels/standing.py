"""Where a project stands, in five seconds: health, the next gate, what is due, the baseline."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.promises import promised_end
from tracker.views.reports.standing import standing as standing_of


@panel("project", place=5, span=Span.WIDE)
def standing(status: Status, page: Page) -> Values | None:
    assert page.entity
    id = page.entity.id
    found = standing_of(status.work, id, status.as_of, status.look.due_of.get(page.entity.ref, ()))
    promised = promised_end(status.work, id)
    if not (found.reported or found.computed or found.ahead or found.next or found.late or promised):
        return None
    return {"standing": found, "promised": promised}
