"""What a project promised, first and last, beside what is planned now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.law.threads import Thread
from tracker.model.records import Baseline
from tracker.model.work import Work


@dataclass(frozen=True)
class PromiseRow:
    """One part of a baseline beside the same part as it was promised first, and as it is planned now.

    `days` is how much later a date is now than promised, `days_from_first` than promised first.
    """

    id: str
    what: str
    first: str | None
    promised: str | None
    now: str | None
    days: int | None
    days_from_first: int | None


def promises(work: Work, thread: Thread) -> Iterator[PromiseRow]:
    """The parts of a project's baselines that are dates or money; tasks are another report's."""
    entity = work.of("baseline").get(thread.id)
    if entity is None or thread.id not in work.projects:
        return
    first, last = _promised(thread.promised or entity.record), _promised(entity.record)
    now = _planned(work, thread.id)
    for part in {**last, **first}:
        due = now.get(part)
        yield PromiseRow(
            thread.id, part.id, _said(first.get(part)), _said(last.get(part)), _said(due),
            _days(last.get(part), due), _days(first.get(part), due),
        )  # fmt: skip


class _Part(NamedTuple):
    """What is promised of a project: a part of its own, or one of its deliverables or milestones."""

    kind: str
    id: str


_Due = date | Decimal | None


def _promised(baseline: Baseline) -> dict[_Part, _Due]:
    of = {"start": baseline.start, "end": baseline.end, "budget": baseline.budget}
    return _parts(of, baseline.deliverables, baseline.milestones)


def _planned(work: Work, project: str) -> dict[_Part, _Due]:
    record, plan = work.projects[project].record, work.plan(project)
    lines = record.budget.lines if record.budget is not None else ()
    budget = sum((line.planned for line in lines if line.planned is not None), Decimal(0))
    of = {"start": record.start, "end": record.end, "budget": budget}
    items = (
        {one.id: one.due for one in each if one.id} for each in (plan.deliverables, plan.milestones)
    )
    return _parts(of, *items)


def _parts(
    project: Mapping[str, _Due], deliverables: Mapping[str, _Due], milestones: Mapping[str, _Due]
) -> dict[_Part, _Due]:
    kinds = {"project": project, "deliverable": deliverables, "milestone": milestones}
    return {
        _Part(kind, id): due
        for kind, parts in kinds.items()
        for id, due in parts.items()
        if due is not None
    }


def _days(promised: _Due, now: _Due) -> int | None:
    return (now - promised).days if isinstance(promised, date) and isinstance(now, date) else None


def _said(due: _Due) -> str | None:
    if isinstance(due, Decimal):
        return f"{due.normalize():f}"
    return None if due is None else str(due)


def wanted_ends(work: Work, project: str) -> list[date]:
    """The ends that requests ask for which nobody has decided on yet, by day."""
    records = (one.record for one in work.parts("change", project))
    open_ = (one for one in records if one.decision == "proposed" and one.impact is not None)
    return sorted(one.impact.end for one in open_ if one.impact.end is not None)


def promised_end(work: Work, project: str) -> date | None:
    """The end that the baseline of a project promises."""
    entity = work.of("baseline").get(project)
    return None if entity is None or entity.unreadable else entity.record.end
