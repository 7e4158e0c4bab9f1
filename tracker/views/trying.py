"""Improvements as they are told: before and after in the unit of the measure, and what the chart says."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.analysis.answer import Answer
from tracker.model.entity import Entity
from tracker.model.records import Improvement, Measure, Outcome
from tracker.views.measuring import told as in_words
from tracker.views.measuring import values
from tracker.views.operation import Operation, Tried
from tracker.views.words import percent


@dataclass(frozen=True)
class Told:
    """An improvement: means before and after in words, None with what `lacks`; the target.

    `verdict` is what the chart says (`confirmed`, `not confirmed`, `cannot be told`), `why` the
    reason; `recorded` is what its file says when it is closed. `change` is how far the mean moved.
    """

    entity: Entity[Improvement]
    measure: str | None
    before: str | None
    before_of: str
    after: str | None
    after_of: str
    target: str | None
    change: str | None
    verdict: str
    why: str | None
    recorded: str | None


def told(operation: Operation) -> Iterator[Told]:
    """The improvements of a process: those that are under way first, then the latest."""
    for one in sorted(operation.tried, key=_order):
        yield _told(one)


def _order(one: Tried) -> tuple[bool, int, str]:
    record = one.entity.record
    day = record.effective_from or record.review_on
    return record.status in ("closed", "dropped"), -day.toordinal() if day else 0, one.entity.id


def _told(one: Tried) -> Told:
    record, seen, measure = one.entity.record, one.outlook, one.measure
    title = (measure.title or measure.id) if measure else record.measure
    if seen is None:
        lacks = (
            f"the process has no measure `{record.measure}`"
            if record.measure
            else "it names no measure"
        )
        return Told(
            one.entity, title, None, lacks, None, lacks, record.target, None,
            "cannot be told", _upper(lacks), _recorded(record),
        )  # fmt: skip
    verdict = {True: "confirmed", False: "not confirmed", None: "cannot be told"}[seen.is_confirmed]
    why = seen.reason or "the chart shows a shift towards the target, and the mean since reaches it"
    return Told(
        one.entity, title,
        _value(seen.before, measure), _of(seen.before, measure),
        _value(seen.after, measure), _of(seen.after, measure),
        record.target, _change(seen.before, seen.after), verdict, _upper(why), _recorded(record),
    )  # fmt: skip


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(answer: Answer, measure: Measure | None) -> str | None:
    return None if answer.value is None or measure is None else in_words(answer.value, measure)


def _of(answer: Answer, measure: Measure | None) -> str:
    if answer.value is None or measure is None:
        return answer.reason or ""
    return f"mean of {values(answer.counted, measure)}"


def _change(before: Answer, after: Answer) -> str | None:
    if before.value is None or after.value is None or before.value == 0:
        return None
    moved = (after.value - before.value) / abs(before.value)
    if round(moved, 2) == 0:
        return "about as before"
    return f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}"


def _recorded(record: Improvement) -> str | None:
    """What its file says of the result, in words."""
    if isinstance(record.result, Outcome):
        parts = (record.result.verdict, record.result.value, record.result.signal)
        return ", ".join(one.replace("-", " ") if one is parts[0] else one for one in parts if one)
    return record.result
