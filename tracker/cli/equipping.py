"""`tracker init --editor`: the editor's files of a workspace that exists already."""

from pathlib import Path

import click

from tracker.cli.editor import Editor, text_of, wrote
from tracker.cli.modelines import unmarked
from tracker.cli.opening import USUAL, Opening, shown
from tracker.cli.stop import Stop
from tracker.outputs.escape import escaped
from tracker.source.files import WriteError, overwrite
from tracker.source.snapshot import Folder


def equip(start: Path, lines: bool) -> None:
    """Schemas and settings are written or refreshed; the files get their modelines where asked."""
    opening = Opening.at(start)
    root = opening.top / opening.demand()
    inside = opening.repository is None and root == opening.top and root.name == USUAL
    editor = Editor(root.parent if inside else opening.top, root)
    written = list(editor.refresh())
    click.echo(
        escaped(wrote(written)) if written else "schemas and settings of the editor are up to date"
    )
    _modelines(opening, editor, lines)
    for path, part in editor.wanting():
        inner = "".join(text_of(part).splitlines(keepends=True)[1:-1])
        click.echo(
            f"\n{escaped(shown(path))} is yours and stays as it is. Add to it:\n\n{inner}", nl=False
        )


def _modelines(opening: Opening, editor: Editor, lines: bool) -> None:
    found = dict(unmarked(Folder(opening.top), opening.demand(), editor.schemas))
    if not found:
        return
    if not lines:
        some = "1 file lacks its" if len(found) == 1 else f"{len(found)} files lack their"
        click.echo(f"{some} modeline: `tracker init --modelines` adds that line")
        return
    for path, content in found.items():
        try:
            overwrite(opening.top / path, content, root=opening.top)
        except WriteError as error:
            raise Stop(error.message, error.hint) from error
        click.echo(f"wrote the modeline of {escaped(shown(opening.top / path))}")
