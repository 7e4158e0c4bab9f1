"""Where a team stands: what it is part of, and the teams below it."""

from tracker.analysis.tree import above
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

UP = 5
"""How many teams above one are shown: the first of them leads further up."""


@panel("team", place=30, title="Where it stands")
def team_tree(status: Status, page: Page) -> Values | None:
    assert page.entity
    id, rows = page.entity.id, status.parties.teams
    held = status.parties.holdings
    up, under = above(held.parents, id, UP)[::-1], held.under
    if not (up or id in under):
        return None
    return {"above": [rows[one] for one in up], "here": rows[id], "under": under, "rows": rows}
