"""Edits of a document: new bytes in which only the addressed lines are other ones.

After each step the result is read again and compared with what was meant. So an edit is right, or
it is refused with the lines to write by hand; comments, order, quotes and line ends stay.
"""

from collections.abc import Iterable
from typing import NoReturn

from tracker.finding import Route
from tracker.source.document import Plain, locate, read
from tracker.source.edits import (
    Append,
    Edit,
    ImpossibleError,
    Remove,
    Set,
    Step,
    same,
    shown_route,
    steps,
    taken,
)
from tracker.source.manners import Manners
from tracker.source.patch import patched
from tracker.source.sheet import CannotError
from tracker.source.writing import UnwritableError, lines, name

__all__ = ["Append", "Edit", "Remove", "Set", "UnspliceableError", "splice"]


class UnspliceableError(Exception):
    """An edit is refused: why, at which line, and what to write there by hand."""

    def __init__(self, reason: str, line: int, wanted: tuple[str, ...]) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line
        self.wanted = wanted

    @property
    def hint(self) -> str:
        """What to do, with the lines to write."""
        if not self.wanted:
            return f"edit it by hand, at line {self.line}"
        return f"edit it by hand, at line {self.line}: " + " ⏎ ".join(self.wanted)


def splice(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The document with the edits done, one after the other; raises UnspliceableError."""
    for edit in edits:
        reading = read(content)
        if reading.refusal is not None:
            line = reading.refusal.span.line
            raise UnspliceableError(f"it is not read: {reading.refusal.message}", line, ())
        content = _spliced(content, reading.data, edit)
    return content


def _spliced(content: bytes, data: Plain, edit: Edit) -> bytes:
    now = content
    try:
        for step in steps(data, edit):
            meant = taken(data, step)
            now, data = _stepped(now, step, meant), meant
    except ImpossibleError as error:
        _refuse(content, edit, str(error))
    except UnwritableError as error:
        _refuse(content, edit, str(error), tells=False)
    except CannotError as error:
        line = now.decode().count("\n", 0, error.index) + 1
        _refuse(content, edit, f"{error.reason} (line {line})")
    return now


def _stepped(content: bytes, step: Step, meant: Plain) -> bytes:
    text = patched(content.decode(), step)
    made = text.encode("utf-8", "surrogatepass")
    reading = read(made)
    if reading.refusal is not None:
        line = reading.refusal.span.line
        raise ImpossibleError(f"it would not be read: {reading.refusal.message} (line {line})")
    if not same(reading.data, meant):
        raise ImpossibleError("it is written in a form that is not edited")
    return made


def _refuse(content: bytes, edit: Edit, reason: str, tells: bool = True) -> NoReturn:
    place = locate(content, [edit.route])[edit.route]
    raise UnspliceableError(
        f"`{shown_route(edit.route)}` is not edited: {reason}",
        (place.key or place.value).line,
        _wanted(edit.route, edit) if tells else (),
    ) from None


def _wanted(route: Route, edit: Edit) -> tuple[str, ...]:
    """What the edit would write, as its own lines."""
    if isinstance(edit, Remove):
        return (f"remove `{shown_route(route)}`",)
    is_item = isinstance(edit, Append) or not route or isinstance(route[-1], int)
    prefix = "-" if is_item else f"{name(str(route[-1]))}:"
    return tuple(lines(prefix, edit.value, 0, Manners()))
