"""Dates that were moved: of a project its end, of a deliverable or milestone when it is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.finding import Route
from tracker.law.change import Change
from tracker.law.history import Step
from tracker.law.threads import At, Thread, at, authored
from tracker.model.entity import Entity


@dataclass(frozen=True)
class Slip:
    """A date that was moved, and why; `part` is what has it, "" where that is the project itself."""

    thread: Thread
    part: str
    kind: str
    field: str
    before: date
    after: date
    at: At
    why: str
    change: str | None = None

    @property
    def id(self) -> str:
        return f"{self.thread.id}/{self.part}" if self.part else self.thread.id

    @property
    def days(self) -> int:
        """How far; less than nothing where it was brought forward."""
        return (self.after - self.before).days


def slips(thread: Thread, change: Change, step: Step) -> Iterator[Slip]:
    """The dates that a change moves; one that was taken away moves when there is another one."""
    if change.kind not in ("project", "plan") or change.after is None:
        return
    for one in change.fields:
        found = _due(change.after, one.route)
        if found is None:
            continue
        before, after = _date(one.before), _date(one.after)
        key = ".".join((*found, str(one.route[-1])))
        before = before or thread.gone.pop(key, None)
        if before is not None and after is None:
            thread.gone[key] = before
        elif before is not None and after is not None and before != after:
            yield _slip(thread, found, change.id, step, (str(one.route[-1]), before, after))


def _slip(
    thread: Thread, of: tuple[str, str], project: str, step: Step, moved: tuple[str, date, date]
) -> Slip:
    kind, part = of
    request = _request(step, project, moved[2])
    decided = request.record.decided_on if request is not None else None
    there = at(step, decided or authored(step))
    if request is None:
        return Slip(thread, part, kind, *moved, there, step.commit.subject)
    return Slip(thread, part, kind, *moved, there, request.title, request.id.rpartition("/")[2])


def _due(after: Entity[Any], route: Route) -> tuple[str, str] | None:
    """What a date belongs to: its kind, and its id in the project."""
    if after.kind == "project":
        return ("project", "") if route == ("end",) else None
    if len(route) != 3 or route[2] != "due" or route[0] not in _PARTS_DUE:
        return None
    item = getattr(after.record, str(route[0]))[int(route[1])]
    return (_PARTS_DUE[str(route[0])], item.id) if item.id else None


_PARTS_DUE: Mapping[str, str] = {"deliverables": "deliverable", "milestones": "milestone"}


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _request(step: Step, project: str, end: date) -> Entity[Any] | None:
    """The change request by which a date moved: that of the baseline, or one that names the day."""
    above = f"{project}/"
    approved = {
        id: one
        for id, one in step.after.of("change").items()
        if id.startswith(above) and one.record.decision == "approved"
    }
    baseline = next(
        (one.after for one in step.changes if one.kind == "baseline" and one.id == project), None
    )
    if baseline is not None and f"{above}{baseline.record.change}" in approved:
        return approved[f"{above}{baseline.record.change}"]
    came = {one.id for one in step.changes if one.kind == "change"}
    fitting = [
        one for one in approved.values() if one.record.impact and one.record.impact.end == end
    ]
    fresh = [one for id, one in approved.items() if id in came]
    return next(iter(fitting or fresh), None)
