"""What starts a process, what goes in, and what comes out."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=30)
def flow(status: Status, page: Page) -> Values | None:
    assert page.entity
    record = page.entity.record
    return {} if record.triggers or record.inputs or record.outputs else None
