"""The steps that a role performs, as somebody new learns them; who can teach them, the organisation knows."""

from itertools import groupby

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("role", place=40, title="Steps that it performs")
def role_onboarding(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.knowing.plans.get(page.entity.id, ())
    if not rows:
        return None
    by_process = [(id, list(steps)) for id, steps in groupby(rows, key=lambda one: one.process)]
    return {"rows": by_process, "count": len(rows), "aside": "as somebody new learns them"}
