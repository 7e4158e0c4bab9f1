"""What a process promises, who answers for it, which version holds, and how long it takes."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.procedure import procedure


@panel("process", place=5, span=Span.WIDE)
def process_strip(status: Status, page: Page) -> Values:
    assert page.entity
    found = procedure(status.work, page.entity, status.as_of)
    return {"promise": status.processes[page.entity.id].within, "procedure": found}
