"""Goals, and the numbers that tell whether they are reached."""

import datetime

from tracker.model.records.base import Record


class Period(Record, frozen=True, kw_only=True):
    """The days of a goal; without an end it is a standing goal."""

    start: datetime.date | None = None
    end: datetime.date | None = None


class Measurement(Record, frozen=True, kw_only=True):
    """A value measured by hand, in the unit of its key result."""

    date: datetime.date | None = None
    value: float | None = None
    note: str | None = None


class ProcessMeasure(Record, frozen=True, kw_only=True):
    """A measure of a process, as a source of progress."""

    process: str | None = None
    measure: str | None = None


class KeyResult(Record, frozen=True, kw_only=True):
    """A number that goes from a baseline to a target, up or down; `weight` is 1 where unknown."""

    id: str | None = None
    title: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    weight: float | None = None
    source: str | ProcessMeasure | None = None
    measurements: tuple[Measurement, ...] = ()


class Goal(Record, frozen=True, kw_only=True):
    """What the organisation wants to reach; `weight` under its parent is 1 where unknown."""

    title: str | None = None
    owner: str | None = None
    parent: str | None = None
    period: Period | None = None
    status: str | None = None
    outcome: str | None = None
    weight: float | None = None
    key_results: tuple[KeyResult, ...] = ()
    formerly: tuple[str, ...] = ()
