"""`tracker completion`: the script that completes commands, ids and phases in a shell."""

import click

from tracker.cli.terminal.stages import Stage
from tracker.cli.typed.options import OneOf

PLACE = (Stage.HELP, 3)


@click.command(
    epilog="""\b
Examples:
  tracker completion bash             prints the script of bash
  eval "$(tracker completion bash)"   takes it in: a line of ~/.bashrc
  eval "$(tracker completion zsh)"    the same in ~/.zshrc, after compinit
  tracker completion fish | source    the same in ~/.config/fish/config.fish"""
)
@click.argument("shell", type=OneOf(lambda: ("bash", "zsh", "fish")))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Prints the script by which a shell completes Tracker.

    It then knows commands and options, and from the files of the workspace ids, kinds, phases,
    lifecycles and revisions.
    """
    from tracker.cli.main import COMPLETE
    from tracker.cli.terminal.shells import script

    click.echo(script(context.find_root().command, shell, COMPLETE), nl=False)
