"""Where a team stands: what it is part of, and the teams below it."""

from tracker.analysis.tree import above
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("team", place=30, title="Where it stands")
def team_tree(status: Status, page: Page) -> Values | None:
    assert page.entity
    id, rows = page.entity.id, status.parties.teams
    up = above({one: row.parent for one, row in rows.items()}, id)[::-1]
    under = status.parties.holdings.under
    if not (up or id in under):
        return None
    return {"above": [rows[one] for one in up], "here": rows[id], "under": under, "rows": rows}
