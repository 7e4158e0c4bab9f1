"""The steps that one person alone did in the last 90 days; who it is, is for the organisation to know."""

from itertools import groupby

from tracker.analysis.knowledge import RECENT
from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("knowledge", place=20, title="Steps that hang on one person", span=Span.WIDE)
def knowledge_alone(status: Status, page: Page) -> Values:
    rows = status.knowing.alone
    by_process = [(id, list(steps)) for id, steps in groupby(rows, key=lambda one: one.process)]
    is_told = any(one.performers for one in status.knowing.steps)
    return {"rows": by_process, "is_told": is_told, "count": len(rows), "RECENT": RECENT}
