"""Moments as logs write them: all of a log with an offset from UTC, or none of them."""

import re
from datetime import datetime, timedelta, tzinfo

from tracker.interchange.exchange import RefusedError


class Moments:
    """Reads the moments of one log; `form` is one of `strptime`, ISO 8601 where it is None."""

    def __init__(self, form: str | None = None) -> None:
        self._form = form
        self._first: tuple[int, bool] | None = None
        self._zones: dict[tzinfo | None, tzinfo | None] = {}

    def read(self, text: str, line: int) -> datetime:
        """A moment; raises RefusedError where it is none, or not of the kind of those before."""
        try:
            moment = self._parsed(text.strip())
        except (ValueError, re.error) as error:
            wanted = f"a moment as `{self._form}` writes it" if self._form else "an ISO moment"
            raise RefusedError(
                f"{text[:40]!r} is not {wanted}",
                "write 2026-11-03T08:00+01:00; of a table `--time` says how its moments are written",
                line,
            ) from error
        self._refuse_mixed(moment, line)
        # One zone for all moments of an offset: a log has few of them, and many moments.
        zone = self._zones.setdefault(moment.tzinfo, moment.tzinfo)
        return moment.replace(tzinfo=zone)

    def _parsed(self, text: str) -> datetime:
        # Naive where the log is.
        parsed = datetime.strptime(text, self._form) if self._form else datetime.fromisoformat(text)  # noqa: DTZ007
        offset = parsed.utcoffset() or timedelta()
        if not 1000 <= parsed.year < 3000 or offset % timedelta(minutes=1):
            raise ValueError(text)  # no log may hold it
        return parsed

    def _refuse_mixed(self, moment: datetime, line: int) -> None:
        has_offset = moment.tzinfo is not None
        if self._first is None:
            self._first = (line, has_offset)
        first, had_offset = self._first
        if has_offset != had_offset:
            here, there = ("an", "none") if has_offset else ("no", "one")
            raise RefusedError(
                f"this moment has {here} offset from UTC, and that of line {first} has {there}: "
                "which came first cannot be told",
                "write all moments of the log with an offset, or all without",
                line,
            )
