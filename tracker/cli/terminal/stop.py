"""The end of a command that could not do what it was asked: what happened, and what mends it."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

import click

from tracker.cli.terminal.width import width

COULD_NOT_JUDGE = 2


class Stop(click.ClickException):
    """Ends the command with exit code 2."""

    exit_code = COULD_NOT_JUDGE

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        _tell(self.said())

    def said(self) -> Iterator[tuple[str, str]]:
        """What is printed, each text after its label."""
        yield "error:", self.message
        yield "help:", self.hint


class Stops(Stop):
    """Several things stand against it: one after the other, each with its help, which is not said twice."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(*faults[0])
        self.faults = faults

    def said(self) -> Iterator[tuple[str, str]]:
        for hint, group in groupby(self.faults, itemgetter(1)):
            yield from (("error:", message) for message, _ in group)
            yield "help:", hint


def warn(message: str, hint: str) -> None:
    """Says on stderr what should be known of a command that does all the same what it was asked."""
    _tell((("warning:", message), ("help:", hint)))


def _tell(said: Iterable[tuple[str, str]]) -> None:
    room = width(sys.stderr)
    for label, text in said:
        for line in lines(label, text, room):
            click.echo(line, err=True)


_MEANT = re.compile(r"\s*\(?((?:did you mean|possible options)\b.*?)\)?\Z", re.IGNORECASE)
_CLICKS = "Invalid value for "


@contextmanager
def usage_stops() -> Iterator[None]:
    """What click says of a command line that is not one is said as all the rest is."""
    try:
        yield
    except click.UsageError as error:
        said = error.format_message().removeprefix(_CLICKS)
        meant = _MEANT.search(said)
        _, *names = error.ctx.command_path.split() if error.ctx else [""]
        usage = " ".join(("tracker", *names, "--help"))
        hint = _small(meant[1]) if meant else f"`{usage}` shows how it is used"
        raise Stop(_small(said[: meant.start()] if meant else said), hint) from error


def _small(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def lines(label: str, text: str, room: int) -> Iterator[str]:
    """A text after its label in lines of at most `room` columns; 0 is one line without end."""
    from tracker.outputs.columns import filled, tokens
    from tracker.outputs.escape import escaped

    return filled([label, *tokens(escaped(text))], room, len(label) + 1)
