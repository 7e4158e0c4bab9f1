"""What people reported of a project, the newest first, beside what the data says today."""

from tracker.analysis.health import health
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.reports.standing import Reported
from tracker.views.reports.standing import updates as updates_of

MOST = 6
"""How many updates a page shows in full; those before stand in the files."""


@panel("project", place=30, title="Updates")
def updates(status: Status, page: Page) -> Values | None:
    assert page.entity
    id = page.entity.id
    found = updates_of(status.work, id, status.as_of)
    if not found:
        return None
    computed = health(status.work, id, status.as_of)
    return {
        "rows": found[:MOST], "more": len(found[MOST:]), "computed": computed, "count": len(found),
        "standing": _still_asked(found),
    }  # fmt: skip


def _still_asked(found: list[Reported]) -> Reported | None:
    """The update whose asks still hold, where later ones say nothing of them."""
    last = next((one for one in found if one.record.asks is not None), None)
    return last if last is not None and last.record.asks and last is not found[0] else None
