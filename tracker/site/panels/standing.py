"""Where a project stands, in five seconds: health, the next gate, what is due, the baseline."""

from datetime import date

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.promises import promised_end, wanted_ends
from tracker.views.reports.standing import standing as standing_of


@panel("project", place=5, span=Span.WIDE)
def standing(status: Status, page: Page) -> Values | None:
    assert page.entity
    due = status.look.due_of.get(page.entity.ref, ())
    found = standing_of(status.work, page.entity.id, status.as_of, due)
    promised = promised_end(status.work, page.entity.id)
    if not (found.says_something or promised):
        return None
    id = page.entity.id
    return {
        "standing": found, "promised": promised,
        "before": _before(status, id), "wanted": wanted_ends(status.work, id),
    }  # fmt: skip


def _before(status: Status, project: str) -> date | None:
    """The end that git knew first, where it was moved since."""
    slips = status.past.slips_of("project", project) if status.past else []
    return next((one.before for one in slips if one.field == "end" and not one.part), None)
