"""The trainings that the steps of a process ask for."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Audience, Status
from tracker.views.reports.procedure import taught


@panel("process", place=50, title="What people must know")
def process_trainings(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = taught(status.parties.trainings, page.entity.id)
    internal = status.audience is Audience.INTERNAL
    uses = status.parties.uses
    return {"rows": rows, "internal": internal, "uses": uses} if rows else None
