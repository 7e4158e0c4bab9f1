"""What a person has to do, by the day that it is due."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=30, title="To do")
def person_to_do(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.to_do[page.entity.id]
    late = sum(one.due is not None and one.due < status.as_of for one in rows)
    aside = f"{late} overdue" if late else None
    return {"rows": rows, "count": len(rows), "aside": aside} if rows else None
