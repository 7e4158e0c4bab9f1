"""The rule `change-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law


@check(Severity.ERROR)
def change_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A change request that was decided is never altered or deleted.

    Once it is approved or rejected, a change request is the record of what was asked for, what it
    was said to cost, who decided and when. A baseline may have moved by it. What is wanted
    afterwards is a new request. One that is proposed or postponed may still be worded anew. It
    goes only with the project that it belongs to, once that may go.

    Fails:
        impact: {cost: 6500}, at the base, and approved
        impact: {cost: 65000}, at the head, in the same request

    Passes:
        a second request in a file of its own, with what is wanted now

    Mend: put the request back as it was, and write a new one.
    """
    before = change.before
    if change.kind != "change" or before is None or before.state not in MACHINES["change"].ended:
        return
    instead = "what is wanted now is a new one"
    yield from touched(change, law, changes, "change request", instead)
