"""The organisation, its calendar, its rules and its lifecycles."""

import datetime
from typing import Any

import msgspec

from tracker.model.records.base import Record, Stretch, Tolerances


class Holidays(Record, frozen=True, kw_only=True):
    """Whose public holidays are free: ISO 3166 codes of a country and of a part of it."""

    country: str | None = None
    subdivision: str | None = None


class ClosedDays(Stretch, frozen=True, kw_only=True):
    """A stretch of days on which nobody works."""

    name: str | None = None


class Calendar(Record, frozen=True, kw_only=True):
    """When the organisation works: days `mon` to `sun`, and the hours of a full-time day."""

    working_days: tuple[str, ...] = ()
    hours_per_day: float | None = None
    holidays: Holidays | None = None
    closures: tuple[ClosedDays, ...] = ()


class ApprovalPolicy(Record, frozen=True, kw_only=True):
    """What counts as proof of an approval: `recorded`, `signature` or `review`."""

    proof: str | None = None


class Adopt(Record, frozen=True, kw_only=True):
    """YAML that was written for something else, and how it is read as a kind.

    `fields` leads from a field of the record to its place in the file, or to several whose lists
    are joined; `values` from a field to the values that mean another one.
    """

    kind: str | None = None
    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    id: str | None = None
    match: str | None = None
    fields: dict[str, str | tuple[str, ...]] = msgspec.field(default_factory=dict)
    values: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    lifecycle: str | None = None


class Workspace(Record, frozen=True, kw_only=True):
    """The organisation: `update_every` is a span, `rules` leads from a slug to a severity."""

    title: str | None = None
    currency: str | None = None
    calendar: Calendar | None = None
    lifecycle: str | None = None
    approvals: ApprovalPolicy | None = None
    update_every: str | None = None
    timesheets: str | None = None
    tolerances: Tolerances | None = None
    imports_until: datetime.date | None = None
    rules: dict[str, str] = msgspec.field(default_factory=dict)
    adopt: tuple[Adopt, ...] = ()


class Criterion(Record, frozen=True, kw_only=True):
    """What has to be true to leave a phase; `requires` is kept word for word, nulls included."""

    id: str | None = None
    text: str | None = None
    requires: dict[str, Any] | None = None


class ApprovalRule(Record, frozen=True, kw_only=True):
    """Who has to approve: whom a field of the project names, or who holds a role."""

    field: str | None = None
    role: str | None = None


class Gate(Record, frozen=True, kw_only=True):
    """The decision at the end of a phase."""

    title: str | None = None
    criteria: tuple[Criterion, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()


class Phase(Record, frozen=True, kw_only=True):
    """A phase; without a gate it is left without a review."""

    id: str | None = None
    title: str | None = None
    optional: bool | None = None
    on_leave: tuple[str, ...] = ()
    gate: Gate | None = None


class Lifecycle(Record, frozen=True, kw_only=True):
    """The phases in their order, where it starts (a phase or `any`) and where it ends."""

    title: str | None = None
    start: str | None = None
    final: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    off_path: tuple[str, ...] = ()
