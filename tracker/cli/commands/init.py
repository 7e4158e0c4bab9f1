"""`tracker init`: a workspace to start from."""

from collections.abc import Mapping
from pathlib import Path

import click

from tracker.cli import example as whole
from tracker.cli.editor import Editor, wrote
from tracker.cli.equipping import equip
from tracker.cli.opening import SETTINGS, USUAL, git_stops, is_bare, shown, today
from tracker.cli.stages import Stage
from tracker.cli.stop import Stop
from tracker.cli.templating import filled, template, write, year_of
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
    top = folder.absolute()
    if editor or modelines:
        equip(top, modelines)
        return
    if is_bare(top):
        raise Stop(f"{top} is a bare repository", "clone it, then `tracker init` in the clone")
    root = top / USUAL
    for taken in (root, top):
        if (taken / SETTINGS).exists():
            raise Stop(
                f"{taken / SETTINGS} exists already",
                "`tracker check` says how it is; `tracker init --editor` sets the editor up",
            )
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
    told = _written(folder, contents, repository)
    for name in sorted(contents):
        click.echo(f"wrote {escaped(_shown(folder))}{USUAL}/{name}")
    click.echo(told + _next_steps(folder, repository))


def _written(folder: Path, contents: Mapping[str, str], repository: Repository | None) -> str:
    """Write a workspace and what editors need beside it; what there is to say of the latter."""
    top = folder.resolve()
    files = Editor(repository.root if repository else top, top / USUAL)
    made = list(files.missing())
    write(files.root, contents, top, files)
    made += files.refresh()
    told = [wrote(made)] if made else []
    told += [
        f"{shown(path)} is yours: `tracker init --editor` says what to add to it"
        for path, _ in files.wanting()
    ]
    return "".join(f"{escaped(line)}\n" for line in told)


def _write_example(folder: Path, title: str | None, repository: Repository | None) -> None:
    if title is not None:
        raise Stop("--example has a title of its own", f"leave out --title: it is {whole.NAME}")
    contents = whole.contents()
    told = _written(folder, contents, repository)
    click.echo(f"wrote {len(contents)} files to {escaped(_shown(folder))}{USUAL}: {whole.NAME}")
    click.echo(told + whole.next_steps(_commit(folder, repository, whole.NAME)))


def _person(repository: Repository | None) -> str:
    """Who starts it: git's user, where there is one."""
    if repository is None:
        return "Owner"
    with git_stops():
        return repository.config("user.name") or "Owner"


def _shown(folder: Path) -> str:
    return "" if folder == Path() else f"{folder}/"


def _commit(folder: Path, repository: Repository | None, message: str) -> str:
    enter = "" if folder == Path() else f"cd {folder} && "
    begin = "" if repository is not None else "git init && "
    return f'{enter}{begin}git add work && git commit -m "{message}"'


def _next_steps(folder: Path, repository: Repository | None) -> str:
    return f"""
Next:
  1. Commit it:      {_commit(folder, repository, "Start tracking")}
  2. Check it:       tracker check
  3. Change something, and see what the change does:
                     tracker check --base HEAD"""
