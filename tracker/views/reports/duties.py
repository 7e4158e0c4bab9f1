"""What each person owns, takes part in and has approved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.model.kinds import owner_of
from tracker.model.records import Allocation
from tracker.model.work import Work

_FAR = date.max


@dataclass(frozen=True)
class Owned:
    """Something that a person answers for: a `kind/id`, and as what."""

    ref: str
    capacity: str


@dataclass(frozen=True)
class Part:
    """A part that a person has in a project or a process; `work` says in which piece of it."""

    ref: str
    capacity: str
    work: str | None = None
    share: Allocation | None = None


@dataclass(frozen=True)
class Given:
    """An approval that a person gave: of which review of which project, and as whom."""

    project: str
    review: str
    capacity: str | None
    day: date | None


@dataclass
class Duties:
    """What one person has to do with; what there is to do is told by days."""

    owns: list[Owned] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)


def duties(work: Work) -> dict[str, Duties]:
    """The duties of each person; the work is gone through once, for all of them."""
    found = {id: Duties() for id in work.people}
    nobody = Duties()
    for person, owned in _owned(work):
        found.get(person, nobody).owns.append(owned)
    for person, part in _parts(work):
        found.get(person, nobody).parts.append(part)
    for person, given in sorted(_given(work), key=lambda one: one[1].day or _FAR, reverse=True):
        found.get(person, nobody).given.append(given)
    return found


_CAPACITIES = {
    "goal": {"owner": "Owner"},
    "project": {"manager": "Manager", "sponsor": "Sponsor"},
    "process": {"owner": "Owner", "backup": "Backup"},
    "team": {"lead": "Lead"},
    "training": {"provider": "Gives it"},
}


def _owned(work: Work) -> Iterator[tuple[str, Owned]]:
    for kind, capacities in _CAPACITIES.items():
        for entity in work.of(kind).values():
            for name, capacity in capacities.items():
                person = getattr(entity.record, name)
                if person is not None:
                    yield person, Owned(entity.ref, capacity)


def _parts(work: Work) -> Iterator[tuple[str, Part]]:
    shares = [
        *((one.ref, share) for one in work.projects.values() for share in one.record.allocations),
        *((one.ref, share) for one in work.processes.values() for share in one.record.allocations),
    ]
    for ref, share in shares:
        if share.person is not None:
            yield share.person, Part(ref, "Works on it", None, share)
    for project in work.projects.values():
        for row in project.record.raci:
            yield from _raci(project.ref, row)
        for one in project.record.stakeholders:
            if one.person is not None:
                yield one.person, Part(project.ref, "Stakeholder")


def _raci(ref: str, row: Any) -> Iterator[tuple[str, Part]]:
    named = {
        "Accountable": (row.accountable,) if row.accountable else (),
        "Responsible": row.responsible,
        "Consulted": row.consulted,
        "Informed": row.informed,
    }
    for capacity, people in named.items():
        for person in people:
            yield person, Part(ref, capacity, row.work)


def _given(work: Work) -> Iterator[tuple[str, Given]]:
    for id, entity in work.of("approval").items():
        project, review, person = (owner_of(id), *id.split("/")[1:])
        yield person, Given(project, review, entity.record.role, entity.record.date)
