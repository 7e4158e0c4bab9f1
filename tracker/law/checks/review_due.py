"""The rule `review-due`."""

from collections.abc import Iterator
from datetime import date

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.model.work import Work


@check(Severity.WARNING)
def review_due(work: Work, as_of: date) -> Iterator[Found]:
    """What is to be looked at again is looked at by its day.

    A process says in `next_review` when somebody reads it again, an improvement in `review_on` when
    it is measured again. A procedure that nobody has read for long is not how the work is done.

    Fails:
        next_review: 2026-06-30, in an active process, in November

    Passes:
        next_review: 2027-01-15

    Mend: review it, then write the next day; or retire the process, or close the improvement.
    """
    for process in work.processes.values():
        record = process.record
        if record.status not in (None, "draft", "retired") and _is_past(record.next_review, as_of):
            message = f"the review of process `{process.id}` was due on {record.next_review}"
            hint = "read it with those who do it, then write the next day into `next_review`"
            yield Found(process.at("next_review"), message, hint)
    for one in work.improvements.values():
        if one.state not in (None, *MACHINES["improvement"].ended) and _is_past(
            one.record.review_on, as_of
        ):
            message = f"the improvement was to be measured again on {one.record.review_on}"
            hint = "measure it, then close it with its `result`; or write another day"
            yield Found(one.at("review_on"), message, hint)


def _is_past(day: date | None, as_of: date) -> bool:
    return day is not None and day < as_of
