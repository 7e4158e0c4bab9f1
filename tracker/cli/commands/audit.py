"""`tracker audit`: each step of the main line, judged by the law of its day."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from tracker.cli.terminal import width as terminal
from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.candidates import REVISION
from tracker.cli.typed.options import OneOf, revision_option
from tracker.cli.workspace.opening import here
from tracker.finding import Severity

PLACE = (Stage.JUDGE, 2)

FOUND = 1


def _formats() -> Iterable[str]:
    from tracker.outputs.audited import FORMATS

    return FORMATS


@click.command(
    epilog="""\b
Examples:
  tracker audit                 every commit of the main line
  tracker audit --since v1      those after v1
  tracker audit --policy DIR    by rules of your own, in place of each day's
  tracker audit --format csv"""
)
@click.option(
    "--since", metavar="REV", shell_complete=REVISION,
    help="Begin after REV; what stood there is taken as it is.",
)  # fmt: skip
@click.option(
    "--policy", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder with a tracker.yaml and lifecycles/, whose law judges every step.",
)  # fmt: skip
@revision_option
@click.option("--format", type=OneOf(_formats), default="text", show_default=True)
@click.option(
    "--fail-on", type=OneOf(lambda: map(str, Severity)), default="error", show_default=True,
    help="Exit 1 on findings as grave as this, or graver.",
)  # fmt: skip
def command(
    since: str | None, policy: Path | None, revision: str | None, format: str, fail_on: str
) -> None:
    """Judges every commit of the main line by the law of its day.

    Finds what landed past the check: moves that the law would have refused, ids that were used
    again, approvals that came after their move, files that could not be read. A merge is one
    step: what it brought. States around an unreadable file are compared with each other.

    Exits 0 when nothing is found, 1 when there are findings, 2 when it could not judge.
    """
    from tracker.cli.workspace.walking import walk
    from tracker.outputs.audited import FORMATS
    from tracker.views.reports.audit import AuditReport

    done = walk(here(), revision, since, policy)
    audit = AuditReport(
        tuple(done.told.moves), tuple(done.judged), done.told.commits, done.head, done.unverified,
        done.since, None if policy is None else str(policy),
    )  # fmt: skip
    for line in FORMATS[format](
        audit, terminal.width(sys.stdout), terminal.is_terminal(sys.stdout)
    ):
        click.echo(line)
    if audit.fails(Severity(fail_on)):
        raise click.exceptions.Exit(FOUND)
