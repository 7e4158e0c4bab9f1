"""What the check finds now, rule by rule."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.rules import rules

MOST = 200
"""How many findings of a rule are listed; of the others it says how many there are."""


@panel("rules", place=10, title="What the check says now", span=Span.WIDE)
def broken_rules(status: Status, page: Page) -> Values:
    law = status.verdict.law
    mends = {one.rule: one.mend for one in rules(law, ())} if law is not None else {}
    return {"groups": status.rules, "mends": mends, "count": len(status.findings), "MOST": MOST}
