"""The processes as a table."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status
from tracker.site.table import table
from tracker.views.operating import operating

COLUMNS = (
    "status", "owner", "within", "kept", "cycle", "open", "next_review",
)  # fmt: skip


@panel("processes", place=10)
def process_index(status: Status, page: Page) -> Values | None:
    rows = status.processes.values()
    report = operating(status.operations)
    has_runs = any(one.cases for one in status.operations.values())
    shown = table(report, rows, status.title_of, COLUMNS)
    return {"table": shown, "has_runs": has_runs} if rows else None
