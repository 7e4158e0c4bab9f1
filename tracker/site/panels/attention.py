"""What needs attention, the gravest first."""

from tracker.site.page import Page, Values
from tracker.site.panel import panel
from tracker.site.status import Status

MOST = 12
"""How many findings the overview shows before it leads to the page of all."""


@panel("overview", place=20, title="Needs attention")
def attention(status: Status, page: Page) -> Values:
    return {"rows": status.attention[:MOST]}
