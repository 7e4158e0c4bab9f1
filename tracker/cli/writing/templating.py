"""New files from templates: values are quoted where they must be, and the result is read before it is kept."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from tracker.cli.terminal.stop import Stop
from tracker.cli.writing.editor import Editor
from tracker.cli.writing.modelines import marked, modeline, schemas_of
from tracker.model.digest import digest, order_at
from tracker.model.kinds import placed
from tracker.source.files import WriteError, replace, replace_all
from tracker.source.writing import UnwritableError, scalar


def template(name: str) -> str:
    """The text of a template, by its path in the folder `templates`."""
    return files("tracker.cli").joinpath("templates", name).read_text("utf-8")


def templates(folder: str) -> Mapping[str, str]:
    """The templates of a folder: file name without its ending, to text."""
    found = files("tracker.cli").joinpath("templates", folder).iterdir()
    names = sorted(item.name for item in found if item.name.endswith(".yaml"))
    return {name.removesuffix(".yaml"): template(f"{folder}/{name}") for name in names}


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """A template with its values; a line that wants a value that is not known is left out."""
    known = {name: written(value) for name, value in values.items() if value is not None}
    missing = {name for name, value in values.items() if value is None}
    lines = (line for line in text.splitlines(keepends=True) if not _wants(line, missing))
    return Template("".join(lines)).substitute(known)


def _wants(line: str, names: set[str]) -> bool:
    return any(re.search(rf"\${name}\b", line) for name in names)


def year_of(day: date) -> dict[str, str]:
    """The first and last day of a year, as templates name them."""
    return {"year_start": f"{day.year}-01-01", "year_end": f"{day.year}-12-31"}


def written(text: str) -> str:
    """A text as a scalar of a template; one that no file may hold ends the command."""
    try:
        return scalar(text)
    except UnwritableError as error:
        raise Stop(str(error), "choose another title or id; nothing was written") from error


def write(root: Path, contents: Mapping[str, str], top: Path, editor: Editor | None = None) -> None:
    """All files of a mapping (path below the workspace to text) are written, or none of them.

    Each gets the modeline that is right there; the editor's own files may come with them.
    """
    schemas = editor.schemas if editor else schemas_of(root)
    made: dict[Path, tuple[bytes | None, bytes]] = {
        root / path: (None, _marked(path, text, schemas)) for path, text in contents.items()
    }
    try:
        replace_all(
            made | (editor.changes() if editor else {}), root=editor.base if editor else top
        )
    except WriteError as error:
        raise Stop(error.message, error.hint) from error


def marked_new(root: Path, path: str, text: str) -> bytes:
    """A new file of the workspace at that root, with the modeline that is right there."""
    return _marked(path, text, schemas_of(root))


def rewrite(root: Path, path: str, old: bytes, text: str, top: Path) -> None:
    """One file of ours is written anew, where it still is as it was read."""
    try:
        replace(root / path, old, _marked(path, text, schemas_of(root)), root=top)
    except WriteError as error:
        raise Stop(error.message, error.hint) from error


def _marked(path: str, text: str, schemas: str | None) -> bytes:
    for problem in _problems(path, text):
        raise Stop(
            f"{path} would not be right: {problem}",
            "choose another title or id; nothing was written",
        )
    place = placed(path)
    if place is None or place.log or schemas is None:  # an event log has no comments
        return marked(text.encode(), None)
    return marked(text.encode(), modeline(path, place, schemas))


def _problems(path: str, text: str) -> Iterator[str]:
    place = placed(path)
    if place is None:
        yield "no kind of file has this place"
        return
    result = digest(text.encode(), order_at(place))
    if result.refusal is not None:
        yield result.refusal.message
    for misfit in result.misfits:
        yield misfit.message
