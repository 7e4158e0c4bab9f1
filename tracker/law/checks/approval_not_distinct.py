"""The rule `approval-not-distinct`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.approval import Fault, rejected
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.policy import Law


@check(Severity.ERROR)
def approval_not_distinct(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """Nobody approves their own work.

    The approver is another person than the manager of the project, and than the authors,
    co-authors and committers of the commits that touch it, approvals apart. People are told by
    the addresses of their identities at the base, so a second address is no second person.

    Fails:
        approvals/programme-manager.yaml, in a project whose manager is programme-manager

    Passes:
        approvals/finance-director.yaml, who wrote no commit of the change

    Mend: let somebody else approve whom the gate names.
    """
    yield from rejected(law, changes, Fault.NOT_DISTINCT)
