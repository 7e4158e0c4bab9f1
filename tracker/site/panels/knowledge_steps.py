"""Every step with who can do it: names for the organisation, numbers for everybody.

Of a role that one person holds everybody is told no number of trainings: it would be of that person.
"""

from dataclasses import replace
from typing import Any

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.report import Report, Value
from tracker.views.reports.knowledge import knowledge

COLUMNS = ("does", "role", "bus_factor", "trained", "gaps", "teachers")


@panel("knowledge", place=60, title="Step by step", span=Span.WIDE)
def knowledge_steps(status: Status, page: Page) -> Values:
    asked = knowledge if status.is_internal else nameless(knowledge)
    rows = status.knowing.steps
    return {"table": table(asked, rows, status.title_of, COLUMNS), "count": len(rows)}


def nameless(asked: Report[Any]) -> Report[Any]:
    """A report without what is said of people: a table knows nothing of them, and filters by none."""
    told = (
        one for one in asked.columns if one.leads_to != "person" and one.value is not Value.ENTRIES
    )
    return replace(asked, columns=tuple(told))
