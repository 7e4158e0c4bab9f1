"""The steps that a person alone did in the last 90 days."""

from tracker.analysis.knowledge import RECENT
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=65, title="Nobody else did it lately")
def person_alone(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = [one for one in status.knowing.alone if one.performers == (page.entity.id,)]
    return {"rows": rows, "count": len(rows), "aside": f"in {RECENT} days"} if rows else None
