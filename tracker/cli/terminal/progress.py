"""Progress of what is long: on standard error, and only where people read along."""

import sys
import time
from types import TracebackType

import click

from tracker.cli.terminal import width as terminal

_PAUSE = 0.2


class Progress:
    """How far something is, on one line that is taken away at the end.

    Less than `worth` things are told of nowhere.
    """

    def __init__(self, what: str, worth: int) -> None:
        self._what = what
        self._worth = worth
        self._said = time.monotonic()
        self._is_on = False

    def __enter__(self) -> "Progress":
        self._said = time.monotonic()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_on:
            click.echo(f"\r{'':40}\r", err=True, nl=False)

    def tell(self, done: int, count: int) -> None:
        """Say how many of how many are done, a few times a second."""
        if count < self._worth or time.monotonic() - self._said <= _PAUSE:
            return
        if terminal.is_terminal(sys.stderr):
            self._said, self._is_on = time.monotonic(), True
            click.echo(f"\r{done:,} of {count:,} {self._what}", err=True, nl=False)
