"""Moments on the command line: as files write them, by the local clock where no offset is said."""

import re
from datetime import datetime
from typing import Any

import click

from tracker.cli.terminal.clock import now
from tracker.cli.terminal.stop import Stop

_MOMENT = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)


class Moment(click.ParamType[datetime]):
    """A moment that has come: ISO with its offset, without one by the local clock, or `now`."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        found = now().replace(microsecond=0) if value == "now" else _read(value)
        if found is None:
            self.fail(f"{value!r} is not a moment as YYYY-MM-DDThh:mm, or `now`", param, ctx)
        if found > now():
            raise Stop(f"{value} is still to come", "say it once it has happened")
        return found


MOMENT = Moment()


def _read(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if _MOMENT.match(text) else None
        return _local(found, text) if found is not None and found.tzinfo is None else found
    except (ValueError, OverflowError):
        return None


def _local(moment: datetime, text: str) -> datetime:
    """A moment of the local clock; one that it passed over, or showed twice, could be either of two."""
    one, other = (moment.replace(fold=fold).astimezone() for fold in (0, 1))
    if one.utcoffset() == other.utcoffset():
        return one
    shown = "was shown twice" if one.replace(tzinfo=None) == moment else "was passed over"
    first, second = map(written, sorted((one, other)))
    raise Stop(
        f"{text} {shown} by the clock of this machine, which was put forward or back",
        f"say which is meant, with its offset from UTC: {first} or {second}",
    )


def written(moment: datetime) -> str:
    """A moment as files write it: to the minute, where seconds say nothing."""
    whole = not (moment.second or moment.microsecond)
    return moment.isoformat(timespec="minutes" if whole else "seconds")


def present(last: datetime | None) -> datetime:
    """Now, to the minute; to the second where something else has happened in this minute."""
    moment = now().replace(microsecond=0)
    minute = moment.replace(second=0)
    return moment if last is not None and last >= minute else minute
