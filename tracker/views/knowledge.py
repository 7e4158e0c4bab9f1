"""Knowledge of the organisation on a day: who does what, may do it, and can teach it; worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from tracker.analysis import knowledge, staff, training
from tracker.analysis.cases import Case
from tracker.analysis.knowledge import Practice
from tracker.analysis.training import Lesson
from tracker.model.entity import Entity
from tracker.model.records import Process, Role, Step
from tracker.model.work import Work
from tracker.views.operation import Operation
from tracker.views.practised import Crew, Practised, practised

TEACHERS = 3
"""So many of those who did a step last are named, and so many who can teach it."""


class Place(NamedTuple):
    """A step of a process in force, by its number there."""

    process: str
    number: int
    step: Step

    @property
    def id(self) -> str:
        return self.step.id or ""

    @property
    def title(self) -> str:
        return self.step.title or self.id


@dataclass(frozen=True)
class Knowledge:
    """What is known of who knows what; steps are those of processes in force, people those who are here."""

    work: Work
    operations: Mapping[str, Operation]
    as_of: date

    @cached_property
    def here(self) -> frozenset[str]:
        return staff.here(self.work, self.as_of)

    @cached_property
    def holders(self) -> Mapping[str, Sequence[str]]:
        """Who holds each role."""
        return staff.holders(self.work, self.as_of)

    @cached_property
    def lessons(self) -> Mapping[str, Sequence[Lesson]]:
        """What each person was trained in."""
        return training.lessons(self.work)

    @cached_property
    def givers(self) -> Mapping[str, frozenset[str]]:
        """Who gave each training up to the day, by what records say."""
        found: dict[str, set[str]] = {}
        for one in (lesson for had in self.lessons.values() for lesson in had):
            if one.by is not None and (one.date is None or one.date <= self.as_of):
                found.setdefault(one.training, set()).add(one.by)
        return {training: frozenset(people) for training, people in found.items()}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        return {id: one.record for id, one in self.work.roles.items()}

    @cached_property
    def processes(self) -> Mapping[str, Entity[Process]]:
        """The processes in force, by their titles."""
        found = staff.in_force(self.work)
        return dict(sorted(found.items(), key=lambda one: (one[1].title.casefold(), one[0])))

    @cached_property
    def places(self) -> Sequence[Place]:
        """Every step, in the order of its process."""
        return [
            Place(id, number, step)
            for id, process in self.processes.items()
            for number, step in enumerate(process.record.steps, 1)
            if step.id
        ]

    @cached_property
    def practised(self) -> Mapping[str, Practised]:
        """By process."""
        crew = Crew(self.here, self.holders, self.roles, self.lessons)
        return {
            id: practised(one.record, self.cases(id), crew, self.as_of)
            for id, one in self.processes.items()
        }

    def cases(self, process: str) -> Sequence[Case]:
        """The runs of a process, as cases."""
        held = self.operations.get(process)
        return held.cases if held is not None else ()

    def needed(self, place: Place) -> tuple[str, ...]:
        """The trainings that a step needs."""
        return knowledge.needed(place.step, self.roles)

    def teaching(self, place: Place) -> tuple[str, ...]:
        """The trainings that teach a step: those that it needs, and those that cover it."""
        covering = self._covering.get(f"process/{place.process}/{place.id}", ())
        return tuple(dict.fromkeys([*self.needed(place), *covering]))

    @cached_property
    def _covering(self) -> Mapping[str, Sequence[str]]:
        return training.taught_by(self.work)

    def is_trained(self, person: str, place: Place) -> bool:
        """True for who has all trainings that a step needs, none of them by watching alone."""
        return training.is_trained(self.lessons.get(person, ()), self.needed(place), self.as_of)

    def teachers(self, place: Place) -> tuple[Practice, ...]:
        """Who can teach a step: those who are here, are trained for it, and performed it last."""
        return self._last(place, trained=True)

    def unready(self, place: Place) -> tuple[Practice, ...]:
        """Who is here and performed a step last without being trained for it today."""
        return self._last(place, trained=False)

    def _last(self, place: Place, *, trained: bool) -> tuple[Practice, ...]:
        did = self.practised[place.process].ever.get(place.id, ())
        found = (
            one
            for one in did
            if one.person in self.here and self.is_trained(one.person, place) is trained
        )
        return tuple(islice(found, TEACHERS))

    @cached_property
    def leavers(self) -> Sequence[tuple[date, str]]:
        """Who leaves, or has left lately, by their last days."""
        since = knowledge.lately(self.as_of)
        ends = (
            (one.record.active.to, id)
            for id, one in self.work.people.items()
            if one.record.active is not None
        )
        return sorted((day, id) for day, id in ends if day is not None and day >= since)

    def staying(self, leaves: date) -> frozenset[str]:
        """Who is here, and stays longer than those who leave on a day."""
        return self.here - {id for day, id in self.leavers if day <= leaves}
