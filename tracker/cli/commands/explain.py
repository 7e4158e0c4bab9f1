"""`tracker explain`: the page of a rule, as its check states it."""

import sys

import click

from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.terminal.width import WIDE, width
from tracker.cli.typed.candidates import RULE
from tracker.law.check import Check, checks
from tracker.model.suggest import did_you_mean
from tracker.outputs.columns import reflowed

PLACE = (Stage.HELP, 1)


@click.command(
    epilog="""\b
Examples:
  tracker explain                   every rule in one line
  tracker explain phase-transition  what it asks, why, and how to mend it"""
)
@click.argument("rule", required=False, shell_complete=RULE)
def command(rule: str | None) -> None:
    """Says what a rule asks for, and how to mend."""
    rules = checks()
    room = width(sys.stdout) or WIDE
    if rule is None:
        longest = max(map(len, rules))
        for name in sorted(rules):
            for line in lines(f"{name:<{longest}} ", rules[name].statement, room):
                click.echo(line)
        return
    if rule not in rules:
        hint = did_you_mean(rule, rules, "`tracker explain` lists every rule")
        raise Stop(f"there is no rule {rule!r}", hint)
    for line in reflowed(_page(rules[rule]), room):
        click.echo(line)


def _page(rule: Check) -> str:
    return f"{rule.rule} ({rule.severity}, {rule.asks})\n\n{rule.page}"
