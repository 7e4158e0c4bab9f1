"""The key results of a goal, each with its measurements."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.chart import drawn
from tracker.views.reports.goals import key_results as rows_of


@panel("goal", place=30, title="Key results", span=Span.WIDE)
def key_results(status: Status, page: Page) -> Values:
    assert page.entity
    rows = rows_of(status.parties.progress, page.entity)
    below = page.entity.id in status.parties.goal_tree.under
    measured = {row.record.id for row in rows if row.record.measurements}
    found = drawn("goal", status.look, page.entity)
    pictures = {one.part: one for one in found if one.part in measured}
    return {"rows": rows, "count": len(rows), "below": below, "pictures": pictures}
