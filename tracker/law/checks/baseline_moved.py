"""The rule `baseline-moved`."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.analysis.promise import promise
from tracker.finding import Found, Location, Severity
from tracker.law.change import Change, project_of
from tracker.law.check import check
from tracker.law.leaving import FREEZES, leaves
from tracker.law.policy import Law
from tracker.law.rebaseline import unauthorised
from tracker.model.entity import Entity
from tracker.model.records import Baseline
from tracker.model.work import Work


@check(Severity.ERROR)
def baseline_moved(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A baseline moves only by an approved change request.

    A phase with `on_leave: [freeze-baseline]` is left with a `baseline.yaml` that holds the
    dates, the budget and the effort as the project and its plan have them then. Afterwards the
    plan may slip, and the slip shows; the baseline itself moves only with a change request that
    is approved by one who may (`change-decision`) and who did not write what it lets through. It
    then holds the plan as it stands, with no other end and no more cost than the `impact` of what
    was approved says. One request moves it once. A baseline is written by `tracker move` and never
    typed, so one that says something else than the plan is refused.

    Fails:
        end: 2027-10-31, in baseline.yaml at the head, in place of 2027-09-30

    Passes:
        end: 2027-10-31, with `change: later-cut-over`, which is approved

    Mend: put the baseline back; or let the change request be approved, and name it in `change`.
    """
    if change.kind == "baseline":
        yield from _moved(change, law, work, changes)
        return
    for move, phase in leaves(change, law, FREEZES, changes):
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
    reason = unauthorised(change, after, law, work, changes)
    if reason is not None:
        yield Found(after.at(*reason.route), reason.said, reason.hint)
        return
    yield from _untrue(after, promise(work, change.id))


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
