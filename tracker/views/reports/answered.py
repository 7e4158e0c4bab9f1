"""What somebody who leaves answers for, alone holds and alone gives, as rows of a handover."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tracker.analysis.handover import Passing
from tracker.law.answering import Answer, answers
from tracker.model.work import Work
from tracker.views.knowledge import Knowledge
from tracker.views.reports.handed import HandoverRow

_BESIDE = {"owner": "backup", "backup": "owner"}
"""Who else is named in a process."""


def answered(work: Work) -> Mapping[str, Sequence[Answer]]:
    """What each person answers for; who gives a training is told with those who gave it."""
    found: dict[str, list[Answer]] = {}
    for one in answers(work):
        if one.kind != "training":
            found.setdefault(one.person, []).append(one)
    return found


def owned(
    held: Knowledge, person: str, leaves: date, named: Sequence[Answer]
) -> Iterator[HandoverRow]:
    """What they answer for; of a process somebody else who stays may be named as well."""
    for one in named:
        what = f"{one.ref}/{one.part}" if one.part else one.ref
        place = one.entity.at(*one.route).path
        others = _beside(held, leaves, one)
        passing = Passing.SHARED if others else Passing.ALONE
        process = one.entity.id if one.kind == "process" else None
        yield HandoverRow(
            person, leaves, one.capacity, what, one.title, place, passing, others, process
        )


def _beside(held: Knowledge, leaves: date, one: Answer) -> tuple[str, ...]:
    if one.kind != "process":
        return ()
    other = getattr(one.entity.record, _BESIDE[one.capacity])
    return (other,) if other in held.staying(leaves) else ()


def roles(held: Knowledge, person: str, leaves: date) -> Iterator[HandoverRow]:
    """The roles that nobody else who stays holds."""
    staying = held.staying(leaves)
    for id in dict.fromkeys(held.work.people[person].record.roles):
        role = held.work.roles.get(id)
        if role is not None and staying.isdisjoint(held.holders.get(id, ())):
            yield HandoverRow(
                person, leaves, "holds", role.ref, role.title, role.path, Passing.ALONE
            )


def trainings(held: Knowledge, person: str, leaves: date) -> Iterator[HandoverRow]:
    """The trainings that name them as who gives it, and those that nobody else who stays ever gave."""
    staying = held.staying(leaves)
    for id, training in held.work.trainings.items():
        gave = {training.record.provider, *held.givers.get(id, ())}
        others = tuple(sorted(one for one in gave if one in staying))
        if person in gave and (person == training.record.provider or not others):
            yield HandoverRow(
                person, leaves, "gives", training.ref, training.title, training.path,
                Passing.SHARED if others else Passing.ALONE, others,
            )  # fmt: skip
