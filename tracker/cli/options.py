"""Options that several commands share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

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


AS_OF = Day()


class _Formats(click.ParamType[str]):
    """The formats that the folder `outputs` holds, looked up when they are needed."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from tracker.outputs import formats

        names = tuple(formats())
        if value not in names:
            self.fail(f"{value!r} is not one of {', '.join(names)}", param, ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        from tracker.outputs import formats

        return f"[{'|'.join(formats())}]"


def format_option(command: F) -> F:
    """`--format`, with every output that there is."""
    return click.option(
        "--format",
        type=_Formats(),
        default="text",
        show_default=True,
        help="How the findings are said.",
    )(command)
