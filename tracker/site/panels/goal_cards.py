"""The goals that are open, each with its progress."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

MOST = 24
"""How many goals are shown before it leads to the index; the uppermost are kept."""


@panel("overview", place=30, title="Goals")
def goal_cards(status: Status, page: Page) -> Values | None:
    rows = [row for row in status.goals.values() if row.status != "closed"]
    if not status.goals:
        return None
    kept = {row.id for row in sorted(rows, key=lambda row: row.depth)[:MOST]}
    return {
        "rows": [row for row in rows if row.id in kept],
        "more": len(status.goals) > len(kept),
        "count": len(rows),
    }
