"""The rule `run-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, whole_of
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Done, Run


@check(Severity.ERROR)
def run_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A finished run is never altered or deleted.

    A run that is completed, incomplete or cancelled is what flow, conformance and control charts
    are computed from. What is learned about it later is added as one more event, in a file of its own
    behind the others; none of those that are there is changed, moved or taken away, in a file of its own
    as in an event log. It goes only with the process that it belongs to, once that may go.

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
    for at, message in _events(before.record.steps, after.record.steps, after.is_logged):
        is_there = at < len(after.record.steps)
        route = ("steps", at) if is_there else ()
        yield Found(after.at(*route), f"the run was {before.state}, and {message}", back)


def _events(
    before: tuple[Done, ...], after: tuple[Done, ...], is_logged: bool
) -> Iterator[tuple[int, str]]:
    """What was done to the events that were there, each with the place where it shows.

    The lines of a log stand in the order of its time, so that a new one may stand among them.
    """
    place = 0
    for at, event in enumerate(before):
        found = next((to for to in range(place, len(after)) if after[to] == event), None)
        if found is not None:
            if found > place and not is_logged and event not in after[:place]:
                yield (
                    place,
                    f"an event is put in before its `{event.step}`, and not behind the last",
                )
            place = found + 1
        elif event in after:
            yield after.index(event), f"its event `{event.step}` is moved"
        else:
            is_other = at < len(after) and after[at] not in before
            yield at if is_other else len(after), f"its event `{event.step}` is altered or gone"


def _back(before: Entity[Run], law: Law) -> str:
    if before.is_logged:
        return f"put its lines back from `git show {law.base}:{before.path}`"
    return f"put it back: `git checkout {law.base} -- {before.path}`"
