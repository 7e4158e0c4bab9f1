"""The few numbers at the top of the page on knowledge; those on trainings are for the organisation alone."""

from collections import Counter

from tracker.analysis.handover import Passing
from tracker.analysis.knowledge import RECENT
from tracker.analysis.training import SOON
from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status

_OPEN = (Passing.ALONE, Passing.HELD)


@panel("knowledge", place=10, span=Span.WIDE)
def knowledge_tiles(status: Status, page: Page) -> Values:
    known = status.knowing
    states = Counter(one.state for one in known.standings if one.roles)
    rows = [row for rows in known.handovers.values() for row in rows]
    return {
        "alone": len(known.alone),
        "lost": sum(one.bus_factor == 0 for one in known.alone),
        "done": sum(one.bus_factor is not None for one in known.steps),
        "states": states,
        "leaving": len(known.handovers),
        "open": sum(row.passing in _OPEN for row in rows),
        "RECENT": RECENT,
        "SOON": SOON,
    }
