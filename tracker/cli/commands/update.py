"""`tracker update`: how a project stands, as one who works on it says it."""

from datetime import date
from typing import Any

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.candidates import PERSON, PROJECT
from tracker.cli.typed.options import HAPPENED, OneOf
from tracker.cli.workspace.oneself import known, oneself
from tracker.cli.workspace.opening import Opening, here, shown
from tracker.cli.writing.passing import project_named
from tracker.cli.writing.templating import write
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.outputs.escape import escaped
from tracker.source.writing import UnwritableError, document

PLACE = (Stage.CHANGE, 4)

COLOURS = ("green", "amber", "red")
DIMENSIONS = ("schedule", "cost", "scope", "resources", "quality")


@click.command(
    epilog="""\b
Examples:
  tracker update scan-station --health green --summary "On its way"
  tracker update erp-replacement --summary "Two testers short" --resources red"""
)
@click.argument("project", shell_complete=PROJECT)
@click.option("--health", type=OneOf(lambda: COLOURS), help="How it stands as a whole.")
@click.option("--schedule", type=OneOf(lambda: COLOURS), help="Whether the dates hold.")
@click.option("--cost", type=OneOf(lambda: COLOURS), help="Whether the money holds.")
@click.option("--scope", type=OneOf(lambda: COLOURS), help="Whether all of it is delivered.")
@click.option("--resources", type=OneOf(lambda: COLOURS), help="Whether there are people enough.")
@click.option("--quality", type=OneOf(lambda: COLOURS), help="Whether it is good enough.")
@click.option("--summary", metavar="TEXT", help="What a reader in a hurry should know.")
@click.option("--done", multiple=True, metavar="TEXT", help="What was finished.")
@click.option("--next", "ahead", multiple=True, metavar="TEXT", help="What comes next.")
@click.option("--author", metavar="PERSON", shell_complete=PERSON, help="Who reports.")
@click.option("--on", "day", type=HAPPENED, metavar="DATE", help="Of which day (default: today).")
def command(
    project: str, health: str | None, summary: str | None, done: tuple[str, ...],
    ahead: tuple[str, ...], author: str | None, day: date | None, **dimensions: str | None,
) -> None:  # fmt: skip
    """Writes the status update of a day.

    Where no health is said, it is as it was reported last. The author is who git says you are, where
    an identity.yaml knows the address or the name is a person's.
    """
    opening = here()
    root = opening.demand()
    work = opening.work()
    entity = project_named(work, project)
    day = day or today()
    id = f"{entity.id}/{day.isoformat()}"
    there = work.of("update").get(id)
    if there is not None:
        raise Stop(
            f"update/{id} exists already, in {there.path}",
            f"`tracker set update/{id} summary TEXT`",
        )
    if not (summary or "").strip():
        raise Stop(
            "an update says how the project stands, and no --summary was given",
            "add --summary TEXT: what a reader in a hurry should know",
        )
    said: dict[str, Any] = {
        "author": known(work, author) if author is not None else _author(opening, work, entity),
        "health": _health(work, entity.id, health, dimensions),
        "summary": summary,
    }
    said |= {name: list(texts) for name, texts in (("done", done), ("next", ahead)) if texts}
    path = KINDS["update"].path_of(id)
    try:
        text = document(said)
    except UnwritableError as error:
        raise Stop(str(error), "choose other words; nothing was written") from error
    write(opening.top / root, {path: text}, opening.top)
    click.echo(f"wrote {escaped(shown(opening.top / root / path))}")
    click.echo("Next: read it over, then `tracker check`")


def _health(
    work: Work, project: str, overall: str | None, dimensions: dict[str, str | None]
) -> dict[str, str]:
    """What is said; of what is not, nothing but the whole, as it was reported last."""
    said = {name: dimensions[name] for name in DIMENSIONS}
    found = {name: colour for name, colour in said.items() if colour is not None}
    worst = max(found.values(), key=COLOURS.index, default=None)
    whole = overall or worst or _last(work, project)
    if whole is None:
        raise Stop(
            f"how project/{project} stands was not said, and no update before says it",
            f"add --health {'|'.join(COLOURS)}",
        )
    return {"overall": whole, **found}


def _last(work: Work, project: str) -> str | None:
    """The health as the latest update has it."""
    days = sorted(id for id in work.of("update") if owner_of(id) == project)
    health = work.of("update")[days[-1]].record.health if days else None
    return health.overall if health is not None else None


def _author(opening: Opening, work: Work, project: Entity[Project]) -> str:
    """Who reports: nobody else is made to say it."""
    person = oneself(opening, work)
    if person is None:
        raise Stop(
            f"git does not say who reports on {project.ref}",
            "say who does: --author PERSON; or write your address into people/PERSON/identity.yaml",
        )
    return person
