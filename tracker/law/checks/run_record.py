"""The rule `run-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, whole_of
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Done, Run


@check(Severity.ERROR)
def run_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A finished run is never altered or deleted.

    A run that is completed, incomplete or cancelled is what flow, conformance and control charts
    are computed from. What is learned about it later is added as one more event, in a file of its own
    behind the others; none of those that are there is changed, moved or taken away, in a file of its own
    as in an event log. It goes only with the process that it belongs to, once that may go. What is
    added does not open it again, nor does a new version: of runs that began before its
    `effective_from` it says nothing.

    Fails:
        2026-10-118,pay,2026-10-07T10:00+02:00, at the base
        2026-10-118,pay,2026-10-05T10:00+02:00, at the head

    Passes:
        one more line for 2026-10-118, with a note

    Mend: put the run back as it was, and add an event that says what was wrong.
    """
    before = change.before
    if change.kind == "process":
        yield from _of_another_end(change, changes)
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
        yield from _opened(before, change.after)


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


def _opened(before: Entity[Run], after: Entity[Run]) -> Iterator[Found]:
    """A run of a log is under way again once something in it is begun, and not over."""
    begun = _begun(after.record)
    if after.is_logged and after.state not in (None, *MACHINES["run"].ended) and begun is not None:
        message = f"the run was {before.state}, and is {after.state} again"
        hint = "say when that step was over; work that goes on is a run of its own"
        yield Found(after.at("steps", begun), message, hint)


def _begun(run: Run) -> int | None:
    """The place of the first step that is begun, and not over."""
    return next((at for at, one in enumerate(run.steps) if one.started and not one.finished), None)


def _of_another_end(change: Change, changes: tuple[Change, ...]) -> Iterator[Found]:
    """Runs of logs that are under way again, because other steps end their process now."""
    ended = MACHINES["run"].ended
    count = sum(
        one.kind == "run" and owner_of(one.id) == change.id
        and one.before is not None and one.before.state in ended
        and one.after is not None and one.after.is_logged and not one.after.unreadable
        and one.after.state not in (None, *ended) and _begun(one.after.record) is None
        for one in changes
    )  # fmt: skip
    if count and change.after is not None:
        message = f"with these steps {count:,} finished {'run is' if count == 1 else 'runs are'} under way again"
        hint = "say in `effective_from` from which day they hold: runs that began before keep their end"
        yield Found(change.after.at("steps", key=True), message, hint)


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
