"""The steps that a role has in processes that are not in force: those in force tell who can teach them."""

from itertools import groupby

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("role", place=48, title="Steps in processes that are not in force")
def role_steps(status: Status, page: Page) -> Values | None:
    assert page.entity
    in_force = status.knowing.held.processes
    steps = status.parties.uses[page.entity.id].steps
    rows = [one for one in steps if one.process not in in_force]
    if not rows:
        return None
    by_process = [(id, list(steps)) for id, steps in groupby(rows, key=lambda one: one.process)]
    return {"rows": by_process, "count": len(rows)}
