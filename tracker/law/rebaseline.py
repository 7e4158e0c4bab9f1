"""Whether a baseline may move: a gate freezes it, and a change request that was approved moves it.

Pure: the change of a baseline goes in, the first reason against it comes out. Source: formats,
baseline and changes.
"""

from datetime import date
from typing import NamedTuple

from tracker.law.change import Change, project_of
from tracker.law.deciding import APPROVED, decided_now, faults, wrote_it
from tracker.law.gates import Held, new_reviews
from tracker.law.leaving import FREEZES, leaves
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Baseline, ChangeRequest, Impact
from tracker.model.work import Work


class Reason(NamedTuple):
    """Why a baseline may not move, where that is said, and what to do."""

    said: str
    route: tuple[str, ...] = ()
    hint: str = "put it back; it moves by `change: ID` of an approved change request"


def unauthorised(
    change: Change, after: Entity[Baseline], law: Law, work: Work, changes: tuple[Change, ...]
) -> Reason | None:
    """Why nobody allowed the baseline to move; None where a gate or a change request does."""
    reason = _untimely(change, after, law)
    if reason is not None:
        return reason
    project = project_of(change.id, changes)
    if project is not None and any(leaves(project, law, FREEZES, changes)):
        return _not_of_the_gate(after, new_reviews(changes, after.id))
    name = after.record.change
    if name is None:
        return Reason("the baseline moves without a change request")
    request = work.of("change").get(f"{after.id}/{name}")
    reason = _not_by_request(name, request, change, law, changes)
    return reason or _beyond(change, after, law, work, changes)


def _untimely(change: Change, after: Entity[Baseline], law: Law) -> Reason | None:
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
    return Reason(said, ("taken_on",), f"write the day: `taken_on: {law.as_of}`")


def _not_of_the_gate(after: Entity[Baseline], came: tuple[Held, ...]) -> Reason | None:
    """Where a gate freezes the baseline it names the review, and its day."""
    passing = {one.name: one.day for one in came if one.passes}
    if not passing:
        return None  # a phase without a gate; one with a gate has a finding of `gate-review`
    if after.record.gate not in passing:
        name = next(iter(passing))
        said = f"the gate {name} freezes the baseline, which does not name it"
        return Reason(said, ("gate",), f"write `gate: {name}`")
    taken, day = after.record.taken_on, passing[after.record.gate]
    if taken is not None and day is not None and taken < day:
        said = f"the baseline is taken on {taken}, before the gate that freezes it was held"
        return Reason(said, ("taken_on",), f"write the day of the gate: `taken_on: {day}`")
    return None


def _not_by_request(
    name: str,
    request: Entity[ChangeRequest] | None,
    change: Change,
    law: Law,
    changes: tuple[Change, ...],
) -> Reason | None:
    """Why a change request does not let the baseline move: one that is approved does, and once."""
    said = f"the baseline moves by the change request `{name}`, which"
    if request is None:
        return Reason(f"{said} is not there", ("change",))
    if request.state != APPROVED:
        return Reason(f"{said} is {request.state}", ("change",))
    for fault in faults(request, law, changes):
        return Reason(f"{said} {fault.said}", ("change",), fault.hint)
    if not _is_fresh(request, change, changes):
        hint = (
            "a request moves it once, in the change that approves it or soon after: raise a new one"
        )
        return Reason(
            f"{said} was approved by the time the one of the base was taken", ("change",), hint
        )
    author = wrote_it(request, law, changes)
    if author is not None:
        hint = "let somebody else bring the new plan and its baseline, or decide"
        return Reason(f"{said} {author} approved, who wrote part of this change", ("change",), hint)
    return None


def _is_fresh(request: Entity[ChangeRequest], change: Change, changes: tuple[Change, ...]) -> bool:
    """True where no baseline was taken since the request was approved: each moves it once.

    On the day itself the change that approves it tells, or that a gate took the baseline before.
    """
    decided, before = request.record.decided_on, change.before
    if decided is None or before is None or before.record.taken_on is None:
        return decided is not None
    if decided != before.record.taken_on:
        return bool(decided > before.record.taken_on)
    is_new = any(one.id == request.id and decided_now(one) for one in changes)
    return is_new or before.record.change is None


def _beyond(
    change: Change, after: Entity[Baseline], law: Law, work: Work, changes: tuple[Change, ...]
) -> Reason | None:
    """Where the baseline moves further than was approved since the one that the base has."""
    if change.before is None or change.before.unreadable:
        return None
    old, new = change.before.record, after.record
    impacts = [
        one.record.impact or Impact()
        for one in work.of("change").values()
        if owner_of(one.id) == after.id and one.state == APPROVED
        if _is_fresh(one, change, changes) and not any(faults(one, law, changes))
    ]
    if new.end not in (old.end, *(one.end for one in impacts if one.end)):
        said = f"the baseline ends on {new.end}, and no request that was approved says so"
        return Reason(said, ("end",), f"let one be approved with `impact: {{end: {new.end}}}`")
    cost = sum(one.cost for one in impacts if one.cost)
    more = (new.budget or 0) - (old.budget or 0)
    if more > max(cost, 0):
        said = f"the budget of the baseline grows by {more}, and approved requests say {cost}"
        return Reason(said, ("budget",), f"let one be approved with `impact: {{cost: {more}}}`")
    return None


def _taken(change: Change) -> date | None:
    return change.before.record.taken_on if change.before is not None else None
