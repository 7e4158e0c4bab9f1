"""The rule `run-record`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, whole_of
from tracker.law.check import check
from tracker.law.events import touched
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.law.renames import Names, names
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Run


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
        yield from _altered(before, change.after, change, back, names(changes, "person"))
        yield from _opened(before, change.after)


_COMPUTED = ("status", "started", "finished")
"""What follows from the events of a log. What a file of its own said, a log has to come to."""


def _altered(
    before: Entity[Run], after: Entity[Run], change: Change, back: str, names: Names
) -> Iterator[Found]:
    """What it said of the whole; a state in a file of its own moves or may not. Then its events."""
    free: tuple[str, ...] = ("steps", "status")
    if after.is_logged:
        free = ("steps", *_COMPUTED) if before.is_logged else ("steps",)
    for field in change.fields:
        if field.route[0] not in free:
            message = f"the run was {before.state}, and its `{field.name}` is altered"
            yield Found(after.at(*field.route), message, back)
    if before.knows("steps") and after.knows("steps"):
        for place, said in touched(before, after, names):
            route = () if place is None else ("steps", place)
            yield Found(after.at(*route), f"the run was {before.state}, and {said}", back)


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


def _back(before: Entity[Run], law: Law) -> str:
    if before.is_logged:
        return f"put its lines back from `git show {law.base}:{before.path}`"
    return f"put it back: `git checkout {law.base} -- {before.path}`"
