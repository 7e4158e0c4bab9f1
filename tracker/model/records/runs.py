"""Runs of processes: what was done, step by step, and the improvements that came of it."""

import datetime

from tracker.model.records.base import Record, Stretch


class Done(Record, frozen=True, kw_only=True):
    """A step as it was done; `rework_of` names the step whose work it does again.

    Moments carry an offset from UTC, or none of a log does.
    """

    step: str | None = None
    by: str | None = None
    started: datetime.datetime | None = None
    finished: datetime.datetime | None = None
    right_first_time: bool | None = None
    rework_of: str | None = None
    note: str | None = None


class Run(Record, frozen=True, kw_only=True):
    """One run of a process, which keeps the `version` that it followed; steps in the order written.

    `reason` is why it was cancelled, stayed incomplete, or left steps out.
    """

    version: int | None = None
    title: str | None = None
    status: str | None = None
    trigger: str | None = None
    requested: datetime.datetime | None = None
    started: datetime.datetime | None = None
    finished: datetime.datetime | None = None
    reason: str | None = None
    steps: tuple[Done, ...] = ()


class Window(Stretch, frozen=True, kw_only=True):
    """A stretch of days, both of which count, and what a measure was in it (`6.1d`)."""

    value: str | None = None


class Outcome(Record, frozen=True, kw_only=True):
    """What measuring again showed: `confirmed` or `not-confirmed`, the value and the signal seen."""

    verdict: str | None = None
    value: str | None = None
    signal: str | None = None


class Improvement(Record, frozen=True, kw_only=True):
    """A change to a process that is measured before and after."""

    title: str | None = None
    kind: str | None = None
    problem: str | None = None
    proposed_by: str | None = None
    measure: str | None = None
    baseline: Window | None = None
    target: str | None = None
    status: str | None = None
    effective_from: datetime.date | None = None
    review_on: datetime.date | None = None
    result: Outcome | str | None = None
    version: int | None = None
