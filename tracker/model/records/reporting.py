"""What people say of a project under way: updates, risks and issues, requests to change it."""

import datetime
from decimal import Decimal

from tracker.model.records.base import Record


class Health(Record, frozen=True, kw_only=True):
    """How it stands, as reported: `green`, `amber` or `red` for each dimension."""

    overall: str | None = None
    schedule: str | None = None
    cost: str | None = None
    scope: str | None = None
    resources: str | None = None
    quality: str | None = None


class Ask(Record, frozen=True, kw_only=True):
    """What a project needs of somebody, and by when."""

    text: str | None = None
    of: str | None = None
    due: datetime.date | None = None


class Update(Record, frozen=True, kw_only=True):
    """A status update: what was done, what is next, what is asked for.

    An empty list of asks drops those of earlier updates; where there is none, they stay.
    """

    author: str | None = None
    health: Health | None = None
    summary: str | None = None
    done: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    asks: tuple[Ask, ...] | None = None


class Exposure(Record, frozen=True, kw_only=True):
    """What a risk would cost if it came true: money, and a span of delay."""

    cost: Decimal | None = None
    schedule: str | None = None


class Raid(Record, frozen=True, kw_only=True):
    """A risk, assumption, issue, decision or action; probability and impact run from 1 to 5."""

    kind: str | None = None
    title: str | None = None
    owner: str | None = None
    status: str | None = None
    probability: int | None = None
    impact: int | None = None
    exposure: Exposure | None = None
    response: str | None = None
    review_on: datetime.date | None = None


class Impact(Record, frozen=True, kw_only=True):
    """What a change request would do: the new end, the further cost, and to the scope in words."""

    end: datetime.date | None = None
    cost: Decimal | None = None
    scope: str | None = None


class ChangeRequest(Record, frozen=True, kw_only=True):
    """A request to change what was promised: `proposed`, `approved`, `rejected` or `postponed`."""

    title: str | None = None
    raised_by: str | None = None
    raised_on: datetime.date | None = None
    reason: str | None = None
    impact: Impact | None = None
    decision: str | None = None
    decided_by: str | None = None
    decided_on: datetime.date | None = None
