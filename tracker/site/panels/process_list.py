"""The processes with their state."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("overview", place=50, title="Processes")
def process_list(status: Status, page: Page) -> Values | None:
    return {} if status.processes else None
