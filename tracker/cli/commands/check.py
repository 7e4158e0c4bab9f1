"""`tracker check`: the findings of the workspace, and of what a change does to it."""

import os
import sys
import time
from datetime import date
from pathlib import Path

import click

from tracker.cli.terminal import width as terminal
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.candidates import REVISION
from tracker.cli.typed.options import format_option, judging_options
from tracker.cli.workspace.changed import changed_lines
from tracker.cli.workspace.judging import FOUND, day_of, verdict
from tracker.cli.workspace.opening import here, in_ci, pull_request_base
from tracker.finding import Severity
from tracker.law.judge import Verdict

PLACE = (Stage.CHECK, 1)


@click.command(
    epilog="""\b
Examples:
  tracker check                       is every file sound?
  tracker check --base main           and may this branch do what it does?
  tracker check --pr --format github  the same in CI, as annotations
  tracker check --policy DIR --base v1 --head v2
                                      judge a repository by rules of your own"""
)
@click.option(
    "--base", "base_ref", metavar="REV", shell_complete=REVISION,
    help="Judge what changed since REV, by the law at REV.",
)  # fmt: skip
@click.option(
    "--pr", is_flag=True, help="Find the base by itself: CI variables, else the default branch."
)
@click.option(
    "--head", "head_ref", metavar="REV", shell_complete=REVISION,
    help="Judge REV in place of the working tree.",
)  # fmt: skip
@click.option(
    "--at", "at_ref", metavar="REV", shell_complete=REVISION,
    help="Judge REV as of the day it was written.",
)  # fmt: skip
@judging_options
@format_option("tracker.outputs", "How the findings are said.")
def command(
    base_ref: str | None, pr: bool, head_ref: str | None, at_ref: str | None, policy: str,
    reviews: Path | None, as_of: date | None, format: str, fail_on: str,
) -> None:  # fmt: skip
    """Finds what is wrong with the files and the change.

    Every fault has its line, what was expected and what to do. With a base, what changed since
    then is judged too, by the law as it stands there.

    Exits 0 when nothing is, 1 when there are findings, 2 when it could not judge.
    """
    started = time.perf_counter()
    _refuse_contradictions(base_ref, pr, head_ref, at_ref)
    if reviews is not None and base_ref is None and not pr:
        raise Stop(
            "reviews are of a change, and none is judged", "name the base: --base REV, or --pr"
        )
    opening = here()
    if pr:
        base_ref = pull_request_base(opening.git(), os.environ.get)
        if in_ci(os.environ.get) and head_ref is None and at_ref is None:
            # What lands is the commit; a checkout can be bent by its own .gitattributes.
            head_ref = "HEAD"
    named = at_ref if head_ref is None else head_ref
    head = opening.head(named)
    day = as_of or (day_of(opening, at_ref) if at_ref is not None else today())
    said = verdict(opening, head, base_ref, policy, day, reviews)
    if pr and in_ci(os.environ.get) and said.base == said.head:
        raise Stop(
            "the base of this run is its own head: there is no change between the two",
            "name the commit that was there before: --base REV (`before` of a push event)",
        )
    threshold = Severity(fail_on)
    _show(said, format, time.perf_counter() - started, base_ref, named, threshold)
    if said.fails(threshold):
        raise click.exceptions.Exit(FOUND)


def _refuse_contradictions(base: str | None, pr: bool, head: str | None, at: str | None) -> None:
    if base is not None and pr:
        raise Stop("--base and --pr both name the base", "give one of the two")
    if head is not None and at is not None:
        raise Stop("--head and --at both name the head", "give one of the two")


def _show(
    verdict: Verdict, format: str, seconds: float, base: str | None, head: str | None,
    fail_on: Severity,
) -> None:  # fmt: skip
    from tracker.outputs import Context, formats

    context = Context(
        seconds=seconds,
        colour=terminal.is_terminal(sys.stdout),
        width=terminal.width(sys.stdout),
        read=verdict.work.snapshot.read,
        base_name=base,
        head_name=head,
        fail_on=fail_on,
        changed_lines=changed_lines(verdict) if format == "github" else None,
    )
    for piece in formats()[format].render(verdict, context):
        click.echo(piece, nl=False)
