"""`tracker list`: the entities of a kind, in a table."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.candidates import CONDITION, KIND
from tracker.cli.naming import kind_named
from tracker.cli.opening import here
from tracker.cli.options import OneOf, revision_option
from tracker.cli.stages import Stage
from tracker.cli.stop import Stop
from tracker.model.catalogue import member
from tracker.model.kinds import Kind
from tracker.model.suggest import did_you_mean
from tracker.outputs.table import FORMATS, Table, rendered

if TYPE_CHECKING:
    from tracker.model.entity import Entity

PLACE = (Stage.LOOK, 2)

# What a table shows of each entity, where its kind has such a field.
_COLUMNS = ("title", "name", "status", "phase", "owner", "manager", "kind", "start", "end")


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
    found = [entity for entity in work.of(row.name).values() if _fits(entity, wanted)]
    click.echo(rendered(_table(row, found), format, f"tracker/list-{row.plural}/1"), nl=False)


def _condition(kind: Kind, text: str) -> tuple[tuple[str, ...], str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise Stop(f"--where {text!r} has no `=`", "write --where field=value")
    route = tuple(field.split("."))
    if field != "id" and member(kind.name, route) is None:
        whole = (member(kind.name, ()) or {})["properties"]
        known = (member(kind.name, route[:-1]) or {}).get("properties") or whole
        hint = did_you_mean(route[-1], known, f"it has {', '.join(known)}")
        raise Stop(f"a {kind.name} has no field {field!r}", hint)
    return route, value


def _fits(entity: "Entity[Any]", conditions: Iterable[tuple[tuple[str, ...], str]]) -> bool:
    plain = {"id": entity.id, **entity.plain()} if conditions else {}
    return all(value in _values(plain, route) for route, value in conditions)


def _values(data: Any, route: tuple[str, ...]) -> list[str]:
    """The texts at a route; a list stands for each of its items."""
    if isinstance(data, list):
        return [text for item in data for text in _values(item, route)]
    if route:
        return _values(data.get(route[0]), route[1:]) if isinstance(data, dict) else []
    if isinstance(data, bool):
        return ["true" if data else "false"]
    return [] if data is None or isinstance(data, dict) else [str(data)]


def _table(kind: Kind, entities: "list[Entity[Any]]") -> Table:
    fields = (member(kind.name, ()) or {}).get("properties", {})
    plains = [entity.plain() for entity in entities]
    shown = [name for name in _COLUMNS if name in fields and any(name in plain for plain in plains)]
    rows = tuple(
        (entity.id, *(plain.get(name, "") for name in shown))
        for entity, plain in zip(entities, plains, strict=True)
    )
    return Table(("id", *shown), rows)
