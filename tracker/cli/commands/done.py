"""`tracker done`: a task is finished."""

from datetime import date

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.options import HAPPENED
from tracker.cli.writing.working import Progress, move

PLACE = (Stage.CHANGE, 3)


@click.command(
    epilog="""\b
Examples:
  tracker done map-accounts
  tracker done project/erp-replacement/map-accounts --on 2026-11-20"""
)
@click.argument("task")
@click.option(
    "--on", "day", type=HAPPENED, metavar="DATE", help="The day it ended (default: today)."
)
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
def command(task: str, day: date | None, dry_run: bool) -> None:
    """Says that a task is finished.

    TASK is project/ID/TASK, or the task's id alone where one project has it. Its status becomes
    done and the day is noted; a task that was never started began on the same day.
    """
    move(task, lambda at: _ended(at, (day or today()).isoformat()), dry_run)


def _ended(at: Progress, day: str) -> dict[str, str]:
    if at.status in ("done", "cancelled"):
        raise Stop(
            f"{at.ref} is {at.status} already",
            f"`tracker set {at.ref} finished DATE` mends the day",
        )
    if at.started and day < at.started:
        raise Stop(
            f"{at.ref} would end on {day}, before it began on {at.started}",
            "say another day with --on, or mend `started` with `tracker set`",
        )
    begun = {"started": day} if at.status == "todo" and not at.started else {}
    return {"status": "done", **begun, "finished": day}
