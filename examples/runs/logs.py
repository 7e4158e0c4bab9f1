"""The logs as files: each run stands in the log of the month in which it ended, so that none grows later."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from examples.runs import closes, invoices, orders, receipts
from examples.runs.diary import Line, told

STORIES = {
    "process-invoice": invoices.diaries,
    "maintenance-order": orders.diaries,
    "receive-goods": receipts.diaries,
    "monthly-close": closes.diaries,
}


def logs() -> Mapping[str, str]:
    """Every log by its path below the workspace."""
    found: dict[str, list[Line]] = {}
    for process, story in STORIES.items():
        for one in story():
            log = f"{one.now:%Y}" if process == "monthly-close" else f"{one.now:%Y-%m}"
            found.setdefault(f"processes/{process}/runs/{log}.csv", []).extend(one.lines)
    return {path: text(lines) for path, lines in found.items()}


def text(lines: Iterable[Line]) -> str:
    """A log, in the order in which steps were begun; a column of which nothing is known is left out."""
    lines = sorted(lines, key=lambda one: (one.started, one.run))
    columns = [name for name in Line._fields if any(_cell(getattr(one, name)) for one in lines)]
    rows = [columns, *([_cell(getattr(one, name)) for name in columns] for one in lines)]
    return "".join(",".join(row) + "\n" for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    cell = told(value) if isinstance(value, datetime) else str(value)
    return f'"{cell}"' if "," in cell else cell
