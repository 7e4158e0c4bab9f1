"""How a process did lately: whether the runs that were completed last kept its service level.

Of all runs that ever were the past may be better than what people meet today, or worse. So what calls
for somebody's attention is judged by the runs completed in the last 90 days, and only where there are
10 of them: of fewer, one that was late would decide it. Percent and span are those of the promise, as
`servicelevel.py` counts them.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.analysis.cases import Case
from tracker.analysis.percentile import sample
from tracker.analysis.servicelevel import Kept, kept
from tracker.model.records import Calendar, ServiceLevel

DAYS = 90
ENOUGH = 10
"""So many runs must have been completed in these days."""


def lately(
    promise: ServiceLevel | None, cases: Iterable[Case], as_of: date, calendar: Calendar | None
) -> Kept | None:
    """How the runs that were completed in the last days stand to the promise; None of too few."""
    since = as_of - min(timedelta(days=DAYS), as_of - date.min)
    recent = [one for one in cases if _is_completed(one, since, as_of)]
    if len(recent) < ENOUGH:
        return None
    times = sample((one.cycle for one in recent if one.cycle is not None), "")
    return kept(promise, recent, times, calendar)


def _is_completed(case: Case, since: date, as_of: date) -> bool:
    """True of a run whose cycle time is known and that was completed after a day, up to another."""
    return case.cycle is not None and case.ended is not None and since < case.ended.date() <= as_of
