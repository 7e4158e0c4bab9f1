"""Why a goal, a project or a process needs attention: the reasons that the overview gives."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status


@panel("goal", "project", "process", place=3, title="Needs attention", span=Span.WIDE)
def needs(status: Status, page: Page) -> Values | None:
    found = status.attention_of.get(page.ref or "")
    return {"needing": found, "count": len(found.reasons)} if found else None
