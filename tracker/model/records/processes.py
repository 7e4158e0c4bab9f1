"""Processes and their steps."""

import datetime

from tracker.model.records.base import Allocation, Record


class Trigger(Record, frozen=True, kw_only=True):
    """What starts a run: an event in words, or a rule of RFC 5545 counted from `start`."""

    id: str | None = None
    kind: str | None = None
    text: str | None = None
    rule: str | None = None
    start: datetime.date | None = None
    holidays: str | None = None


class Step(Record, frozen=True, kw_only=True):
    """A step; `work_time` and `wait_time` are spans, `expected_ca` a share from 0 to 1."""

    id: str | None = None
    title: str | None = None
    role: str | None = None
    work_time: str | None = None
    wait_time: str | None = None
    instructions: str | None = None
    checklist: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    expected_ca: float | None = None
    rework_to: str | None = None
    parallel_with: str | None = None
    optional: bool | None = None


class ServiceLevel(Record, frozen=True, kw_only=True):
    """The promise that `percentile` percent of the runs finish within a span."""

    percentile: float | None = None
    within: str | None = None


class Measure(Record, frozen=True, kw_only=True):
    """What is measured of a process."""

    id: str | None = None
    title: str | None = None
    of: str | None = None
    unit: str | None = None


class Process(Record, frozen=True, kw_only=True):
    """Work that keeps something running and repeats; changed steps are a new `version`."""

    title: str | None = None
    purpose: str | None = None
    owner: str | None = None
    backup: str | None = None
    department: str | None = None
    goals: tuple[str, ...] = ()
    status: str | None = None
    version: int | None = None
    effective_from: datetime.date | None = None
    next_review: datetime.date | None = None
    triggers: tuple[Trigger, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    customer: str | None = None
    steps: tuple[Step, ...] = ()
    service_level: ServiceLevel | None = None
    wip_limit: int | None = None
    measures: tuple[Measure, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    formerly: tuple[str, ...] = ()
