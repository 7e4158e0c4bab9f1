"""The trainings of a person: those that their roles demand, and those that they had besides."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=70, title="Trainings")
def person_trainings(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.knowing.trained.get(page.entity.id, ())
    return {"rows": rows, "count": len(rows)} if rows else None
