"""`tracker check`: the findings of the workspace, and of what a change does to it."""

import os
import sys
import time
from collections.abc import Mapping
from datetime import date

import click

from tracker.cli.judging import day_of, verdict
from tracker.cli.opening import here, pull_request_base, today
from tracker.cli.options import AS_OF, format_option
from tracker.cli.stop import Stop
from tracker.finding import Severity
from tracker.law.judge import Verdict

FOUND = 1


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
    "--base", "base_ref", metavar="REV", help="Judge what changed since REV, by the law at REV."
)
@click.option(
    "--pr", is_flag=True, help="Find the base by itself: CI variables, else the default branch."
)
@click.option("--head", "head_ref", metavar="REV", help="Judge REV in place of the working tree.")
@click.option("--at", "at_ref", metavar="REV", help="Judge REV as of the day it was written.")
@click.option(
    "--policy", default="base", show_default=True, metavar="base|head|DIR",
    help="Whose law judges: the base's, the head's, or a folder with a tracker.yaml and lifecycles/.",
)  # fmt: skip
@click.option("--as-of", type=AS_OF, metavar="DATE", help="Which day it is (default: today).")
@format_option
@click.option(
    "--fail-on", type=click.Choice([str(severity) for severity in Severity]), default="error", show_default=True,
    help="Exit 1 on findings as grave as this, or graver.",
)  # fmt: skip
def command(
    base_ref: str | None, pr: bool, head_ref: str | None, at_ref: str | None, policy: str,
    as_of: date | None, format: str, fail_on: str,
) -> None:  # fmt: skip
    """Finds what is wrong with the files and the change.

    Every fault has its line, what was expected and what to do. With a base, what changed since
    then is judged too, by the law as it stands there.

    Exits 0 when nothing is, 1 when there are findings, 2 when it could not judge.
    """
    started = time.perf_counter()
    _refuse_contradictions(base_ref, pr, head_ref, at_ref)
    opening = here()
    head = opening.head(head_ref or at_ref)
    day = as_of or (day_of(opening, at_ref) if at_ref else today())
    if pr:
        base_ref = pull_request_base(opening.git(), os.environ.get)
    said = verdict(opening, head, base_ref, policy, day)
    _show(said, format, time.perf_counter() - started, base_ref, head_ref or at_ref)
    if said.fails(Severity(fail_on)):
        raise click.exceptions.Exit(FOUND)


def _refuse_contradictions(base: str | None, pr: bool, head: str | None, at: str | None) -> None:
    if base is not None and pr:
        raise Stop("--base and --pr both name the base", "give one of the two")
    if head is not None and at is not None:
        raise Stop("--head and --at both name the head", "give one of the two")


def _show(
    verdict: Verdict, format: str, seconds: float, base: str | None, head: str | None
) -> None:
    from tracker.outputs import Context, formats

    context = Context(
        seconds=seconds,
        colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        width=_width(),
        read=verdict.work.snapshot.read,
        base_name=base,
        head_name=head,
        changed_lines=_changed_lines(verdict) if format == "github" else None,
    )
    for piece in formats()[format].render(verdict, context):
        click.echo(piece, nl=False)


def _width() -> int:
    """The terminal's columns; 0 where there is none, so that each message stays on one line."""
    import shutil

    return (
        max(60, min(120, shutil.get_terminal_size((80, 24)).columns)) if sys.stdout.isatty() else 0
    )


def _changed_lines(verdict: Verdict) -> Mapping[str, frozenset[int]]:
    """The lines of the head that the change added or altered, for annotations that show there."""
    from difflib import SequenceMatcher

    lines: dict[str, frozenset[int]] = {}
    for change in verdict.changes:
        if change.after is None or change.after.path in lines or verdict.before is None:
            continue
        new = verdict.work.snapshot.read(change.after.path).split(b"\n")
        old = verdict.before.snapshot.read(change.before.path).split(b"\n") if change.before else []
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        touched = (
            line for tag, _, _, start, end in blocks if tag != "equal" for line in range(start, end)
        )
        lines[change.after.path] = frozenset(line + 1 for line in touched)
    return lines
