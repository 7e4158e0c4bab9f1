"""The steps of a process, in their order, as a procedure to follow."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.procedure import procedure as procedure_of


@panel("process", place=40, title="Procedure")
def procedure(status: Status, page: Page) -> Values:
    assert page.entity
    rows = procedure_of(status.work, page.entity, status.as_of).steps
    return {"rows": rows, "count": len(rows)}
