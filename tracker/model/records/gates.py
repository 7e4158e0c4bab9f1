"""Gates as they were held: reviews, what they left open, who approved, and what was promised."""

import datetime
from decimal import Decimal

import msgspec

from tracker.model.records.base import Record


class Met(Record, frozen=True, kw_only=True):
    """How a review found one criterion: `met`, `not-met` or `waived`, with what shows it."""

    id: str | None = None
    status: str | None = None
    evidence: str | None = None
    reason: str | None = None
    approved_by: str | None = None


class OpenCondition(Record, frozen=True, kw_only=True):
    """What is still to be done after a conditional decision, by whom and by when."""

    id: str | None = None
    text: str | None = None
    owner: str | None = None
    due: datetime.date | None = None


class Review(Record, frozen=True, kw_only=True):
    """A gate as it was held: `to` is a phase, or `completed` for the gate of the last phase.

    `decision` is `go`, `conditional`, `hold`, `recycle` or `kill`.
    """

    to: str | None = None
    reason: str | None = None
    decision: str | None = None
    criteria: tuple[Met, ...] = ()
    conditions: tuple[OpenCondition, ...] = ()
    minutes: str | None = None


class Approval(Record, frozen=True, kw_only=True):
    """One person's approval of one review; `digest` says of which content.

    `role` is the field of the project or the role that the person approved as.
    """

    date: datetime.date | None = None
    role: str | None = None
    digest: str | None = None
    signature: str | None = None


class Condition(Record, frozen=True, kw_only=True):
    """A condition of a review that has been met."""

    done: datetime.date | None = None
    evidence: str | None = None


class PromisedTask(Record, frozen=True, kw_only=True):
    """A task as it was planned; `effort` is a span."""

    effort: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None


class Baseline(Record, frozen=True, kw_only=True):
    """What was promised on a day: dates by the id of what is due, `budget` the sum of what is planned.

    `gate` names the review that froze it, `change` the change request that moved it.
    """

    taken_on: datetime.date | None = None
    gate: str | None = None
    change: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    budget: Decimal | None = None
    deliverables: dict[str, datetime.date] = msgspec.field(default_factory=dict)
    milestones: dict[str, datetime.date] = msgspec.field(default_factory=dict)
    tasks: dict[str, PromisedTask] = msgspec.field(default_factory=dict)
