"""The rule `approval-stale`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.approval import Fault, rejected
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.policy import Law


@check(Severity.ERROR)
def approval_stale(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """An approval is of what stands there now.

    Its digest is made of the review, the project without its status, the plan and the lifecycle
    of the base, by their values: comments and layout do not matter. Where one of them changes
    afterwards, or the file is copied to another gate or project, it is no approval any more. It
    comes with the move that it is of: beside a review that moves nothing, or that landed earlier,
    it approves nothing.

    Fails:
        budget raised, after the sponsor approved

    Passes:
        a comment added, after the sponsor approved

    Mend: look at the change once more, and run `tracker approve PROJECT` again.
    """
    yield from rejected(law, changes, Fault.STALE)
