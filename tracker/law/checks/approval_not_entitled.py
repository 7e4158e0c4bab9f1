"""The rule `approval-not-entitled`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.approval import Fault, rejected
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.policy import Law


@check(Severity.ERROR)
def approval_not_entitled(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """Only those whom the gate names approve.

    An approval says as what it is given: a field of the project, or a role. It counts where the
    person was that at the base: a change cannot make its author the sponsor, nor give away a
    role, and approve itself with it.

    Fails:
        approvals/controller.yaml, `role: sponsor`, where the sponsor is the finance director

    Passes:
        approvals/finance-director.yaml, `role: sponsor`

    Mend: let one approve whom the gate names; or change who that is first, in a change of its own.
    """
    yield from rejected(law, changes, Fault.NOT_ENTITLED)
