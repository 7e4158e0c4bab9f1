"""What happened in the last days, as git tells it."""

from datetime import timedelta
from itertools import chain

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.recent import Day
from tracker.views.reports.recent import recent as happened

WEEK, MONTH = 7, 30
MOST = 40
"""How many events are told of each stretch."""


@panel("overview", place=50, title="What changed")
def recent(status: Status, page: Page) -> Values:
    if status.past is None:
        return {"stretches": ()}
    week, month = (status.as_of - timedelta(days=days) for days in (WEEK, MONTH))
    stretches = (
        (f"Last {WEEK} days", happened(status.news, week, status.as_of)),
        (f"Before that, up to {MONTH} days ago", happened(status.news, month, week)),
    )
    return {"stretches": [(title, *_cut(days)) for title, days in stretches]}


def _cut(days: list[Day]) -> tuple[list[Day], int]:
    """The days with no more events than are told, and how many that leaves out."""
    kept, room = [], MOST
    for day in days:
        if room > 0:
            kept.append(Day(day.day, day.events[:room]))
            room -= len(day.events)
    total = sum(1 for _ in chain.from_iterable(day.events for day in days))
    return kept, max(0, total - MOST)
