"""The projects on a board, by phase."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

CARDS = 8
"""How many projects a column shows before it leads to the index."""


@panel("overview", place=40)
def board(status: Status, page: Page) -> Values | None:
    return {"CARDS": CARDS} if status.boards else None
