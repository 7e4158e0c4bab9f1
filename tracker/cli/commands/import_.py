"""`tracker import`: runs and steps that another program wrote, taken into the workspace."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.exchange.listing import listing
from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.candidates import PROCESS
from tracker.cli.typed.options import OneOf

if TYPE_CHECKING:
    from tracker.interchange.exchange import Exchange

PLACE = (Stage.SHARE, 2)


def _formats() -> "Mapping[str, Exchange]":
    from tracker.interchange.exchange import importers

    return importers()


@click.command(
    cls=listing(_formats),
    epilog="""\b
Examples:
  tracker import xes claims.xes --process handle-claim
  tracker import csv log.csv --process handle-claim --column run=Case
  tracker import xes claims.xes --process handle-claim --person Pete=ap-clerk
  tracker import bpmn model.bpmn --process handle-claim""",
)
@click.argument("format", type=OneOf(_formats), metavar="FORMAT")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--process", metavar="ID", shell_complete=PROCESS, required=True,
    help="The process that is filled; made where it is missing.",
)  # fmt: skip
@click.option("--name", metavar="ID", help="The name of the new log (default: that of the file).")
@click.option("--title", metavar="TEXT", help="What a new process is called (default: by its id).")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME",
    help="Which column of a table holds what, e.g. run, step, started, finished, by.",
)  # fmt: skip
@click.option(
    "--separator", metavar="CHAR", help="What stands between the cells of a table, or `tab`."
)
@click.option("--time", metavar="FORM", help="How moments are written, as strptime reads them.")
@click.option(
    "--person", "people", multiple=True, metavar="NAME=ID",
    help="Whose a name in the log is.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Put the log in place of one of the same name.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and write nothing.")
def command(
    format: str, file: Path, process: str, name: str | None, title: str | None,
    columns: tuple[str, ...], separator: str | None, time: str | None, people: tuple[str, ...],
    force: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Imports an event log, or a model, into a process.

    A log becomes processes/ID/runs/NAME.csv. Where there is no such process, a draft is made: with
    the steps in the order in which most runs come to them, or with those of the model. What no log
    can hold is refused with its place, and then nothing is written.

    Nobody is made up: a name that is of no person here is left out, and told. Steps that the process
    does not have are taken, and told.
    """
    from tracker.cli.exchange.importing import Options, imported

    options = Options(columns=columns, separator=separator, time=time, people=people)
    for line in imported(format, file, process, name, title, options, force, dry_run):
        click.echo(line)
