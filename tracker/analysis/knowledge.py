"""Knowledge of a process: who does its steps, who may, who is missing a training, who can teach.

A person has a training from the day on which they were trained until it expires, whatever the kind
(read, shadowed, performed, assessed). A step needs its own trainings and those of its role. Who can
teach a step are those who performed it, the most recent first. The bus factor of a step is the number
of people who performed it in the last `RECENT` days; where it is 1 the step hangs on one person.
Source: issue of processes, Knowledge.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from tracker.analysis.cases import Case
from tracker.model.records import Process, Role, Step

RECENT = 90


class Lesson(Protocol):
    """One training of one person, as their training record says it."""

    @property
    def training(self) -> str | None: ...
    @property
    def date(self) -> datetime.date | None: ...
    @property
    def expires(self) -> datetime.date | None: ...


Lessons = Mapping[str, Sequence[Lesson]]
"""What each person was trained in."""


class Practice(NamedTuple):
    """How often somebody performed a step, and when last."""

    person: str
    times: int
    last: datetime.date


class Gap(NamedTuple):
    """A person who is missing a training for a step; `expired` is the day until which they had it."""

    person: str
    step: str
    training: str
    expired: datetime.date | None


class Plan(NamedTuple):
    """A step to learn: its process, what to be trained in, and who can teach it, the best first."""

    process: str
    step: str
    trainings: tuple[str, ...]
    teachers: tuple[str, ...]


def practice(
    cases: Iterable[Case],
    since: datetime.date = datetime.date.min,
    until: datetime.date = datetime.date.max,
) -> dict[str, list[Practice]]:
    """Who performed each step from one day to another; the last first, of equals the most practised."""
    found: dict[str, dict[str, Practice]] = {}
    for step, person, day in _performed(cases):
        if since <= day <= until:
            known = found.setdefault(step, {}).get(person, Practice(person, 0, day))
            found[step][person] = Practice(person, known.times + 1, max(known.last, day))
    return {step: sorted(people.values(), key=_rank) for step, people in found.items()}


def _rank(one: Practice) -> tuple[int, int, str]:
    return -one.last.toordinal(), -one.times, one.person


def _performed(cases: Iterable[Case]) -> Iterator[tuple[str, str, datetime.date]]:
    """Each event that says who completed it, and when."""
    for case in cases:
        for step, event in zip(case.variant, case.events, strict=True):
            if event.by is not None and event.finished is not None:
                yield step, event.by, event.finished.date()


def recent(cases: Iterable[Case], as_of: datetime.date) -> dict[str, tuple[str, ...]]:
    """Who performed each step in the last `RECENT` days; the length is its bus factor."""
    return {
        step: tuple(one.person for one in people)
        for step, people in practice(cases, lately(as_of), as_of).items()
    }


def lately(as_of: datetime.date) -> datetime.date:
    """The first of the last `RECENT` days."""
    return as_of - datetime.timedelta(days=min(RECENT, as_of.toordinal() - 1))


def needed(step: Step, roles: Mapping[str, Role]) -> tuple[str, ...]:
    """The trainings of a step and of its role."""
    role = roles.get(step.role or "")
    return tuple(dict.fromkeys([*step.training, *(role.training if role else ())]))


def gaps(
    process: Process,
    holders: Mapping[str, Sequence[str]],
    roles: Mapping[str, Role],
    lessons: Lessons,
    as_of: datetime.date,
) -> list[Gap]:
    """What those who hold the role of each step are missing on a day; `holders` by role."""
    return [
        gap
        for step in process.steps
        for person in holders.get(step.role or "", ())
        for gap in missing(person, step, needed(step, roles), lessons, as_of)
    ]


def untrained(
    process: Process,
    cases: Iterable[Case],
    roles: Mapping[str, Role],
    lessons: Lessons,
    since: datetime.date = datetime.date.min,
    until: datetime.date = datetime.date.max,
) -> dict[Gap, int]:
    """Who performed steps without having their trainings on that day, and how often."""
    steps = {step.id: step for step in process.steps}
    found: dict[Gap, int] = {}
    for id, person, day in _performed(cases):
        step = steps.get(id) if since <= day <= until else None
        for gap in missing(person, step, needed(step, roles), lessons, day) if step else ():
            found[gap] = found.get(gap, 0) + 1
    return found


def missing(
    person: str, step: Step, trainings: Iterable[str], lessons: Lessons, day: datetime.date
) -> Iterator[Gap]:
    """What a person is missing for a step on a day."""
    for training in trainings:
        had = [one for one in lessons.get(person, ()) if _was_given(one, training, day)]
        if not any(one.expires is None or one.expires >= day for one in had):
            last = max((one.expires for one in had if one.expires), default=None)
            yield Gap(person, step.id or "", training, last)


def _was_given(one: Lesson, training: str, day: datetime.date) -> bool:
    return one.training == training and (one.date is None or one.date <= day)


def onboarding(
    role: str,
    processes: Mapping[str, tuple[Process, Sequence[Case]]],
    roles: Mapping[str, Role],
) -> list[Plan]:
    """What somebody new to a role learns: processes and their steps in order, each with its teachers."""
    return [
        Plan(
            id,
            step.id or "",
            needed(step, roles),
            tuple(one.person for one in performers.get(step.id or "", ())),
        )
        for id, (process, cases) in processes.items()
        for performers in [practice(cases)]
        for step in process.steps
        if step.role == role
    ]
