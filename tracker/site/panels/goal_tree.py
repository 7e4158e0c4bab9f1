"""The tree around a goal: what it is part of, and what it is made of."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("goal", place=25, title="Where it stands")
def goal_tree(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.parties.goal_tree.around(page.entity.id)
    return {"tree": found} if found else None
