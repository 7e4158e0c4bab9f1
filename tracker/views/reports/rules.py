"""The rules: what each asks for and how it is mended, how grave it is under this law, and what it found."""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.finding import Severity
from tracker.law.check import IGNORE, Check, checks
from tracker.law.policy import Law
from tracker.views.reports.findings import FindingRow

_MEND = "Mend:"


@dataclass(frozen=True)
class RuleRow:
    """One rule under a law: `severity` is None where the law switches it off.

    `changed` is true where the law says another severity than the rule itself.
    """

    rule: str
    statement: str
    mend: str
    asks: str
    severity: Severity | None
    changed: bool
    found: int


def rules(law: Law, found: Iterable[FindingRow]) -> list[RuleRow]:
    """Every rule, by name."""
    counts: dict[str, int] = {}
    for row in found:
        counts[row.finding.rule] = counts.get(row.finding.rule, 0) + 1
    return [_row(one, law, counts.get(name, 0)) for name, one in sorted(checks().items())]


def _row(one: Check, law: Law, found: int) -> RuleRow:
    said = law.settings.rules.get(one.rule)
    own = one.severity_under(law)
    severity = None if said == IGNORE else Severity(said or own)
    return RuleRow(
        one.rule, one.statement, mend(one), one.asks, severity, severity is not own, found
    )


def mend(one: Check) -> str:
    """How to mend, as the page of the rule says it; "" where it does not."""
    _, label, rest = one.page.partition(_MEND)
    paragraph = inspect.cleandoc(rest).partition("\n\n")[0] if label else ""
    said = " ".join(paragraph.split())
    return said[:1].upper() + said[1:]
