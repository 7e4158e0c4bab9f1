"""`tracker new`: a file of a kind, complete enough to pass the check."""

from datetime import date

import click

from tracker.cli.commands.list_ import kind_named
from tracker.cli.opening import here, today
from tracker.cli.options import AS_OF
from tracker.cli.stop import Stop
from tracker.cli.templating import filled, templates, write, year_of
from tracker.law.lifecycle import Phases
from tracker.model.adopt import normalised
from tracker.model.kinds import Kind, is_id
from tracker.model.work import Work

_LIKE = "simple"


@click.command(
    epilog="""\b
Examples:
  tracker new project scan-station --title "A scan station for the mail room"
  tracker new goal cut-invoice-cost
  tracker new lifecycle five-phase      copies the one that ships under this name
  tracker new plan scan-station         the plan of an existing project"""
)
@click.argument("kind")
@click.argument("id")
@click.option("--title", help="What it is called (default: made of the id).")
@click.option("--as-of", type=AS_OF, metavar="DATE", help="Which day it is (default: today).")
def command(kind: str, id: str, title: str | None, as_of: date | None) -> None:
    """Writes a new file of a kind; `tracker list KIND` shows those there are."""
    row = kind_named(kind)
    opening = here()
    root = opening.demand()
    work = opening.work()
    _refuse(work, row, id)
    path = row.path_of(id)
    write(opening.top / root, {path: _content(work, row, id, title, as_of or today())}, opening.top)
    shown = f"{root}/{path}" if root else path
    click.echo(f"wrote {shown}")
    click.echo("Next: fill it in, then `tracker check`")


def _refuse(work: Work, kind: Kind, id: str) -> None:
    if kind.name == "workspace":
        raise Stop("a workspace is started by `tracker init`", "`tracker init` in an empty folder")
    if not is_id(id):
        hint = (
            f"for example `{normalised(id)}`"
            if normalised(id)
            else "for example `cut-invoice-cost`"
        )
        raise Stop(
            f"{id!r} is not an id: lower-case letters, digits and single hyphens, up to 63", hint
        )
    if kind.part_of and id not in work.of(kind.part_of):
        raise Stop(
            f"there is no {kind.part_of} {id!r} for this {kind.name}",
            f"`tracker new {kind.part_of} {id}` first",
        )
    if id in work.of(kind.name):
        there = work.of(kind.name)[id]
        raise Stop(
            f"{kind.name}/{id} exists already, in {there.path}", "edit it, or choose another id"
        )


def _content(work: Work, kind: Kind, id: str, title: str | None, day: date) -> str:
    if kind.name == "lifecycle":
        shipped = templates("lifecycles")
        return shipped.get(id, shipped[_LIKE])
    lifecycle = work.lifecycles.get(work.settings.lifecycle or "")
    starts = Phases(lifecycle.record).starts if lifecycle else ()
    if kind.name == "project" and not starts:
        raise Stop(
            "tracker.yaml names no lifecycle for new projects",
            "add `lifecycle: simple` to it, and `tracker new lifecycle simple`",
        )
    if kind.name == "goal" and not work.people:
        raise Stop(
            "a goal has an owner, and there are no people yet", "`tracker new person ID` first"
        )
    values = {
        "id": id,
        "title": title or id.replace("-", " ").capitalize(),
        "today": day.isoformat(),
        **year_of(day),
        "person": next(iter(work.people), None),
        "role": next(iter(work.roles), None),
        "goal": next(iter(work.goals), None),
        "phase": starts[0] if starts else None,
    }
    return filled(templates("new")[kind.name], values)
