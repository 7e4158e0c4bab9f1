"""How many runs keep the order of their process, and how the others most often leave it."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.leaving import leaving

MOST = 8
"""How many ways to leave the order are listed; the most frequent are."""


@panel("process", place=56, title="Conformance")
def conformance(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.operations.get(page.entity.id)
    if found is None or not found.cases:
        return None
    told, more = leaving(found, MOST), len(found.habits) - MOST
    helps = _helps(status) if told.unknown else ""
    return {"leaving": told, "more": more, "internal": status.is_internal, "helps": helps}


def _helps(status: Status) -> str:
    """What makes the steps of earlier versions known, or why nothing does."""
    if status.past is None:
        return (
            f"The history of the repository has what the file said before, and it was not read: "
            f"{status.unknown_past}. Built from a whole clone, this page judges these runs too; in CI "
            "`fetch-depth: 0` fetches one."
        )
    return (
        "The history was read, and no commit of the main line holds that version: the file came to the "
        "repository later, or the runs name another version than the one that they followed."
    )
