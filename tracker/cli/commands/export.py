"""`tracker export`: the runs of processes in the formats of other programs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from tracker.cli.exchange.listing import listing
from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.candidates import PROCESS, REVISION
from tracker.cli.typed.options import OneOf

if TYPE_CHECKING:
    from tracker.interchange.exchange import Exchange

PLACE = (Stage.SHARE, 3)


def _formats() -> "Mapping[str, Exchange]":
    from tracker.interchange.exchange import exporters

    return exporters()


@click.command(
    cls=listing(_formats),
    epilog="""\b
Examples:
  tracker export xes --process maintenance-order > orders.xes
  tracker export ocel > work.json             the runs of all processes
  tracker export csv --process maintenance-order > orders.csv""",
)
@click.argument("format", type=OneOf(_formats), metavar="FORMAT")
@click.option("--process", metavar="ID", shell_complete=PROCESS, help="Of one process alone.")
@click.option(
    "--at", "revision", metavar="REV", shell_complete=REVISION, help="At a past revision."
)  # fmt: skip
def command(format: str, process: str | None, revision: str | None) -> None:
    """Prints the runs of a process as an event log.

    People are named by their ids, steps by their titles, in CSV by their ids too; `tracker import`
    reads it back as the same events. What no event log holds is told on standard error: runs without
    events, events without a moment, and how runs ended that were not completed.
    """
    from tracker.cli.exchange.exporting import exported, left_out, logs_of

    logs = logs_of(process, revision)
    for piece in exported(format, logs):
        click.echo(piece, nl=False)
    for told in left_out(format, logs):
        click.echo(told, err=True)
