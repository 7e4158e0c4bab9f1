"""The reports themselves, as a report."""

from tracker.views.report import Column, Report, report, reports


@report(
    Column("name", "Report"),
    Column("takes", "Takes", cell=lambda row: " ".join(f"--{one}" for one in row.options)),
    Column("tells", "Tells", below=True),
)
def listing() -> list[Report[object]]:
    """Every report: what it tells, and by which options it tells of one thing alone."""
    return list(reports().values())
