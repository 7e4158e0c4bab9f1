"""The progress of a task: what its file says of it, and the fields that a command sets."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tracker.cli.workspace.opening import here
from tracker.cli.writing.editing import edit
from tracker.cli.writing.fields import field
from tracker.cli.writing.targets import content, task
from tracker.source.document import read
from tracker.source.edits import Set


class Progress(NamedTuple):
    """A task by its full name, as the file has it; what is no text there is not known."""

    ref: str
    status: str | None
    started: str | None


def move(name: str, fields: Callable[[Progress], dict[str, str]], dry_run: bool) -> None:
    """Set the fields that the progress of a task calls for."""
    opening = here()
    work = opening.work()
    ref, aim = task(work, name)
    data: Any = read(content(work, aim.entity)).data
    for step in (*aim.entity.prefix, *aim.within):
        data = data[step]
    now = Progress(ref, _text(data.get("status")), _text(data.get("started")))
    edits = []
    for key, value in fields(now).items():
        place = field(work, aim, key)
        edits.append(Set(place.route, value, place.order))
    edit(opening, work, aim.entity, edits, dry_run)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
