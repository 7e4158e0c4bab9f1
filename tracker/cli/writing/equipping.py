"""`tracker init --editor`: the editor's files of a workspace that exists already."""

from pathlib import Path

import click

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening, shown
from tracker.cli.writing.editor import Editor, pasted, wrote
from tracker.cli.writing.modelines import unmarked
from tracker.outputs.escape import escaped
from tracker.source.files import ChangedMeanwhileError, WriteError, replace
from tracker.source.snapshot import Folder


def equip(start: Path, lines: bool) -> None:
    """Schemas and settings are written or refreshed; the files get their modelines where asked."""
    opening = Opening.at(start)
    editor = Editor.of(opening)
    wanting = list(editor.wanting())
    written = editor.refresh()
    click.echo(
        escaped(wrote(written)) if written else "schemas and settings of the editor are up to date"
    )
    missed = _mark(opening, editor) if lines else _count(opening, editor)
    for path, part in wanting:
        click.echo(f"\n{escaped(shown(path))} is yours and stays as it is. Add to it:\n")
        for line in pasted(part):
            click.echo(escaped(line))
    if missed:
        raise Stop(
            f"changed meanwhile, and left as somebody wrote it: {', '.join(missed)}",
            "`tracker init --modelines` again",
        )


def _count(opening: Opening, editor: Editor) -> list[str]:
    found = sum(1 for _ in unmarked(Folder(opening.top), opening.demand(), editor.schemas))
    if found:
        some = "1 file lacks its" if found == 1 else f"{found} files lack their"
        click.echo(f"{some} modeline: `tracker init --modelines` adds that line")
    return []


def _mark(opening: Opening, editor: Editor) -> list[str]:
    """Write each file directly after it was read; those that changed even so."""
    missed = []
    for name, old, new in unmarked(Folder(opening.top), opening.demand(), editor.schemas):
        path = opening.top / name
        try:
            replace(path, old, new, root=opening.top)
        except ChangedMeanwhileError:
            missed.append(shown(path))
        except WriteError as error:
            raise Stop(error.message, error.hint) from error
        else:
            click.echo(f"wrote the modeline of {escaped(shown(path))}")
    return missed
