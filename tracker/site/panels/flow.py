"""What starts a process, what goes in, and what comes out."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.procedure import starts


@panel("process", place=30)
def flow(status: Status, page: Page) -> Values | None:
    assert page.entity
    record = page.entity.record
    if not (record.triggers or record.inputs or record.outputs):
        return None
    return {"starts": starts(record)}
