"""What people learn in order to do the steps of processes."""

from tracker.model.records.base import Record


class Training(Record, frozen=True, kw_only=True):
    """A training; `covers` names steps of processes, `valid_for` is a span."""

    title: str | None = None
    audience: tuple[str, ...] = ()
    provider: str | None = None
    covers: tuple[str, ...] = ()
    valid_for: str | None = None
    formerly: tuple[str, ...] = ()
