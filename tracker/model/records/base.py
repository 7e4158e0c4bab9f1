"""What every record is built on: frozen, keyword-only, every field optional.

A field that holds None says "nothing known": the key is absent, empty, or was refused by the
schema.
"""

import datetime

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields mirror the properties of the schema of the same name, in the same order."""


class Stretch(Record, frozen=True, kw_only=True):
    """A stretch of days; both ends count, and an absent end is open."""

    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None


class Tolerances(Record, frozen=True, kw_only=True):
    """How far a project may stray: `schedule` a span (`10d`), `cost` a share (`5%`)."""

    schedule: str | None = None
    cost: str | None = None


class Allocation(Stretch, frozen=True, kw_only=True):
    """Time of a person or of a role; `percent` from 0 to 100, or hours in every week."""

    person: str | None = None
    role: str | None = None
    percent: float | None = None
    hours_per_week: float | None = None
    booking: str | None = None
