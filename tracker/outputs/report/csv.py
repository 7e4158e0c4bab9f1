"""A report for spreadsheets: one line a row, numbers as numbers."""

from collections.abc import Iterator

from tracker.outputs.format import Context, output
from tracker.outputs.report.cells import NUMBERS, said
from tracker.outputs.table import Table, rendered
from tracker.views.telling import Told


@output
def csv(told: Told, context: Context) -> Iterator[str]:
    """The columns by the names that scripts know."""
    columns = told.report.columns
    rows = tuple(
        tuple(
            cell if column.value in NUMBERS else said(column, cell)
            for column, cell in zip(columns, row, strict=True)
        )
        for row in told.rows
    )
    yield rendered(Table(tuple(one.name for one in columns), rows), "csv", "")
