"""`tracker start`: a task is taken up."""

from datetime import date

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.options import HAPPENED
from tracker.cli.writing.working import Progress, move

PLACE = (Stage.CHANGE, 2)


@click.command(
    epilog="""\b
Examples:
  tracker start auditors
  tracker start project/erp-replacement/auditors --on 2026-11-23"""
)
@click.argument("task")
@click.option(
    "--on", "day", type=HAPPENED, metavar="DATE", help="The day it began (default: today)."
)
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
def command(task: str, day: date | None, dry_run: bool) -> None:
    """Says that work on a task has begun.

    TASK is project/ID/TASK, or the task's id alone where one project has it. Its status becomes
    doing, and the day is noted where none is yet.
    """
    move(task, lambda at: _begun(at, day), dry_run)


def _begun(at: Progress, day: date | None) -> dict[str, str]:
    if at.status == "doing" and at.started:
        raise Stop(
            f"{at.ref} is under way already, since {at.started}",
            f"`tracker done {at.ref}` ends it; `tracker set {at.ref} started DATE` mends the day",
        )
    if at.status in ("done", "cancelled"):
        raise Stop(
            f"{at.ref} is {at.status}", f"to take it up again: `tracker set {at.ref} status doing`"
        )
    begun = {"status": "doing"}
    if not at.started or day is not None:
        begun["started"] = (day or today()).isoformat()
    return begun
