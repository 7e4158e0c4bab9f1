"""`tracker explain`: the page of a rule, as its check states it."""

import click

from tracker.cli.candidates import RULE
from tracker.cli.stages import Stage
from tracker.cli.stop import Stop
from tracker.law.check import Check, checks
from tracker.model.suggest import did_you_mean

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
    if rule is None:
        width = max(map(len, rules))
        for name in sorted(rules):
            click.echo(f"{name:<{width}}  {rules[name].statement}")
        return
    if rule not in rules:
        hint = did_you_mean(rule, rules, "`tracker explain` lists every rule")
        raise Stop(f"there is no rule {rule!r}", hint)
    click.echo(_page(rules[rule]))


def _page(rule: Check) -> str:
    return f"{rule.rule} ({rule.severity}, {rule.asks})\n\n{rule.page}"
