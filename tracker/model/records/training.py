"""What people learn in order to do the steps of processes."""

import datetime

from tracker.model.records.base import Record


class Training(Record, frozen=True, kw_only=True):
    """A training; `covers` names steps of processes, `valid_for` is a span."""

    title: str | None = None
    audience: tuple[str, ...] = ()
    provider: str | None = None
    covers: tuple[str, ...] = ()
    valid_for: str | None = None
    formerly: tuple[str, ...] = ()


class Trained(Record, frozen=True, kw_only=True):
    """What somebody learned, when and from whom: `read`, `shadowed`, `performed` or `assessed`.

    `version` is the one of the process that was taught.
    """

    training: str | None = None
    version: int | None = None
    kind: str | None = None
    date: datetime.date | None = None
    by: str | None = None
    expires: datetime.date | None = None


class TrainingRecord(Record, frozen=True, kw_only=True):
    """All that one person was trained in; the file is the list itself."""

    entries: tuple[Trained, ...] = ()
