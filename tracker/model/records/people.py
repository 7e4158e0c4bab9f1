"""People, who they are to machines, their teams and their roles."""

from decimal import Decimal

import msgspec

from tracker.model.records.base import Record, Stretch


class Person(Record, frozen=True, kw_only=True):
    """Somebody who works here.

    `full_time` is a share (1 where unknown), `hours` leads from `mon` to `sun` to the hours of
    that day, `skills` from a skill to 1, 2 or 3.
    """

    name: str | None = None
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    full_time: float | None = None
    hours: dict[str, float] = msgspec.field(default_factory=dict)
    skills: dict[str, int] = msgspec.field(default_factory=dict)
    active: Stretch | None = None
    formerly: tuple[str, ...] = ()


class Identity(Record, frozen=True, kw_only=True):
    """Who a person is to git, to forges (account numbers) and to signatures (SSH public keys)."""

    emails: tuple[str, ...] = ()
    accounts: dict[str, int] = msgspec.field(default_factory=dict)
    keys: tuple[str, ...] = ()


class Team(Record, frozen=True, kw_only=True):
    """People who work together: a `department` or a `team`."""

    title: str | None = None
    kind: str | None = None
    parent: str | None = None
    lead: str | None = None
    formerly: tuple[str, ...] = ()


class Role(Record, frozen=True, kw_only=True):
    """What somebody does; `rate` is money an hour, `capacity` units where no person is named."""

    title: str | None = None
    rate: Decimal | None = None
    work: str | None = None
    training: tuple[str, ...] = ()
    capacity: float | None = None
    formerly: tuple[str, ...] = ()
