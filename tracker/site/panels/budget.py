"""What a project may cost, what is committed and what is spent, beside what was promised."""

from decimal import Decimal

from tracker.analysis.health import expected, health
from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status


@panel("project", place=82, title="Budget")
def budget(status: Status, page: Page) -> Values | None:
    assert page.entity
    found = page.entity.record.budget
    if found is None or not found.lines:
        return None
    promised = status.work.of("baseline").get(page.entity.id)
    sums = {
        name: sum((getattr(line, name) or Decimal(0) for line in found.lines), Decimal(0))
        for name in ("planned", "committed", "actual")
    }
    lines = [(line, expected(line, status.as_of)) for line in found.lines]
    sums["expected"] = sum((most for _, most in lines), Decimal(0))
    computed = health(status.work, page.entity.id, status.as_of)
    return {
        "lines": lines,
        "sums": sums,
        "promised": promised.record.budget if promised else None,
        "cost": next((one for one in computed if one.dimension == "cost"), None),
        "aside": status.work.settings.currency,
    }
