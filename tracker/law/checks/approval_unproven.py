"""The rule `approval-unproven`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.approval import Fault, rejected
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.policy import Law


@check(Severity.ERROR)
def approval_unproven(law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """An approval is proved as the law asks for.

    `approvals: {proof: signature}` takes an SSH signature over the digest, of a key that the
    person has at the base. `proof: review` takes the forge's own review, handed in as a file:
    the latest of that account, approved, of the head commit, and not a bot's. With `recorded` a
    name in a file is enough, and is told as what it is: recorded, not verified.

    Fails:
        approvals/finance-director.yaml without `signature`, where the law says signature

    Passes:
        approvals/finance-director.yaml, signed with the key of its identity.yaml

    Mend: run `tracker approve PROJECT` with the key at hand; or review the pull request.
    """
    yield from rejected(law, changes, Fault.UNPROVEN)
