"""The key results of a goal, each with its measurements."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.views.chart import drawn
from tracker.views.reports.goals import key_results as rows_of


@panel("goal", place=30, title="Key results")
def key_results(status: Status, page: Page) -> Values:
    assert page.entity
    rows = rows_of(status.work, page.entity)
    below = any(one.record.parent == page.entity.id for one in status.work.goals.values())
    pictures = {one.part: one for one in drawn("goal", status.look, page.entity)}
    return {"rows": rows, "count": len(rows), "below": below, "pictures": pictures}
