"""Training: who has to have which, who has it, and until when.

A training record that says no `expires` holds for as long as its training is `valid_for`, and for
ever where that says nothing. A role demands its own trainings, and those of the steps that it does in
processes in force; whom a training is meant for (`audience`) demands nothing. People count on the
days of their `active`.

Whatever its kind, a training that was given and has not expired is held. Where nothing but watching
(`shadowed`) stands behind it, its holder is learning: trained is who read it, did it or was assessed.
Source: formats, People; issue of processes, Knowledge.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from tracker.analysis.span import in_days
from tracker.analysis.staff import holders, in_force
from tracker.model.entity import Entity
from tracker.model.records import Calendar, TrainingRecord
from tracker.model.work import Work

SOON = 60
"""So many days before a training expires it is told."""


class Standing(StrEnum):
    """How a person stands to a training on a day; what is worst comes first."""

    MISSING = "missing"
    EXPIRED = "expired"
    LEARNING = "learning"
    EXPIRING = "expiring"
    HELD = "held"


WATCHED = "shadowed"
"""The kind of training that makes nobody trained: they watched somebody else."""


class Lesson(NamedTuple):
    """One entry of somebody's training record, by its place there; `expires` is its last day."""

    entity: Entity[TrainingRecord]
    place: int
    training: str
    kind: str | None
    date: datetime.date | None
    by: str | None
    expires: datetime.date | None


def lessons(work: Work) -> dict[str, list[Lesson]]:
    """What each person was trained in, in the order written."""
    return {
        id: [_lesson(work, entity, at) for at, one in enumerate(entity.record.entries) if one.training]
        for id, entity in work.training_records.items()
    }  # fmt: skip


def _lesson(work: Work, entity: Entity[TrainingRecord], place: int) -> Lesson:
    one = entity.record.entries[place]
    training = work.trainings.get(one.training or "")
    expires = one.expires
    if expires is None and training is not None and entity.knows("entries", place, "expires"):
        expires = _until(one.date, training.record.valid_for, work.settings.calendar)
    return Lesson(entity, place, one.training or "", one.kind, one.date, one.by, expires)


def _until(
    day: datetime.date | None, span: str | None, calendar: Calendar | None
) -> datetime.date | None:
    """The day a span later: spans are working time, and so many weeks of it are as many weeks."""
    length, week = in_days(span, calendar), in_days("1w", calendar)
    if day is None or length is None or not week or length <= 0:
        return None
    try:
        return day + datetime.timedelta(days=round(length / week * 7))
    except OverflowError:
        return None


def best(
    had: Iterable[Lesson], training: str, day: datetime.date
) -> tuple[Standing, Lesson | None]:
    """How somebody stands to a training on a day, by the lesson that holds longest; the newest of equals.

    What was more than watching comes first, while it holds.
    """
    given = [one for one in had if one.training == training and (one.date or day) <= day]
    if not given:
        return Standing.MISSING, None
    found = max(given, key=lambda one: _worth(one, day))
    if found.expires is not None and found.expires < day:
        return Standing.EXPIRED, found
    if found.kind == WATCHED:
        return Standing.LEARNING, found
    is_soon = found.expires is not None and (found.expires - day).days <= SOON
    return (Standing.EXPIRING if is_soon else Standing.HELD), found


def _worth(one: Lesson, day: datetime.date) -> tuple[bool, bool, datetime.date, datetime.date]:
    expires = one.expires or datetime.date.max
    holds = expires >= day
    return holds, holds and one.kind != WATCHED, expires, one.date or day


def is_trained(had: Sequence[Lesson], trainings: Iterable[str], day: datetime.date) -> bool:
    """True for who has all of these trainings on a day, none of them by watching alone."""
    return all(best(had, one, day)[0] in (Standing.EXPIRING, Standing.HELD) for one in trainings)


def demanded(work: Work) -> dict[str, list[str]]:
    """The trainings that each role has to have: its own, then those of its steps."""
    found = {id: list(one.record.training) for id, one in work.roles.items()}
    for process in in_force(work).values():
        for step in process.record.steps:
            found.setdefault(step.role or "", []).extend(step.training)
    return {role: list(dict.fromkeys(trainings)) for role, trainings in found.items()}


def required(work: Work, day: datetime.date) -> dict[str, dict[str, list[str]]]:
    """The trainings that each person has to have, each with the roles that demand it."""
    asked = demanded(work)
    found: dict[str, dict[str, list[str]]] = {}
    for role, people in holders(work, day).items():
        for person in people:
            for training in asked.get(role, ()):
                found.setdefault(person, {}).setdefault(training, []).append(role)
    return found


def taught_by(work: Work) -> Mapping[str, Sequence[str]]:
    """The trainings that cover each step, by `process/<id>/<step>`."""
    found: dict[str, list[str]] = {}
    for id, one in work.trainings.items():
        for part in one.record.covers:
            found.setdefault(part, []).append(id)
    return found
