"""`tracker history`: every move and every date that moved, from git alone."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.cli.terminal import width as terminal
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.candidates import REF
from tracker.cli.typed.options import OneOf, as_of_option, revision_option
from tracker.cli.workspace.opening import here

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE = (Stage.JUDGE, 1)


def _formats() -> "Iterable[str]":
    from tracker.outputs.told import FORMATS

    return FORMATS


@click.command(
    epilog="""\b
Examples:
  tracker history                          everything that moved
  tracker history project/erp-replacement  one project alone
  tracker history erp-replacement --format csv
  tracker history --at v1                  as it was told then"""
)
@click.argument("ref", required=False, shell_complete=REF)
@revision_option
@as_of_option
@click.option("--format", type=OneOf(_formats), default="text", show_default=True)
def command(ref: str | None, revision: str | None, as_of: date | None, format: str) -> None:
    """Tells what moved, and when, along the main line.

    Every move of a phase or a status, with its gate and approvals and how long the state before
    had lasted; every date that was moved, and why; what was promised beside what is planned now.
    REF is kind/id, or an id alone, an old one too. It stands in git, and nowhere else.
    """
    from tracker.cli.workspace.threads import named
    from tracker.cli.workspace.walking import walk
    from tracker.outputs.told import FORMATS
    from tracker.views.reports.history import history

    done = walk(here(), revision)
    thread = named(done.told.threads, done.end, ref) if ref is not None else None
    told = history(done.told, done.end, done.head, as_of or today(), thread)
    for line in FORMATS[format](told, terminal.width(sys.stdout)):
        click.echo(line)
