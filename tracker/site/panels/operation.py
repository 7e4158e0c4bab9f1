"""A process in operation: its figures beside what it promises, and its steps as a strip."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.figures import figures
from tracker.views.stepping import strip


@panel("process", place=8, title="In operation", span=Span.WIDE)
def operation(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.operations.get(page.entity.id)
    if found is None or not found.cases:
        return None
    return {"figures": figures(found), "strip": strip(found), "count": len(found.cases)}
