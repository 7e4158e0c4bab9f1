"""Knowledge of the organisation on a day: who does what, may do it, and can teach it; worked out once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tracker.analysis import handover, knowledge, staff, training
from tracker.analysis.cases import Case
from tracker.analysis.handover import Right
from tracker.analysis.knowledge import Gap, Practice
from tracker.analysis.training import Lesson
from tracker.model.entity import Entity
from tracker.model.records import Process, Role, Step
from tracker.model.work import Work
from tracker.views.operation import Operation

TEACHERS = 3
"""So many of those who can teach a step are named: they performed it last."""


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


class Practised(NamedTuple):
    """Who performed the steps of a process up to a day, and lately; `right` when it was at once."""

    ever: Mapping[str, Sequence[Practice]]
    lately: Mapping[str, Sequence[str]]
    gaps: Mapping[str, Sequence[Gap]]
    untrained: Mapping[str, Mapping[Gap, int]]
    right: Right


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
        return {
            id: self._practised(one.record, self.cases(id)) for id, one in self.processes.items()
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

    def teachers(self, place: Place) -> tuple[Practice, ...]:
        """Who can teach a step: those who are here and performed it last."""
        found = self.practised[place.process].ever.get(place.id, ())
        return tuple(one for one in found if one.person in self.here)[:TEACHERS]

    def _practised(self, process: Process, cases: Sequence[Case]) -> Practised:
        since = knowledge.lately(self.as_of)
        untrained = knowledge.untrained(process, cases, self.roles, self.lessons, since, self.as_of)
        return Practised(
            knowledge.practice(cases, until=self.as_of),
            knowledge.recent(cases, self.as_of),
            _by_step(
                knowledge.gaps(process, self.holders, self.roles, self.lessons, self.as_of)
            ),
            {step: {gap: untrained[gap] for gap in gaps} for step, gaps in _by_step(untrained).items()},
            handover.right(cases, self.as_of),
        )  # fmt: skip

    @property
    def leavers(self) -> Sequence[tuple[date, str]]:
        """Who leaves, or has left lately, by their last days."""
        since = knowledge.lately(self.as_of)
        ends = (
            (one.record.active.to, id)
            for id, one in self.work.people.items()
            if one.record.active is not None
        )
        return sorted((day, id) for day, id in ends if day is not None and day >= since)


def _by_step(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.step, []).append(gap)
    return found
