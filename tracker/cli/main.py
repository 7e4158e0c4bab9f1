"""The way in: finds commands by their file, and turns every end into an exit code.

0 clean, 1 findings, 2 could not judge, 3 our crash.
"""

import errno
import os
import pkgutil
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import commands
from tracker.cli.terminal.stages import LAST
from tracker.cli.terminal.stop import COULD_NOT_JUDGE, usage_stops
from tracker.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CRASHED = 3
INTERRUPTED = 130
COMPLETE = "_TRACKER_COMPLETE"
"""A shell that asks for completion says so in this variable."""


class Commands(click.Group):
    """Commands are imported when they are called, so that the others cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _modules():
            return None
        command: click.Command = _module(cmd_name).command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from tracker.model.suggest import closest

            near = closest(args[0], self.list_commands(ctx))
            said = f"{error.message} Did you mean `{near}`?" if near else error.message
            raise click.UsageError(said, ctx) from error

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        with usage_stops():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with usage_stops():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in the order in which people meet them, under the headings of their stages."""
        places = {name: getattr(_module(name), "PLACE", LAST) for name in self.list_commands(ctx)}
        longest = max(map(len, places))
        room = formatter.width - longest - 6
        rows: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(places, key=lambda name: (places[name][0].rank, places[name][1], name)):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                row = (f"{name:<{longest}}", command.get_short_help_str(room))
                rows.setdefault(places[name][0].value, []).append(row)
        for heading, found in rows.items():
            with formatter.section(heading):
                formatter.write_dl(found)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        fitting = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=_statement(name)) for name in fitting]
        return found + click.Command.shell_complete(self, ctx, incomplete)


def _modules() -> dict[str, str]:
    """The module of each command; one whose name Python keeps for itself ends in `_`."""
    return {info.name.rstrip("_"): info.name for info in pkgutil.iter_modules(commands.__path__)}


def _module(name: str) -> Any:
    return import_module(f"tracker.cli.commands.{_modules()[name]}")


def _statement(name: str) -> str:
    """What a command is, from the first line of its file: a shell waits for it, so nothing is imported."""
    with (Path(commands.__path__[0]) / f"{_modules()[name]}.py").open(encoding="utf-8") as file:
        return file.readline().partition(": ")[2].strip().strip('."')


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  tracker                     where you are, what is next
  tracker init                a workspace to start from
  tracker check --base main   what this branch does
  tracker COMMAND --help      how a command is used""",
)
@click.version_option(VERSION, message="tracker %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Keeps an organisation's work as plain YAML in git, and judges what a change does.

    Without a command it says where you are and what to do next.
    """
    if context.invoked_subcommand is None:
        from tracker.cli.typed.guide import guide

        guide()


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
    if COMPLETE in os.environ:
        from tracker.cli.terminal.shells import answer

        sys.exit(answer(cli, COMPLETE))
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
