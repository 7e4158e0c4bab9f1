"""The goals, each with its progress."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("overview", place=30, title="Goals")
def goal_cards(status: Status, page: Page) -> Values | None:
    return {} if status.goals else None
