"""`tracker init`: a workspace to start from."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import (
    SETTINGS,
    USUAL,
    Opening,
    git_stops,
    is_bare,
    pastable,
    put_back,
    shown,
)
from tracker.cli.writing import example as whole
from tracker.cli.writing.editor import Editor, wrote
from tracker.cli.writing.equipping import equip
from tracker.cli.writing.keeping import add
from tracker.cli.writing.templating import filled, template, write, year_of
from tracker.model.adopt import normalised
from tracker.outputs.escape import escaped
from tracker.source.git import Repository

PLACE = (Stage.START, 1)

_FILES = ("tracker.yaml", "goals.yaml", "people.yaml", "projects/first-project/project.yaml")


@click.command(
    epilog="""\b
Examples:
  tracker init             here
  tracker init planning    in a folder of its own
  tracker init --example   a whole company, to look around in
  tracker init --editor    after an upgrade: what the editor needs, anew"""
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="What the organisation is called (default: the folder's name).")
@click.option("--example", is_flag=True, help=f"Write {whole.NAME}, a whole company, instead.")
@click.option(
    "--editor", is_flag=True, help="Only write or refresh what the editor of a workspace needs."
)
@click.option(
    "--modelines", is_flag=True, help="As --editor, and give each file its line for the editor."
)
def command(folder: Path, title: str | None, example: bool, editor: bool, modelines: bool) -> None:
    """Writes a small workspace to start from.

    One goal, one project, one person, and a lifecycle without gates. Beside them: the schemas and
    the settings by which an editor completes and explains what is typed.
    """
    top = Path(os.path.realpath(folder))
    if editor or modelines:
        equip(top, modelines)
        return
    _refuse(top)
    repository = Repository.find(top)
    if example:
        _write_example(folder, title, repository)
        return
    person = _person(repository)
    values = {
        "title": title or top.resolve().name or "Our organisation",
        "person": normalised(person) or "owner",
        "name": person,
        **year_of(today()),
    }
    contents = {name: filled(template(f"init/{name}"), values) for name in _FILES}
    contents["lifecycles/simple.yaml"] = template("lifecycles/simple.yaml")
    told, keep = _written(folder, contents, repository)
    for name in sorted(contents):
        click.echo(f"wrote {escaped(_shown(folder))}{USUAL}/{name}")
    click.echo(told + _next_steps(f'{keep} && git commit -m "Start tracking"'))


def _refuse(top: Path) -> None:
    """Where a workspace stands already, or stood at the last commit, or no files are kept."""
    repository = Repository.find(top)
    folders = [top, *top.parents]
    for folder in folders[: folders.index(repository.root) if repository else None]:
        if is_bare(folder):
            raise Stop(
                f"{folder} is a bare repository", "clone it, then `tracker init` in the clone"
            )
    for taken in (top / USUAL, top):
        if (taken / SETTINGS).exists():
            raise Stop(
                f"{taken / SETTINGS} exists already",
                "`tracker check` says how it is; `tracker init --editor` sets the editor up",
            )
    opening = Opening.at(top)
    if opening.root is not None:
        raise Stop(
            f"there is a workspace at {shown(opening.top / opening.root)}",
            "`tracker new` adds to it; one apart from it needs a repository of its own: "
            f"`git init {pastable(top)}` first",
        )
    lost = opening.lost()
    if lost is not None and lost.parent in (top / USUAL, top) and lost.parent.is_dir():
        raise Stop(
            f"{shown(lost)} was removed, and the last commit holds it",
            f"{put_back(lost)}; to start anew, commit first that all of it is gone",
        )


def _written(
    folder: Path, contents: Mapping[str, str], repository: Repository | None
) -> tuple[str, str]:
    """Write a workspace and what editors need beside it: what there is to say, and what keeps it."""
    top = Path(os.path.realpath(folder))
    files = Editor(repository.root if repository else top, top / USUAL)
    made, wanting = list(files.changes()), list(files.wanting())
    write(files.root, contents, top, files)
    told = [wrote(made)] if made else []
    told += [
        f"{shown(path)} is yours: `tracker init --editor` says what to add to it"
        for path, _ in wanting
    ]
    return "".join(f"{escaped(line)}\n" for line in told), _keep(folder, files, repository)


def _write_example(folder: Path, title: str | None, repository: Repository | None) -> None:
    if title is not None:
        raise Stop("--example has a title of its own", f"leave out --title: it is {whole.NAME}")
    contents = whole.contents()
    told, keep = _written(folder, contents, repository)
    click.echo(f"wrote {len(contents)} files to {escaped(_shown(folder))}{USUAL}: {whole.NAME}")
    click.echo(told + whole.next_steps(f'{keep} && git commit -m "{whole.NAME}"'))


def _person(repository: Repository | None) -> str:
    """Who starts it: git's user, where there is one."""
    if repository is None:
        return "Owner"
    with git_stops():
        return repository.config("user.name") or "Owner"


def _shown(folder: Path) -> str:
    return "" if folder == Path() else f"{folder}/"


def _keep(folder: Path, files: Editor, repository: Repository | None) -> str:
    """The command that gives it to git, from where somebody is."""
    end = "-- " if str(folder).startswith("-") else ""
    enter = "" if folder == Path() else f"cd {end}{shlex.quote(str(folder))} && "
    begin = "" if repository is not None else "git init && "
    return escaped(enter + begin + add(files, repository, Path(os.path.realpath(folder))))


def _next_steps(keep: str) -> str:
    return f"""
Next:
  1. Commit it:      {keep}
  2. Check it:       tracker check
  3. Change something, and see what the change does:
                     tracker check --base HEAD"""
