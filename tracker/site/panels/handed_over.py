"""The projects that hand over to a process."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=60, title="Projects that hand over to it")
def handed_over(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = [status.projects[id] for id in status.handovers.get(page.entity.id, ())]
    return {"rows": rows} if rows else None
