"""The projects on a board, by phase, each with its health and what is due next."""

from tracker.analysis.updates import last_updates
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

CARDS = 8
"""How many projects a column shows before it leads to the index."""


@panel("overview", place=40)
def board(status: Status, page: Page) -> Values | None:
    if not status.boards:
        return None
    coming: dict[str, object] = {}
    for one in status.due:
        if one.kind == "project" and one.day >= status.as_of:
            coming.setdefault(one.id, one)
    return {
        "CARDS": CARDS, "coming": coming, "updates": last_updates(status.work),
        "needing": {one.ref for one in status.attention},
    }  # fmt: skip
