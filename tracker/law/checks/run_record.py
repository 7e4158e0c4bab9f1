"""The rule `run-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, whole_of
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Run


@check(Severity.ERROR)
def run_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A finished run is never altered or deleted.

    A run that is completed, incomplete or cancelled is what flow, conformance and control charts
    are computed from. What is learned about it later is added as one more event; none of those that
    are there is changed or taken away, in a file of its own as in an event log. It goes only with the
    process that it belongs to, once that may go.

    Fails:
        2026-10-118,pay,2026-10-07T10:00+02:00, at the base
        2026-10-118,pay,2026-10-05T10:00+02:00, at the head

    Passes:
        one more line for 2026-10-118, with a note

    Mend: put the run back as it was, and add an event that says what was wrong.
    """
    before = change.before
    if change.kind != "run" or before is None or before.state not in MACHINES["run"].ended:
        return
    back = _back(before, law)
    if change.after is None:
        whole = whole_of(change, changes)
        if whole is None or not whole.is_removed:
            yield Found(Location(before.path), f"the finished {change.ref} is gone", back)
        return
    if not change.after.unreadable:
        yield from _altered(before, change.after, change, back)


_OF_EVENTS = ("status", "steps")
_COMPUTED = ("started", "finished")


def _altered(before: Entity[Run], after: Entity[Run], change: Change, back: str) -> Iterator[Found]:
    """What it said of the whole, but for the state, which moves or may not; then its events."""
    for field in change.fields:
        name = str(field.route[0])
        if name not in _OF_EVENTS and not (after.is_logged and name in _COMPUTED):
            message = f"the run was {before.state}, and its `{field.name}` is altered"
            yield Found(after.at(*field.route), message, back)
    if not (before.knows("steps") and after.knows("steps")):
        return
    left = list(after.record.steps)
    for at, event in enumerate(before.record.steps):
        if event in left:
            left.remove(event)
        else:
            message = f"the run was {before.state}, and its event `{event.step}` is altered or gone"
            now = after.record.steps[at : at + 1]
            route = ("steps", at) if now and now[0] not in before.record.steps else ()
            yield Found(after.at(*route), message, back)


def _back(before: Entity[Run], law: Law) -> str:
    if before.is_logged:
        return f"put its lines back from `git show {law.base}:{before.path}`"
    return f"put it back: `git checkout {law.base} -- {before.path}`"
