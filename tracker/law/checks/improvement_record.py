"""The rule `improvement-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law


@check(Severity.ERROR)
def improvement_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """An improvement that is over stays as it was told.

    The baseline, the target and the result of an improvement that is closed or dropped say what was
    tried and what came of it. Which version of the process made it standard may be added. It goes
    only with its process.

    Fails:
        result: {verdict: not-confirmed, value: 6h}, at the base, in an improvement that is closed
        result: {verdict: confirmed, value: 3h}, at the head

    Passes:
        version: 3, at the head, where the base has none

    Mend: put it back as it was; what is tried again is a new improvement.
    """
    before, after = change.before, change.after
    if change.kind != "improvement" or before is None:
        return
    if before.state not in MACHINES["improvement"].ended:
        return
    if after is not None and _is_standard_now(change):
        return
    yield from touched(change, law, changes, "improvement", "what is tried again is a new one")


def _is_standard_now(change: Change) -> bool:
    """Whether all that it says anew is the version that made it standard."""
    return all(one.name == "version" and one.before is None for one in change.fields)
