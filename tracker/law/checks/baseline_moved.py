"""The rule `baseline-moved`."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from tracker.analysis.promise import promise
from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, project_of
from tracker.law.check import check
from tracker.law.gates import Held, new_reviews
from tracker.law.leaving import leaves
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Baseline, ChangeRequest
from tracker.model.work import Work


@check(Severity.ERROR)
def baseline_moved(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A baseline moves only by an approved change request.

    A phase with `on_leave: [freeze-baseline]` is left with a `baseline.yaml` that holds the
    dates, the budget and the effort as the project and its plan have them then. Afterwards the
    plan may slip, and the slip shows; the baseline itself moves only with a change request that
    is approved, by whom and on which day, and then holds the plan as it stands. One request moves
    it once. A baseline is written by `tracker move` and never typed, so one that says something
    else than the plan is refused.

    Fails:
        end: 2027-10-31, in baseline.yaml at the head, in place of 2027-09-30

    Passes:
        end: 2027-10-31, with `change: later-cut-over`, which is approved

    Mend: put the baseline back; or let the change request be approved, and name it in `change`.
    """
    if change.kind == "baseline":
        yield from _moved(change, law, work, changes)
        return
    for move, phase in leaves(change, law, "freeze-baseline", changes):
        is_taken = any(
            one.kind == "baseline" and one.id == change.id and one.after is not None
            for one in changes
        )
        if not is_taken:
            message = f"leaving {phase} freezes the baseline, and baseline.yaml did not come with this change"
            hint = f"`tracker move {change.id} {move.after}` writes it"
            yield Found(move.at, message, hint, (), move.before, move.after)


def _moved(change: Change, law: Law, work: Work, changes: tuple[Change, ...]) -> Iterator[Found]:
    before, after = change.before, change.after
    project = project_of(change.id, changes)
    if law.founding or (project is not None and project.is_removed):
        return
    if after is None:
        assert before is not None
        hint = f"put it back: `git checkout {law.base} -- {before.path}`"
        yield Found(Location(before.path), "the baseline is what was promised, and is gone", hint)
        return
    is_renamed = before is not None and not before.unreadable and not change.fields
    is_taken_in = (
        project is not None
        and project.is_new
        and project.after is not None
        and law.imports(project.after)
    )
    if after.unreadable or change.id not in work.projects or is_renamed or is_taken_in:
        return
    reason = _unauthorised(change, after, law, work, changes)
    if reason is not None:
        yield Found(after.at(*reason.route), reason.said, reason.hint)
        return
    yield from _untrue(after, promise(work, change.id))


class _Reason(NamedTuple):
    """Why a baseline may not move, where that is said, and what to do."""

    said: str
    route: tuple[str, ...] = ()
    hint: str = "put it back; it moves by `change: ID` of an approved change request"


def _unauthorised(
    change: Change, after: Entity[Baseline], law: Law, work: Work, changes: tuple[Change, ...]
) -> _Reason | None:
    """Why nobody allowed the baseline to move; None where a gate or a change request does."""
    reason = _untimely(change, after, law)
    if reason is not None:
        return reason
    project = project_of(change.id, changes)
    if project is not None and any(leaves(project, law, "freeze-baseline", changes)):
        return _not_of_the_gate(after, new_reviews(changes, after.id))
    name = after.record.change
    if name is None:
        return _Reason("the baseline moves without a change request")
    return _not_by_request(name, work.of("change").get(f"{after.id}/{name}"), change)


def _untimely(change: Change, after: Entity[Baseline], law: Law) -> _Reason | None:
    """Baselines are taken one after the other, and none in the future."""
    taken, earlier = after.record.taken_on, _taken(change)
    if taken is None:
        said = "the baseline does not say on which day it was taken"
    elif taken > law.as_of:
        said = f"the baseline is taken on {taken}, which is still to come"
    elif earlier is not None and taken < earlier:
        said = f"the baseline is taken on {taken}, before the one that the base has"
    else:
        return None
    return _Reason(said, ("taken_on",), f"write the day: `taken_on: {law.as_of}`")


def _not_of_the_gate(after: Entity[Baseline], came: tuple[Held, ...]) -> _Reason | None:
    """Where a gate freezes the baseline it names the review, and its day."""
    passing = {one.name: one.day for one in came if one.passes}
    if not passing:
        return None  # a phase without a gate; one with a gate has a finding of `gate-review`
    if after.record.gate not in passing:
        name = next(iter(passing))
        said = f"the gate {name} freezes the baseline, which does not name it"
        return _Reason(said, ("gate",), f"write `gate: {name}`")
    taken, day = after.record.taken_on, passing[after.record.gate]
    if taken is not None and day is not None and taken < day:
        said = f"the baseline is taken on {taken}, before the gate that freezes it was held"
        return _Reason(said, ("taken_on",), f"write the day of the gate: `taken_on: {day}`")
    return None


def _not_by_request(
    name: str, request: Entity[ChangeRequest] | None, change: Change
) -> _Reason | None:
    """Why a change request does not let the baseline move: one that is approved does, and once."""
    said = f"the baseline moves by the change request `{name}`, which"
    if request is None:
        return _Reason(f"{said} is not there", ("change",))
    record, earlier = request.record, _taken(change)
    if record.decision != "approved":
        return _Reason(f"{said} is {record.decision}", ("change",))
    if not (record.decided_by and record.decided_on):
        return _Reason(f"{said} is approved without saying by whom and when", ("change",))
    before = change.before.record.change if change.before is not None else None
    if before == name or (earlier is not None and record.decided_on < earlier):
        return _Reason(f"{said} was approved before the baseline that the base has", ("change",))
    return None


def _taken(change: Change) -> date | None:
    return change.before.record.taken_on if change.before is not None else None


def _untrue(after: Entity[Baseline], true: Mapping[str, Any]) -> Iterator[Found]:
    """Where the baseline says something else than the project and its plan."""
    said = after.plain()
    for key in ("start", "end", "budget", "deliverables", "milestones", "tasks"):
        if _promised(said.get(key)) != _promised(true.get(key)):
            message = f"the baseline says another `{key}` than the project and its plan"
            hint = (
                f"`tracker move` writes it, and holds what the plan holds: {_told(true.get(key))}"
            )
            yield Found(after.at(key), message, hint)


def _promised(value: Any) -> Any:
    """What is compared: nothing is the same as nothing that is promised."""
    if not isinstance(value, dict):
        return value
    held = {id: _promised(one) for id, one in value.items()}
    return {id: one for id, one in held.items() if one is not None} or None


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return f"{len(value)} of them"
    return "none" if value is None else str(value)
