"""A process as a procedure: its steps as they are followed, how long they take, what people have to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.model.entity import Entity
from tracker.model.records import Process, Step, Trigger
from tracker.model.work import Work
from tracker.views.recurrence import in_words
from tracker.views.reports.trainings import TrainingRow
from tracker.views.spans import span, total


@dataclass(frozen=True)
class ProcedureStep:
    """A step with its number; `back_to` and `beside` are the numbers of the steps that it names."""

    number: int
    record: Step
    work: str | None
    wait: str | None
    back_to: int | None
    beside: int | None


@dataclass(frozen=True)
class Starts:
    """What starts a run, in words; `rule` says when where a text says what, `moved` what a free day does."""

    kind: str | None
    text: str
    rule: str | None
    moved: str | None


@dataclass(frozen=True)
class Procedure:
    """What the head of a procedure says: sums of its steps, and whether it is to be looked at again.

    `optional` of the steps may be left out: the sums hold them all the same. `overdue` counts the
    days since it should have been reviewed, `starts_in` those until the version holds.
    """

    steps: tuple[ProcedureStep, ...]
    work: str | None
    wait: str | None
    optional: int
    overdue: int
    starts_in: int


def procedure(work: Work, entity: Entity[Process], as_of: date) -> Procedure:
    """The procedure of a process on a day."""
    record, calendar = entity.record, work.settings.calendar
    numbers = {one.id: number for number, one in enumerate(record.steps, 1) if one.id}
    return Procedure(
        tuple(_step(number, one, numbers) for number, one in enumerate(record.steps, 1)),
        total((one.work_time for one in record.steps), calendar),
        total((one.wait_time for one in record.steps), calendar),
        sum(bool(one.optional) for one in record.steps),
        max((as_of - record.next_review).days, 0) if record.next_review else 0,
        max((record.effective_from - as_of).days, 0) if record.effective_from else 0,
    )


def _step(number: int, record: Step, numbers: Mapping[str, int]) -> ProcedureStep:
    return ProcedureStep(
        number,
        record,
        span(record.work_time),
        span(record.wait_time),
        numbers.get(record.rework_to or ""),
        numbers.get(record.parallel_with or ""),
    )


_MOVED = {
    "before": "on a free day, the working day before",
    "after": "on a free day, the working day after",
    "skip": "not on a free day",
}


def starts(record: Process) -> list[Starts]:
    """What starts a run of a process."""
    return [_starts(one) for one in record.triggers]


def _starts(one: Trigger) -> Starts:
    rule = in_words(one.rule) or one.rule
    said = rule[:1].upper() + rule[1:] if rule else None
    text = one.text or said or one.id or "not said"
    return Starts(one.kind, text, rule if one.text else None, _MOVED.get(one.holidays or ""))


def taught(
    trainings: Mapping[str, TrainingRow], process: str
) -> list[tuple[TrainingRow, list[int]]]:
    """The trainings that the steps of a process ask for, each with the numbers of these steps."""
    found = [
        (row, [step.number for step in row.taught if step.process == process])
        for row in trainings.values()
    ]
    return [(row, steps) for row, steps in found if steps]
