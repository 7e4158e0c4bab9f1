"""Every step with who can do it: names for the organisation; for everybody whether it hangs on one.

How many people did a step or were trained for it is said of people, so the public is not told.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.report import Report
from tracker.views.reports.knowledge import KnownStep, knowledge

COLUMNS = ("does", "role", "bus_factor", "trained", "gaps", "teachers")
FOR_ALL = ("does", "role", "bus_factor")

MOST = 400
"""How many steps are shown, in the order of their processes: those first that hang on one or lack something."""


@panel("knowledge", place=60, title="Step by step", span=Span.WIDE)
def knowledge_steps(status: Status, page: Page) -> Values:
    asked = knowledge if status.is_internal else nameless(knowledge)
    columns = COLUMNS if status.is_internal else FOR_ALL
    rows = status.knowing.steps
    shown = gravest(rows)
    return {
        "table": table(asked, shown, status.title_of, columns),
        "more": len(rows) - len(shown),
        "count": len(rows),
    }


def gravest(rows: Sequence[KnownStep]) -> Sequence[KnownStep]:
    """As many as are shown, in their order."""
    if len(rows) <= MOST:
        return rows
    places = sorted(range(len(rows)), key=lambda at: (_calm(rows[at]), at))
    return [rows[at] for at in sorted(places[:MOST])]


def _calm(row: KnownStep) -> int:
    return 0 if row.bus_factor in (0, 1) else 1 if row.gaps or row.untrained else 2


def nameless(asked: Report[Any]) -> Report[Any]:
    """A report with what everybody is told: a table knows nothing else, and filters by nothing else."""
    told = tuple(one for one in asked.columns if one.name in (*FOR_ALL, "process"))
    return replace(asked, columns=told)
