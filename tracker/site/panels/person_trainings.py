"""The trainings that a person has to have, by the roles that ask for them."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("person", place=70, title="Must know")
def person_trainings(status: Status, page: Page) -> Values | None:
    assert page.entity
    held = set(page.entity.record.roles)
    found = [
        (row, [one for one in row.roles if one in held])
        for row in status.parties.trainings.values()
    ]
    rows = [(row, roles) for row, roles in found if roles]
    return {"rows": rows, "count": len(rows)} if rows else None
