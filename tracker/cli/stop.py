"""The end of a command that could not do what it was asked: what happened, and what mends it."""

import sys
from collections.abc import Iterator
from typing import IO, Any

import click

from tracker.cli.terminal import width

COULD_NOT_JUDGE = 2


class Stop(click.ClickException):
    """Ends the command with exit code 2."""

    exit_code = COULD_NOT_JUDGE

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        room = width(sys.stderr)
        for label, text in (("error:", self.message), ("help:", self.hint)):
            for line in lines(label, text, room):
                click.echo(line, err=True)


def lines(label: str, text: str, room: int) -> Iterator[str]:
    """A text after its label in lines of at most `room` columns; 0 is one line without end."""
    from tracker.outputs.columns import filled, tokens
    from tracker.outputs.escape import escaped

    return filled([label, *tokens(escaped(text))], room, len(label) + 1)
