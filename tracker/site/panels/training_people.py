"""Who has to know what a training teaches: roles for all to see, people for the organisation."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("training", place=40, title="Who has to know it")
def training_people(status: Status, page: Page) -> Values | None:
    assert page.entity
    id, holders = page.entity.id, status.knowing.held.holders
    roles = status.parties.trainings[id].roles
    rows = [(role, holders.get(role, ())) for role in roles]
    had = {one.person: one for one in status.knowing.standings if one.training == id}
    return {"rows": rows, "had": had, "count": len(rows)} if rows else None
