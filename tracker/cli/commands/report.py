"""`tracker report`: a report by its name, or which there are."""

import sys
import time
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.cli.terminal import width as terminal
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.candidates import (
    COLUMN,
    GOAL,
    PERSON,
    PROCESS,
    PROJECT,
    REVISION,
    ROLE,
    TEAM,
)
from tracker.cli.typed.options import AS_OF, OneOf, format_option

if TYPE_CHECKING:
    from tracker.views.telling import Told

PLACE = (Stage.LOOK, 3)


def _names() -> Iterable[str]:
    from tracker.views.report import reports

    return reports()


def _groups() -> Iterable[str]:
    from tracker.views.report import By

    return tuple(By)


@click.command(
    epilog="""\b
Examples:
  tracker report                           which reports there are
  tracker report gates
  tracker report gates --project erp-replacement --format markdown
  tracker report projects --where status=active --format csv
  tracker report flow --process process-invoice --by month
  tracker report conditions --as-of 2026-12-31
  tracker report onboarding --role fitter
  tracker report handover --person maintenance-lead"""
)
@click.argument("name", required=False, type=OneOf(_names), metavar="[NAME]")
@click.option("--project", metavar="ID", shell_complete=PROJECT, help="Of one project alone.")
@click.option("--process", metavar="ID", shell_complete=PROCESS, help="Of one process alone.")
@click.option("--goal", metavar="ID", shell_complete=GOAL, help="Of one goal alone.")
@click.option("--team", metavar="ID", shell_complete=TEAM, help="Of one team and those below it.")
@click.option("--role", metavar="ID", shell_complete=ROLE, help="Of one role alone.")
@click.option("--person", metavar="ID", shell_complete=PERSON, help="Of one person alone.")
@click.option(
    "--by",
    type=OneOf(_groups),
    metavar="GROUP",
    help="By groups of runs: by week, month, team or version.",
)
@click.option(
    "--where", "conditions", multiple=True, metavar="COLUMN=VALUE", shell_complete=COLUMN,
    help="Only the rows where it holds.",
)  # fmt: skip
@click.option(
    "--at", "revision", metavar="REV", shell_complete=REVISION,
    help="At a past revision, as of the day it was written.",
)  # fmt: skip
@click.option("--as-of", type=AS_OF, metavar="DATE", help="Which day it is (default: today).")
@format_option("tracker.outputs.report", "How the report is said.")
def command(
    name: str | None, by: str | None, conditions: tuple[str, ...], revision: str | None,
    as_of: date | None, format: str, **alone: str | None,
) -> None:  # fmt: skip
    """Tells a report: rows of what is, and of what has been decided.

    Without a name it lists the reports, with the options that each takes. What a row tells at length
    stands below it; JSON and CSV have every column.
    """
    from tracker.cli.workspace.reporting import listed, reported

    started = time.perf_counter()
    ids = {kind: id for kind, id in alone.items() if id is not None}
    if name is not None:
        said = reported(name, ids, by, conditions, revision, as_of)
    elif ids or by or conditions:
        raise Stop(
            "no report is named, and there is something to narrow",
            f"name one: `tracker report NAME`; there are {', '.join(_names())}",
        )
    else:
        said = listed(as_of or today())
    _show(said, format, time.perf_counter() - started)


def _show(said: "Told", format: str, seconds: float) -> None:
    from tracker.outputs.format import REPORTS, Context, formats

    context = Context(seconds=seconds, read=_unread, width=terminal.width(sys.stdout))
    for piece in formats(REPORTS)[format].render(said, context):
        click.echo(piece, nl=False)


def _unread(path: str) -> bytes:
    raise LookupError(path)  # a report shows no lines of files
