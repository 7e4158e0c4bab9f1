"""`tracker set`: one field of an entity or of a part of it, and no other line."""

import sys
from shlex import quote

import click

from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.terminal.width import width
from tracker.cli.typed.candidates import REF
from tracker.cli.workspace.opening import here
from tracker.cli.workspace.revisions import short
from tracker.cli.writing.against import usual
from tracker.cli.writing.editing import edit, value_of
from tracker.cli.writing.fields import Place, field
from tracker.cli.writing.targets import target
from tracker.model.kinds import KINDS
from tracker.source.edits import Remove, Set

PLACE = (Stage.CHANGE, 1)


@click.command(
    epilog="""\b
Examples:
  tracker set project/erp-replacement end 2027-10-31
  tracker set project/erp-replacement/chart-of-accounts due 2026-12-04
  tracker set erp-replacement 'budget.lines[licences].planned' 130000
  tracker set erp-replacement goals '[cut-invoice-cost]'
  tracker set goal/cut-invoice-cost weight --unset"""
)
@click.argument("ref", shell_complete=REF)
@click.argument("name", metavar="FIELD")
@click.argument("value", required=False)
@click.option("--unset", is_flag=True, help="Take the field away.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
def command(ref: str, name: str, value: str | None, unset: bool, dry_run: bool) -> None:
    """Sets one field, and touches no other line.

    REF is kind/id, an id alone, project/ID/PART, process/ID/STEP or change/PROJECT/ID. FIELD is dotted; an item of a
    list is named by its id or counted from 0. VALUE is read as what the field holds: text as it is
    typed, lists and maps as YAML in brackets. One that begins with a dash follows `--`.
    """
    if unset == (value is not None):
        raise Stop(
            "a value and --unset exclude each other"
            if unset
            else f"no value for `{name}` was given",
            f"`tracker set {ref} {name} VALUE`, or `tracker set {ref} {name} --unset`",
        )
    opening = here()
    work = opening.work()
    place = field(work, target(work, ref), name)
    change = (
        Remove(place.route)
        if value is None
        else Set(place.route, value_of(place.schema, name, value), place.order)
    )
    if edit(opening, work, place.entity, [change], dry_run) and _is_judged(place, name):
        against = quote(short(usual(opening) or "REV"))
        said = f"a {name.rpartition('.')[2]}: `tracker check --base {against}` judges it"
        for line in lines("This moves", said, width(sys.stdout)):
            click.echo(line)


def _is_judged(place: Place, name: str) -> bool:
    """True for a state whose moves have a law; tasks move freely."""
    if name.endswith("acceptance.status"):
        return True
    kind = place.entity.kind
    return (kind, name) == ("project", "phase") or name == KINDS[kind].state
