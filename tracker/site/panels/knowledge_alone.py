"""The steps that one person alone did in the last 90 days; who it is, is for the organisation to know."""

from itertools import groupby

from tracker.analysis.knowledge import RECENT
from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

MOST = 60
"""How many steps are shown: a log that one person wrote may name all."""


@panel("knowledge", place=20, title="Steps that hang on one person", span=Span.WIDE)
def knowledge_alone(status: Status, page: Page) -> Values:
    rows = status.knowing.alone
    by_process = [(id, list(steps)) for id, steps in groupby(rows[:MOST], lambda one: one.process)]
    is_told = any(one.bus_factor is not None for one in status.knowing.steps)
    return {
        "rows": by_process,
        "more": len(rows) - MOST,
        "is_told": is_told,
        "count": len(rows),
        "RECENT": RECENT,
    }
