"""Practised: what the runs of a process say of who did its steps, beside what people were trained in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.analysis import handover, knowledge
from tracker.analysis.cases import Case
from tracker.analysis.handover import Right
from tracker.analysis.knowledge import Gap, Practice, Told
from tracker.analysis.training import Lesson
from tracker.model.records import Process, Role


class Crew(NamedTuple):
    """Who is here on a day, who holds each role, and what each person was trained in."""

    here: frozenset[str]
    holders: Mapping[str, Sequence[str]]
    roles: Mapping[str, Role]
    lessons: Mapping[str, Sequence[Lesson]]


class Practised(NamedTuple):
    """By step: who performed it up to a day, the last first; `right` when it was at once.

    `lately` did it in the last 90 days and are here, `gone` did and are not. `told` says how often it
    was done then, and how often by nobody knows whom; `untrained` who is here and did it then
    without a training. `gaps` are what holders of its role are missing.
    """

    ever: Mapping[str, Sequence[Practice]]
    lately: Mapping[str, Sequence[str]]
    gone: Mapping[str, Sequence[str]]
    told: Mapping[str, Told]
    gaps: Mapping[str, Sequence[Gap]]
    untrained: Mapping[str, Mapping[Gap, int]]
    right: Right


def practised(process: Process, cases: Sequence[Case], crew: Crew, as_of: date) -> Practised:
    """What is known of a process on a day; its runs are gone through once for each answer."""
    since = knowledge.lately(as_of)
    ever = knowledge.practice(cases, until=as_of)
    recent = {step: knowledge.recent(did, as_of, crew.here) for step, did in ever.items()}
    return Practised(
        ever,
        {step: here for step, (here, _) in recent.items()},
        {step: gone for step, (_, gone) in recent.items()},
        knowledge.told(cases, since, as_of),
        _by_step(knowledge.gaps(process, crew.holders, crew.roles, crew.lessons, as_of)),
        _untrained(process, cases, crew, since, as_of),
        handover.right(cases, as_of),
    )


def _untrained(
    process: Process, cases: Sequence[Case], crew: Crew, since: date, until: date
) -> dict[str, dict[Gap, int]]:
    found = knowledge.untrained(process, cases, crew.roles, crew.lessons, since, until)
    present = _by_step(gap for gap in found if gap.person in crew.here)
    return {step: {gap: found[gap] for gap in gaps} for step, gaps in present.items()}


def _by_step(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.step, []).append(gap)
    return found
