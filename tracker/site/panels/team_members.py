"""The people of a team and of the teams below it."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("team", place=40, title="People")
def team_members(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.holdings.of(page.entity.id).members
    return {"rows": rows, "count": len({one.person for one in rows})} if rows else None
