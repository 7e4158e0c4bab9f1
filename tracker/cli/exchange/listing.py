"""Commands that take a format: their help lists the formats that there are."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.interchange.exchange import Exchange


def listing(formats: Callable[[], "Mapping[str, Exchange]"]) -> type[click.Command]:
    """A kind of command with a section of formats, which are looked up when help is asked for."""

    class Listing(click.Command):
        def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            with formatter.section("Formats"):
                formatter.write_dl([(name, one.says) for name, one in formats().items()])
            super().format_options(ctx, formatter)

    return Listing
