"""The way in: finds commands by their file, and turns every end into an exit code.

0 clean, 1 findings, 2 could not judge, 3 our crash.
"""

import errno
import os
import pkgutil
import sys
import traceback
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from tracker.cli import commands
from tracker.cli.stop import COULD_NOT_JUDGE
from tracker.version import VERSION

CRASHED = 3
INTERRUPTED = 130


class Commands(click.Group):
    """Commands are imported when they are called, so that the others cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(info.name.rstrip("_") for info in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        names = {
            info.name.rstrip("_"): info.name for info in pkgutil.iter_modules(commands.__path__)
        }
        if cmd_name not in names:
            return None
        module = import_module(f"tracker.cli.commands.{names[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not close:
                raise
            raise click.UsageError(f"{error.message} Did you mean `{close[0]}`?", ctx) from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `tracker init`, then `tracker check`. `tracker COMMAND --help` has examples.",
)
@click.version_option(VERSION, message="tracker %(version)s")
def cli() -> None:
    """Keeps an organisation's work as plain YAML in git, and judges what a change does."""


def _cut_off(error: OSError) -> int:
    """What was found could not be said: nobody may take that for a clean check."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    if error.errno != errno.EPIPE:
        with suppress(OSError):
            click.echo(f"error: {error.strerror or error}", err=True)
            click.echo("help: see that the folder exists and the output can be written", err=True)
    return COULD_NOT_JUDGE


def main() -> None:
    """Runs the command line; a user's fault is a message, ours is a crash that says so."""
    try:
        colour = False if os.environ.get("NO_COLOR") else None  # None: on a terminal only
        code = cli(prog_name="tracker", standalone_mode=False, color=colour) or 0
    except click.exceptions.Exit as end:
        code = end.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OSError as error:
        code = _cut_off(error)
    except SystemExit:  # click's own end where the reader of a pipe has gone
        code = _cut_off(BrokenPipeError(errno.EPIPE, "nobody reads the output"))
    except Exception:  # noqa: BLE001 -- the last wall: whatever went wrong, the exit code is honest
        from tracker.outputs.escape import escaped

        for line in traceback.format_exc().splitlines():
            click.echo(escaped(line), err=True)
        click.echo(
            f"tracker {VERSION} crashed. This is our bug: please report it with the lines above.",
            err=True,
        )
        code = CRASHED
    sys.exit(code)
