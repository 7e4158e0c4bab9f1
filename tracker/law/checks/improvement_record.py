"""The rule `improvement-record`."""

from collections.abc import Iterator

from tracker.analysis.improvement import CLOSED
from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law

_SETTLED = ("measure", "baseline", "target", "effective_from")


@check(Severity.ERROR)
def improvement_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """An improvement that is over stays as it was told.

    The baseline, the target and the result of an improvement that is closed or dropped say what was
    tried and what came of it; what it is measured by is not altered in the change that closes it.
    Which version of the process made it standard may be added. It goes only with its process.

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
    if after is not None and after.state == CLOSED != before.state:
        yield from _moved(change, law)
    if before.state not in MACHINES["improvement"].ended:
        return
    if after is not None and _is_standard_now(change):
        return
    yield from touched(change, law, changes, "improvement", "what is tried again is a new one")


def _moved(change: Change, law: Law) -> Iterator[Found]:
    """What it is measured by, altered in the change that closes it."""
    for one in change.fields:
        if one.route[0] in _SETTLED and one.before is not None and change.after is not None:
            message = f"the improvement is closed, and its `{one.name}` is altered with it"
            hint = f"close it by what was agreed: `git show {law.base}:{change.after.path}`"
            yield Found(change.after.at(*one.route), message, hint)


def _is_standard_now(change: Change) -> bool:
    """Whether all that it says anew is the version that made it standard."""
    return all(one.name == "version" and one.before is None for one in change.fields)
