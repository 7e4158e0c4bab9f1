"""The variants of a process: the ways that its runs really take, the most frequent first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.ways import shown

MOST = 10
"""How many variants are shown."""


@panel("process", place=57, title="Variants")
def ways(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = status.operations.get(page.entity.id)
    if found is None or not found.cases:
        return None
    rest = found.ways[MOST:]
    runs = sum(one.cases for one in rest)
    return {"rows": shown(found, MOST), "rest": len(rest), "runs": runs, "count": len(found.ways)}
