"""Who works on a project, who has a stake in it, and who answers for what."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=80, title="People")
def people(status: Status, page: Page) -> Values | None:
    assert page.entity
    record = page.entity.record
    return {} if record.allocations or record.stakeholders or record.raci else None
