"""The processes that a team and the teams below it run."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("team", place=60, title="Processes")
def team_processes(status: Status, page: Page) -> Values | None:
    assert page.entity
    held = status.parties.holdings.of(page.entity.id).processes
    rows = [row for id, row in status.processes.items() if id in held]
    return {"rows": rows, "count": len(rows)} if rows else None
