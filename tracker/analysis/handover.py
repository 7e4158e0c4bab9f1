"""Handover: what somebody who leaves can do, who learns it from them, and whether it came across.

Somebody learns a step of the one who leaves, where their training record says so: a training that the
step needs or that covers it, `shadowed` or `performed`, `by` the one who leaves. It has come across
with a teach-back: a run, on a later day, in which the learner did the step and it was right the first
time. A step is shared where somebody else who stays, and is not learning it, performed it lately
anyway, or holds its role where nobody did. Source: issue of processes, Knowledge.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from tracker.analysis.cases import Case
from tracker.analysis.training import Lesson

LEARNING = ("shadowed", "performed")
"""The kinds of training in which one learns from another at work."""

Right = Mapping[tuple[str, str], Sequence[datetime.date]]
"""The days on which somebody did a step and it was right the first time, by step and person."""


class Passing(StrEnum):
    """How far the knowledge of a step has been passed on; what is worst comes first."""

    ALONE = "alone"
    HELD = "held"
    LEARNING = "learning"
    SHARED = "shared"
    TAUGHT_BACK = "taught-back"


class Learner(NamedTuple):
    """Somebody who learns a step: since when, and on which day it was taught back."""

    person: str
    since: datetime.date
    back: datetime.date | None


def right(cases: Iterable[Case], until: datetime.date) -> Right:
    """Who did which step right the first time, and when, up to a day.

    A step that is done twice in a run, or whose work is done again, was not. Where nobody said how it was,
    the run has to be completed.
    """
    found: dict[tuple[str, str], list[datetime.date]] = {}
    for case in cases:
        for step, person, day in _right(case):
            if day <= until:
                found.setdefault((step, person), []).append(day)
    return found


def _right(case: Case) -> Iterator[tuple[str, str, datetime.date]]:
    times = Counter(case.variant)
    again = {event.rework_of for event in case.events}
    for step, event in zip(case.variant, case.events, strict=True):
        said = event.right_first_time
        if said is None:
            said = case.is_completed
        if said and times[step] == 1 and step not in again and event.by and event.finished:
            yield step, event.by, event.finished.date()


def learners(
    leaver: str,
    step: str,
    trainings: Collection[str],
    lessons: Mapping[str, Sequence[Lesson]],
    done: Right,
    until: datetime.date,
    staying: Container[str],
) -> tuple[Learner, ...]:
    """Who stays and learns a step of somebody who leaves, with what came of it.

    Who taught it back comes first.
    """
    found = []
    for person, had in lessons.items():
        days = [
            one.date
            for one in had
            if one.by == leaver and one.kind in LEARNING and one.training in trainings
            if one.date is not None and one.date <= until
        ]
        if days and person != leaver and person in staying:
            since = min(days)
            later = [day for day in done.get((step, person), ()) if day > since]
            found.append(Learner(person, since, min(later, default=None)))
    return tuple(sorted(found, key=lambda one: (one.back is None, one.since, one.person)))


def passing(learn: Sequence[Learner], able: Collection[str], holders: Collection[str]) -> Passing:
    """How far a step has been passed on: who learns it, who else is able, who else has its role."""
    if any(one.back for one in learn):
        return Passing.TAUGHT_BACK
    if set(able) - {one.person for one in learn}:
        return Passing.SHARED
    if learn:
        return Passing.LEARNING
    return Passing.HELD if holders else Passing.ALONE
