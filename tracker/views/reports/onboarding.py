"""Onboarding: what somebody new to a role learns, in which order, and from whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.analysis.knowledge import Practice
from tracker.views.knowledge import Knowledge, Place
from tracker.views.report import Column, Value, report


@dataclass(frozen=True)
class Lesson:
    """A step that somebody new learns: `teachers` are here, are trained for it, and did it last.

    `not_trained` did it last without being trained for it today. Its `trainings` are those that it
    needs and those that cover it; `given_by` give them, as far as they are here. `last` is the day
    on which it was done last, by whomever.
    """

    role: str
    process: str
    number: int
    step: str
    does: str
    trainings: tuple[str, ...]
    given_by: tuple[str, ...]
    teachers: tuple[str, ...]
    not_trained: tuple[str, ...]
    last: date | None


@report(
    Column("role", "Role", Value.REF, "role"),
    Column("process", "Process", Value.REF, "process"),
    Column("number", "No.", Value.NUMBER),
    Column("step", "Step"),
    Column("teachers", "Can teach it", Value.REFS, "person"),
    Column("last", "Last done", Value.DATE),
    Column("does", "What is done"),
    Column("not_trained", "Did it, not trained", Value.REFS, "person", below=True),
    Column("trainings", "Trainings", Value.REFS, "training", below=True),
    Column("given_by", "Given by", Value.REFS, "person", below=True),
    internal=True,
)
def onboarding(knowledge: Knowledge) -> list[Lesson]:
    """Every step that somebody new to a role learns: in what trainings, and from whom."""
    return plans(knowledge)


def plans(held: Knowledge) -> list[Lesson]:
    """The plans of all roles, by their titles.

    In a plan that process comes first in which the role was at work most often: there it is met on
    the first day.
    """
    order = {id: at for at, id in enumerate(held.processes)}
    found = [_lesson(held, place) for place in held.places if place.step.role in held.roles]
    often = dict(_often(held))
    titles = {id: (one.title.casefold(), id) for id, one in held.work.roles.items()}
    return sorted(
        found,
        key=lambda one: (
            titles[one.role],
            -often.get((one.role, one.process), 0),
            order[one.process],
            one.number,
        ),
    )


def _often(held: Knowledge) -> Iterator[tuple[tuple[str, str], int]]:
    """How often each role was at work in each process."""
    counts: dict[tuple[str, str], int] = {}
    for place in held.places:
        times = sum(one.times for one in held.practised[place.process].ever.get(place.id, ()))
        key = place.step.role or "", place.process
        counts[key] = counts.get(key, 0) + times
    yield from counts.items()


def _lesson(held: Knowledge, place: Place) -> Lesson:
    trainings = held.teaching(place)
    providers = (
        held.work.trainings[one].record.provider for one in trainings if one in held.work.trainings
    )
    did = held.practised[place.process].ever.get(place.id, ())
    return Lesson(
        place.step.role or "", place.process, place.number, place.id, place.title, trainings,
        tuple(dict.fromkeys(one for one in providers if one is not None and one in held.here)),
        _names(held.teachers(place)), _names(held.unready(place)), did[0].last if did else None,
    )  # fmt: skip


def _names(people: Iterable[Practice]) -> tuple[str, ...]:
    return tuple(one.person for one in people)
