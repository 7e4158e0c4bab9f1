"""The rule `baseline-moved`."""

from collections.abc import Iterator
from typing import Any

from tracker.analysis.promise import promise
from tracker.finding import Found, Location, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.gates import new_reviews
from tracker.law.leaving import leaves
from tracker.law.policy import Law
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
    is approved, by whom and on which day, and then holds the plan as it stands. It is written by
    commands and never typed, so one that says something else than the plan is refused.

    Fails:
        end: 2027-10-31, in baseline.yaml at the head, in place of 2027-09-30

    Passes:
        end: 2027-10-31, with `change: later-cut-over`, which is approved

    Mend: put the baseline back; or let the change request be approved, and name it in `change`.
    """
    if change.kind == "baseline":
        yield from _moved(change, law, work, changes)
        return
    for move, phase in leaves(change, law, "freeze-baseline"):
        is_taken = any(
            one.kind == "baseline" and one.id == change.id and one.after is not None
            for one in changes
        )
        if not is_taken:
            message = f"leaving {phase} freezes the baseline, and baseline.yaml did not come with this change"
            hint = f"`tracker move {change.id} {move.after}` writes it"
            yield Found(move.at, message, hint, (), move.before, move.after)


def _moved(change: Change, law: Law, work: Work, changes: tuple[Change, ...]) -> Iterator[Found]:
    project = next((one for one in changes if one.kind == "project" and one.id == change.id), None)
    if project is not None and (project.is_removed or law.founding):
        return
    after = change.after
    if after is None:
        assert change.before is not None
        path = change.before.path
        hint = f"put it back: `git checkout {law.base} -- {path}`"
        yield Found(Location(path), "the baseline is what was promised, and is gone", hint)
        return
    if after.unreadable or change.id not in work.projects:
        return
    reason = _unauthorised(after, project, law, work, changes)
    if reason is not None:
        yield Found(
            after.at(),
            reason,
            "put it back; it moves by `change: ID` of an approved change request",
        )
        return
    yield from _untrue(after, promise(work, change.id))


def _unauthorised(
    after: Entity[Baseline],
    project: Change | None,
    law: Law,
    work: Work,
    changes: tuple[Change, ...],
) -> str | None:
    """Why nobody allowed the baseline to move; None where a gate or a change request does."""
    frozen = (
        {move.machine for move, _ in leaves(project, law, "freeze-baseline")} if project else set()
    )
    came = {review.name for review in new_reviews(changes, after.id) if review.passes}
    if frozen and (after.record.gate in came or not came):
        return None
    if project is not None and project.is_new and project.after and law.imports(project.after):
        return None
    name = after.record.change
    if name is None:
        return "the baseline moves without a change request"
    request = work.of("change").get(f"{after.id}/{name}")
    if request is None:
        return f"the baseline moves by the change request `{name}`, which is not there"
    record = request.record
    if record.decision != "approved":
        return f"the baseline moves by the change request `{name}`, which is {record.decision}"
    if not (record.decided_by and record.decided_on):
        return f"the change request `{name}` is approved without saying by whom and when"
    return None


def _untrue(after: Entity[Baseline], true: dict[str, Any]) -> Iterator[Found]:
    """Where the baseline says something else than the project and its plan."""
    said = after.plain()
    for key in ("start", "end", "budget", "deliverables", "milestones", "tasks"):
        wanted, found = true.get(key), said.get(key)
        if key == "tasks":
            found = {
                id: {"effort": one.get("effort")}
                for id, one in (found or {}).items()
                if "effort" in one
            }
            wanted = wanted or {}
        if found != wanted and (found or wanted):
            message = f"the baseline says another `{key}` than the project and its plan"
            yield Found(
                after.at(key), message, "let a command write it: it holds what the plan holds"
            )
