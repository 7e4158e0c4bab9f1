"""`tracker list`: the entities of a kind, in a table."""

import sys
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.terminal.naming import kind_named
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.width import width
from tracker.cli.typed.candidates import CONDITION, KIND
from tracker.cli.typed.options import OneOf, revision_option
from tracker.cli.workspace.opening import here
from tracker.cli.workspace.where import no_field, parted
from tracker.model.catalogue import member
from tracker.model.kinds import Kind
from tracker.outputs.table import FORMATS, Table, rendered
from tracker.views.choosing import Condition, fits

if TYPE_CHECKING:
    from tracker.model.entity import Entity

PLACE = (Stage.LOOK, 2)

# What a table shows of each entity, where its kind has such a field; a narrow terminal leaves out the last.
_COLUMNS = ("title", "name", "status", "phase", "owner", "manager", "kind", "end", "start")


@click.command(
    epilog="""\b
Examples:
  tracker list project
  tracker list project --where phase=planning --where goals=cut-invoice-cost
  tracker list goal --format csv"""
)
@click.argument("kind", shell_complete=KIND)
@click.option(
    "--where", "conditions", multiple=True, metavar="FIELD=VALUE", shell_complete=CONDITION,
    help="Only those where it holds.",
)  # fmt: skip
@revision_option
@click.option("--format", type=OneOf(lambda: sorted(FORMATS)), default="text", show_default=True)
def command(kind: str, conditions: tuple[str, ...], revision: str | None, format: str) -> None:
    """Lists the entities of a kind, with where they stand."""
    row = kind_named(kind)
    wanted = [_condition(row, text) for text in conditions]
    work = here().work(revision)
    found = [
        entity
        for entity in work.of(row.name).values()
        if not wanted or fits({"id": entity.id, **entity.plain()}, wanted)
    ]
    table, schema = _table(row, found), f"tracker/list-{row.plural}/1"
    click.echo(rendered(table, format, schema, width(sys.stdout)), nl=False)


def _condition(kind: Kind, text: str) -> Condition:
    route, value = parted(text)
    if route != ("id",) and member(kind.name, route) is None:
        whole = (member(kind.name, ()) or {})["properties"]
        known = (member(kind.name, route[:-1]) or {}).get("properties") or whole
        raise no_field(f"a {kind.name}", route, known)
    return route, value


def _table(kind: Kind, entities: "list[Entity[Any]]") -> Table:
    fields = (member(kind.name, ()) or {}).get("properties", {})
    plains = [entity.plain() for entity in entities]
    shown = [name for name in _COLUMNS if name in fields and any(name in plain for plain in plains)]
    rows = tuple(
        (entity.id, *(plain.get(name, "") for name in shown))
        for entity, plain in zip(entities, plains, strict=True)
    )
    return Table(("id", *shown), rows)
