"""`tracker new`: a file of a kind, complete enough to pass the check."""

from datetime import date

import click

from tracker.cli.candidates import KIND, LIFECYCLE, NEW_ID, SHIPPED
from tracker.cli.naming import kind_named
from tracker.cli.opening import git_stops, here, shown, today
from tracker.cli.options import AS_OF
from tracker.cli.stages import Stage
from tracker.cli.stop import Stop
from tracker.cli.templating import filled, templates, write, written, year_of
from tracker.law.lifecycle import Phases
from tracker.model.adopt import normalised
from tracker.model.kinds import Kind, is_id
from tracker.model.suggest import closest, did_you_mean
from tracker.model.work import Work
from tracker.outputs.escape import escaped
from tracker.source.git import Repository

PLACE = (Stage.START, 2)


@click.command(
    epilog="""\b
Examples:
  tracker new project scan-station --title "A scan station for the mail room"
  tracker new goal cut-invoice-cost
  tracker new lifecycle five-phase      copies the one that ships so called
  tracker new lifecycle ours --like five-phase
  tracker new plan scan-station         the plan of an existing project
  tracker new update scan-station       how it stands today
  tracker new raid scan-station/late-data"""
)
@click.argument("kind", shell_complete=KIND)
@click.argument("id", shell_complete=NEW_ID)
@click.option("--title", help="What it is called (default: made of the id).")
@click.option(
    "--lifecycle", metavar="ID", shell_complete=LIFECYCLE,
    help="The lifecycle of a new project (default: tracker.yaml's).",
)  # fmt: skip
@click.option(
    "--like", metavar="NAME", shell_complete=SHIPPED,
    help="Which lifecycle that ships a new one is copied from.",
)  # fmt: skip
@click.option("--as-of", type=AS_OF, metavar="DATE", help="Which day it is (default: today).")
def command(
    kind: str,
    id: str,
    title: str | None,
    lifecycle: str | None,
    like: str | None,
    as_of: date | None,
) -> None:
    """Writes a file of a kind that passes the check.

    KIND is goal, project, plan, closure, process, person, identity, team, role, training or
    lifecycle, and of a project update, raid, change or condition; ID is what others will name it by. What
    belongs to a project is PROJECT/ID; of an update the ID is its day, today where it is not said.
    """
    row = kind_named(kind)
    opening = here()
    root = opening.demand()
    work = opening.work()
    if row.name == "update" and "/" not in id:
        id = f"{id}/{as_of or today()}"
    _refuse(work, row, id)
    path = row.path_of(id)
    if row.name == "lifecycle":
        content = _lifecycle(id, title, like)
    else:
        email = _email(work, id, opening.repository) if row.name == "identity" else None
        content = _filled(work, row, id, title, as_of or today(), lifecycle, email)
    write(opening.top / root, {path: content}, opening.top)
    click.echo(f"wrote {escaped(shown(opening.top / root / path))}")
    click.echo(_next(row, id))


def _next(kind: Kind, id: str) -> str:
    if kind.name == "lifecycle":
        return f"Next: `tracker new project ID --lifecycle {id}`, or `lifecycle: {id}` in a project"
    return "Next: fill it in, then `tracker check`"


_RECORDS = {
    "review": "tracker move PROJECT PHASE",
    "baseline": "tracker move PROJECT PHASE",
    "approval": "tracker approve PROJECT",
}
"""What a command writes from what it knows, and no template can."""


