"""Why a goal, a project or a process needs attention: the reasons that the overview gives."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

MOST = 30
"""How many reasons are shown: a process may have hundreds of runs that are late."""


@panel("goal", "project", "process", place=3, title="Needs attention", span=Span.WIDE)
def needs(status: Status, page: Page) -> Values | None:
    found = status.attention_of.get(page.ref or "")
    if found is None:
        return None
    shown, count = found.reasons[:MOST], len(found.reasons)
    return {"gravest": found.first, "shown": shown, "more": count - len(shown), "count": count}
