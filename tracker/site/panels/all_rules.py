"""Every rule of the check, with how grave it is here, and those that are switched off."""

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.rules import rules


@panel("rules", place=30, title="Every rule", span=Span.WIDE)
def all_rules(status: Status, page: Page) -> Values | None:
    law = status.verdict.law
    rows = rules(law, status.findings) if law is not None else []
    off = [one for one in rows if one.severity is None]
    return {"rows": rows, "off": off, "count": len(rows)} if rows else None
