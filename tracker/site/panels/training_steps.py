"""The steps that a training is for, by their processes."""

from itertools import groupby

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("training", place=30, title="Steps that it is for")
def training_steps(status: Status, page: Page) -> Values | None:
    assert page.entity
    rows = status.parties.trainings[page.entity.id].taught
    if not rows:
        return None
    by_process = [(id, list(steps)) for id, steps in groupby(rows, key=lambda one: one.process)]
    return {"rows": by_process, "count": len(rows)}