def _refuse(work: Work, kind: Kind, id: str) -> None:
    if kind.name == "workspace":
        raise Stop("a workspace is started by `tracker init`", "`tracker init` in an empty folder")
    if kind.name in _RECORDS:
        writer = _RECORDS[kind.name]
        raise Stop(f"a {kind.name} is a record, and no template holds it", f"`{writer}` writes it")
    parts = id.split("/")
    if kind.parts > 1 and len(parts) != kind.parts:
        names = "PROJECT/REVIEW/ID" if kind.parts > 2 else "PROJECT/ID"
        raise Stop(
            f"a {kind.name} is named by what it belongs to: {id!r} has {len(parts)} of "
            f"{kind.parts} parts",
            f"`tracker new {kind.name} {names}`",
        )
    wrong = next((part for part in parts if not is_id(part)), None)
    if wrong is not None:
        hint = (
            f"for example `{normalised(wrong)}`"
            if normalised(wrong)
            else "for example `cut-invoice-cost`"
        )
        raise Stop(
            f"{wrong!r} is not an id: lower-case letters, digits and single hyphens, up to 63", hint
        )
    if not kind.takes(id):
        raise Stop(
            f"{parts[-1]!r} is not the day of an {kind.name}, as YYYY-MM-DD",
            f"`tracker new {kind.name} {parts[0]}` takes today",
        )
    if kind.part_of and parts[0] not in work.of(kind.part_of):
        raise Stop(
            f"there is no {kind.part_of} {parts[0]!r} for this {kind.name}",
            f"`tracker new {kind.part_of} {parts[0]}` first",
        )
    if id in work.of(kind.name):
        there = work.of(kind.name)[id]
        raise Stop(
            f"{kind.name}/{id} exists already, in {there.path}",
            f"edit it: a {kind.part_of} has one {kind.name}"
            if kind.part_of
            else "edit it, or choose another id",
        )


def _lifecycle(id: str, title: str | None, like: str | None) -> str:
    """A copy of a lifecycle that ships; which one is never guessed."""
    shipped = templates("lifecycles")
    model = like or id
    if model not in shipped:
        near = closest(model, shipped)
        hint = f"did you mean `{near}`? Else say " if near else "say "
        raise Stop(
            f"no lifecycle that ships is called {model!r}: there are {', '.join(sorted(shipped))}",
            f"{hint}which one to copy: `tracker new lifecycle {id} --like {sorted(shipped)[0]}`",
        )
    first, _, rest = shipped[model].partition("\n")
    named = title or (first.removeprefix("title: ") if model == id else _titled(id))
    return f"title: {written(named)}\n{rest}"


def _titled(id: str, kind: str = "") -> str:
    words = id.split("-")
    people = kind in ("person", "identity")
    return " ".join(map(str.capitalize, words)) if people else " ".join(words).capitalize()


_SAID_BY = {"goal": "an owner", "update": "an author", "change": "somebody who raises it"}


def _filled(
    work: Work,
    kind: Kind,
    id: str,
    title: str | None,
    day: date,
    lifecycle: str | None,
    email: str | None,
) -> str:
    values = {
        "id": id,
        "title": title or _titled(id.rpartition("/")[2], kind.name),
        "email": email,
        "unknown": "fill in the addresses of their commits" if email is None else None,
        "today": day.isoformat(),
        **year_of(day),
        "person": next(iter(work.people), None),
        "role": next(iter(work.roles), None),
        "goal": next(iter(work.goals), None),
        "lifecycle": lifecycle,
        "phase": _start(work, lifecycle) if kind.name == "project" else None,
    }
    if kind.name in _SAID_BY and not work.people:
        raise Stop(
            f"a {kind.name} has {_SAID_BY[kind.name]}, and there are no people yet",
            "`tracker new person ID` first",
        )
    return filled(templates("new")[kind.name], values)


def _email(work: Work, id: str, repository: Repository | None) -> str | None:
    """The address of git's user, where that is the person; one that is made up would pass for real."""
    if repository is None:
        return None
    with git_stops():
        name, email = repository.config("user.name"), repository.config("user.email")
    names = (id, normalised(work.people[id].record.name or ""))
    return email if email and normalised(name or "") in names else None


def _start(work: Work, lifecycle: str | None) -> str:
    """The phase that a new project starts in."""
    name = lifecycle or work.settings.lifecycle
    found = work.lifecycles.get(name or "")
    starts = Phases(found.record).starts if found else ()
    if starts:
        return starts[0]
    if name is None:
        raise Stop(
            "tracker.yaml names no lifecycle for new projects",
            "say which: --lifecycle ID; or add `lifecycle:` to tracker.yaml",
        )
    known = ", ".join(work.lifecycles) or "none"
    others = [one for one in work.lifecycles if one != name]
    raise Stop(
        f"there is no lifecycle {name!r} with a phase to start in: there are {known}",
        did_you_mean(name, others, f"`tracker new lifecycle {name}` first, or name another"),
    )
