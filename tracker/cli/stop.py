"""The end of a command that could not do what it was asked: what happened, and what mends it."""

from typing import IO, Any

import click

COULD_NOT_JUDGE = 2


class Stop(click.ClickException):
    """Ends the command with exit code 2."""

    exit_code = COULD_NOT_JUDGE

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        from tracker.outputs.escape import escaped

        click.echo(f"error: {escaped(self.message)}", err=True)
        click.echo(f"help: {escaped(self.hint)}", err=True)
