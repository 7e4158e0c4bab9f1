"""Trained: each person and each training, from what is missing to what holds for long."""

from dataclasses import dataclass
from datetime import date

from tracker.analysis.training import Lesson, Standing, best, required
from tracker.views.knowledge import Knowledge
from tracker.views.report import Column, Value, report

_ORDER = {one.value: at for at, one in enumerate(Standing)}


@dataclass(frozen=True)
class TrainedRow:
    """How a person stands to a training; `roles` of theirs demand it, `lesson` is the one that counts.

    Who is learning has it, by watching alone.
    """

    person: str
    training: str
    roles: tuple[str, ...]
    standing: Standing
    lesson: Lesson | None

    @property
    def state(self) -> str:
        return self.standing.value

    @property
    def kind(self) -> str | None:
        return self.lesson.kind if self.lesson else None

    @property
    def since(self) -> date | None:
        return self.lesson.date if self.lesson else None

    @property
    def expires(self) -> date | None:
        return self.lesson.expires if self.lesson else None

    @property
    def by(self) -> str | None:
        return self.lesson.by if self.lesson else None


@report(
    Column("person", "Person", Value.REF, "person"),
    Column("training", "Training", Value.REF, "training"),
    Column("state", "State", Value.STATE, order=lambda row: _ORDER[row.state]),
    Column("expires", "Until", Value.DATE),
    Column("kind", "Kind", Value.STATE),
    Column("since", "Since", Value.DATE),
    Column("roles", "Demanded by", Value.REFS, "role"),
    Column("by", "From", Value.REF, "person"),
    internal=True,
)
def trained(knowledge: Knowledge) -> list[TrainedRow]:
    """Every training that people have or have to have: missing, expired, learning, expiring, held."""
    return sorted(standings(knowledge), key=lambda row: _ORDER[row.state])


def standings(held: Knowledge) -> list[TrainedRow]:
    """How everybody who is here stands to each training, by their names and its title."""
    asked = required(held.work, held.as_of)
    rows = []
    for person in held.here:
        demands, had = asked.get(person, {}), held.lessons.get(person, ())
        for training in dict.fromkeys([*demands, *(one.training for one in had)]):
            roles = tuple(demands.get(training, ()))
            state, lesson = best(had, training, held.as_of)
            if roles or lesson is not None:
                rows.append(TrainedRow(person, training, roles, state, lesson))
    people, trainings = held.work.people, held.work.trainings
    return sorted(
        rows,
        key=lambda row: (
            people[row.person].title.casefold(),
            row.person,
            trainings[row.training].title.casefold() if row.training in trainings else "",
            row.training,
        ),
    )
