"""Changes: the published states, and a page for every two of them that differ."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tracker.site.compared import Comparison
from tracker.site.page import Page, Pages
from tracker.site.status import Status
from tracker.views.words import day


def _pages(status: Status) -> Iterator[Page]:
    for one in status.comparisons.values():
        title = f"Changes from {day(one.before.day)} to {day(one.after.day)}"
        yield Page(one.path, title, "comparison", partial(_values, status, one), "changes")


def _values(status: Status, one: Comparison) -> dict[str, Any]:
    return {"one": one, "told": one.told(status.unsaid)}


changes = Pages(70, Page("changes", "Changes", "changes"), "Time", _pages)
