"""The processes that serve a goal."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("goal", place=60, title="Processes that serve it")
def serving_processes(status: Status, page: Page) -> Values:
    assert page.entity
    rows = [row for row in status.processes.values() if page.entity.id in row.goals]
    under = status.parties.goal_tree.all_under(page.entity.id)
    below = sum(not under.isdisjoint(row.goals) for row in status.processes.values())
    return {"rows": rows, "count": len(rows), "below": below}
