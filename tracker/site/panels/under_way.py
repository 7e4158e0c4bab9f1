"""The runs of a process that are under way: how old each is, where it stands, and what comes next."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("process", place=50, title="Under way")
def under_way(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.under_way.get(page.entity.id)
    if not rows:
        return None
    count = status.operations[page.entity.id].flow.wip
    # Notes are what people wrote for each other: names stand in them, and why somebody was late.
    return {"rows": rows, "more": count - len(rows), "count": count, "noted": status.is_internal}
