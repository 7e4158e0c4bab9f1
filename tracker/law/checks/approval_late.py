"""The rule `approval-late`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.past import Past
from tracker.model.work import Work


@check(Severity.WARNING)
def approval_late(
    change: Change, changes: tuple[Change, ...], work: Work, past: Past
) -> Iterator[Found]:
    """An approval landed with its move, not after it.

    An approval is asked for so that a move does not happen without it. One that lands after the
    move says that somebody agreed in the end. Where it is good for what was moved, by the law of
    the move, the audit says this alone; where it is not, `approval-missing` stays at the move.
    Only a history can show that; so this is judged by `tracker audit` alone. A branch that is
    rebased lands so, commit by commit.

    Fails:
        gates/definition-2026-09-25/approvals/finance-director.yaml, three days after its review

    Passes:
        the approval comes in the change that brings the review and moves the phase

    Mend: nothing can: the move was made. See why the check of its change did not hold it up.
    """
    after = change.after
    if change.kind != "approval" or change.before is not None or after is None:
        return
    review, _, person = change.id.rpartition("/")
    came = any(one.kind == "review" and one.id == review and one.is_new for one in changes)
    if came or review not in work.of("review"):
        return
    landed = past.reviews.get(review)
    since = f", which came on {landed.day}" if landed is not None else ""
    message = f"the approval of {person} landed after the review of its gate{since}"
    yield Found(after.at(), message, "see why the move was not held up until it was approved")
