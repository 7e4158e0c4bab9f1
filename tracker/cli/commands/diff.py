"""`tracker diff`: what a change does, told to people who never saw the files."""

import sys
import time
from datetime import date
from pathlib import Path

import click

from tracker.cli.terminal import width as terminal
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.candidates import REVISION
from tracker.cli.typed.options import format_option, judging_options
from tracker.cli.workspace.judging import FOUND, verdict
from tracker.cli.workspace.opening import here
from tracker.finding import Severity
from tracker.law.judge import Verdict

PLACE = (Stage.CHECK, 2)


@click.command(
    epilog="""\b
Examples:
  tracker diff main                      what this branch does, and may it?
  tracker diff v1 v2                     what happened between two revisions
  tracker diff main --format markdown    as a comment on a pull request
  tracker diff main --format json        for scripts"""
)
@click.argument("base", metavar="BASE", shell_complete=REVISION)
@click.argument("head", metavar="[HEAD]", required=False, shell_complete=REVISION)
@judging_options
@format_option("tracker.outputs.review", "How the review is said.")
def command(
    base: str, head: str | None, policy: str, reviews: Path | None, as_of: date | None, format: str,
    fail_on: str,
) -> None:  # fmt: skip
    """Reviews a change: allowed or not, why, and who must act.

    Then what it does, by project and process: phases and gates with their criteria and approvals,
    dates, money, work, people. HEAD is the working tree where it is left out.

    Exits as `tracker check` does: 0 when the change is allowed, 1 when it is not, 2 when that could
    not be judged.
    """
    started = time.perf_counter()
    opening = here()
    said = verdict(opening, opening.head(head), base, policy, as_of or today(), reviews)
    threshold = Severity(fail_on)
    _show(said, format, time.perf_counter() - started, base, head, threshold)
    if said.fails(threshold):
        raise click.exceptions.Exit(FOUND)


def _show(
    verdict: Verdict, format: str, seconds: float, base: str, head: str | None, fail_on: Severity
) -> None:
    from tracker.outputs import Context, formats
    from tracker.outputs.format import REVIEWS
    from tracker.views.reports.review import review

    context = Context(
        seconds=seconds,
        colour=terminal.is_terminal(sys.stdout),
        width=terminal.width(sys.stdout),
        read=verdict.work.snapshot.read,
        base_name=base,
        head_name=head,
        fail_on=fail_on,
    )
    for piece in formats(REVIEWS)[format].render(review(verdict, fail_on), context):
        click.echo(piece, nl=False)
