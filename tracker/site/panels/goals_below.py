"""The goals that a goal is made of."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("goal", place=40, title="Goals below it")
def goals_below(status: Status, page: Page) -> Values | None:
    assert page.entity
    goals = status.work.goals
    rows = [row for id, row in status.goals.items() if goals[id].record.parent == page.entity.id]
    return {"rows": rows} if rows else None
