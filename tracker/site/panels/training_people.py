"""Who has to know what a training teaches: roles for all to see, people for the organisation."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Audience, Status


@panel("training", place=40, title="Who has to know it")
def training_people(status: Status, page: Page) -> Values | None:
    assert page.entity
    uses = status.parties.uses
    rows = [
        (role, uses[role].holders if role in uses else ())
        for role in status.parties.trainings[page.entity.id].roles
    ]
    internal = status.audience is Audience.INTERNAL
    return {"rows": rows, "internal": internal, "count": len(rows)} if rows else None
