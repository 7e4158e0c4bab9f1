"""The goals that the people of a team own."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("team", place=70, title="Goals of its people")
def team_goals(status: Status, page: Page) -> Values | None:
    assert page.entity
    held = status.parties.holdings.of(page.entity.id).goals
    rows = [row for id, row in status.goals.items() if id in held]
    return {"rows": rows, "count": len(rows)} if rows else None
