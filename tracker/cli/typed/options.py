"""Options that several commands share."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.cli.terminal.stop import Stop

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

_ISO_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}\Z")


class Day(click.ParamType[date]):
    """An ISO day; nothing else is guessed at."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if not _ISO_DAY.match(value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date as YYYY-MM-DD", param, ctx)


class Happened(Day):
    """The day on which something happened: it has come already."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from tracker.cli.terminal.clock import today

        day = super().convert(value, param, ctx)
        if day > today():
            raise Stop(f"--on {day} is still to come", "say it once it has happened")
        return day


AS_OF = Day()
HAPPENED = Happened()


_WEB = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?\Z", re.ASCII)


class Web(click.ParamType[str]):
    """The address of a folder on the web, without a slash at its end: whoever reads it may see it all."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if "@" in text:
            self.fail("an address that is published holds no user or password", param, ctx)
        if not _WEB.match(text) or ".." in text:
            self.fail(f"{text!r} is not an address such as https://example.org/status", param, ctx)
        return text.rstrip("/")


WEB = Web()


class OneOf(click.ParamType[str]):
    """One of some names, which are looked up when they are needed; a slip is told the nearest."""

    name = "name"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from tracker.model.suggest import did_you_mean

        names = tuple(self._names())
        if value not in names:
            hint = did_you_mean(str(value), names, "")
            self.fail(f"{value!r} is not one of {', '.join(names)}. {hint}".rstrip(), param, ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return f"[{'|'.join(self._names())}]"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list["CompletionItem[str]"]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]


def formats_of(folder: str) -> Callable[[], Iterable[str]]:
    """The names of the formats that lie in a folder, looked up when they are asked for."""

    def names() -> Iterable[str]:
        from tracker.outputs import formats

        return formats(folder)

    return names


def revision_option(command: F) -> F:
    """`--at`, for commands that only read."""
    from tracker.cli.typed.candidates import REVISION

    return click.option(
        "--at", "revision", metavar="REV", shell_complete=REVISION, help="At a past revision."
    )(command)


def format_option(folder: str, help: str) -> Callable[[F], F]:
    """`--format`, with every output that lies in a folder."""
    return click.option(
        "--format", type=OneOf(formats_of(folder)), default="text", show_default=True, help=help
    )


def as_of_option(command: F) -> F:
    """`--as-of`, wherever something depends on the day."""
    return click.option(
        "--as-of", type=AS_OF, metavar="DATE", help="Which day it is (default: today)."
    )(command)


def judging_options(command: F) -> F:
    """Whose law judges, on which day, what proves approvals, what is a failure: wherever a change is judged."""
    from tracker.cli.typed.candidates import policies
    from tracker.finding import Severity

    for option in (
        click.option(
            "--fail-on", type=OneOf(lambda: map(str, Severity)), default="error", show_default=True,
            help="Exit 1 on findings as grave as this, or graver.",
        ),
        as_of_option,
        click.option(
            "--policy", default="base", show_default=True, metavar="base|head|DIR",
            shell_complete=policies,
            help="Whose law judges: the base's, the head's, or a folder with a tracker.yaml and lifecycles/.",
        ),
        click.option(
            "--reviews", metavar="FILE", type=click.Path(path_type=Path),
            help="The forge's reviews, as GitHub's REST interface lists them: they prove approvals.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command
