"""Knowledge of a process: who does its steps, and who is missing a training for them.

A person has a training from the day on which they were trained until it expires, whatever the kind
(read, shadowed, performed, assessed). A step needs its own trainings and those of its role. The bus
factor of a step is the number of people who performed it in the last `RECENT` days and are still here:
where it is 1 the step hangs on one person, where it is 0 all who did it have gone.
Source: issue of processes, Knowledge.
"""

import datetime
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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


class Told(NamedTuple):
    """How often a step was done, and how many of these times nobody said by whom."""

    times: int
    unnamed: int


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


def recent(
    people: Iterable[Practice], as_of: datetime.date, here: Container[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who of those that performed a step did it in the last `RECENT` days: who is here, and who is not.

    The number of those who are here is its bus factor.
    """
    since = lately(as_of)
    found = [one.person for one in people if one.last >= since]
    return tuple(one for one in found if one in here), tuple(
        one for one in found if one not in here
    )


def told(cases: Iterable[Case], since: datetime.date, until: datetime.date) -> dict[str, Told]:
    """How often each step was done from one day to another, and how often by nobody knows whom."""
    found: dict[str, Told] = {}
    for case in cases:
        for step, event in zip(case.variant, case.events, strict=True):
            if event.finished is not None and since <= event.finished.date() <= until:
                times, unnamed = found.get(step, (0, 0))
                found[step] = Told(times + 1, unnamed + (event.by is None))
    return found


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
