"""The steps of a process, in their order, as a procedure to follow."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=40, title="Procedure")
def procedure(status: Status, page: Page) -> Values:
    assert page.entity
    rows = page.entity.record.steps
    numbers = {step.id: number for number, step in enumerate(rows, 1)}
    return {"rows": rows, "count": len(rows), "steps": numbers}
