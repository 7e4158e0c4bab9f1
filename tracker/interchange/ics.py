"""iCalendar, the format of calendars (RFC 5545): days in, one calendar out.

Days are all-day events that take no time of anybody's. What is made for one calendar serves the
others that hold the same event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar
from icalendar.parser import Contentline
from icalendar.prop import vText

from tracker.views.words import in_xml

TYPE = "text/calendar"
_PRODUCT = "-//Tracker//Tracker//EN"
_ROOM = 75
"""Bytes of a line; those that go on one begin with a space."""
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One thing on one day. `name` tells it from all others, for good; `done` says it is behind us."""

    name: str
    day: date
    title: str
    categories: tuple[str, ...]
    said: str = ""
    link: str | None = None


def event(entry: Entry, stamp: datetime) -> bytes:
    """An event; `stamp` says when what it tells was written."""
    # Line by line, because the library's own components take far longer.
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, entry.name)}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(entry.title)}",
        f"CATEGORIES:{','.join(map(_text, entry.categories))}",
        "TRANSP:TRANSPARENT",
        *([f"DESCRIPTION:{_text(entry.said)}"] if entry.said else ()),
        *([f"URL:{entry.link}"] if entry.link else ()),
        "END:VEVENT",
    ]
    return b"".join(map(_line, lines))


def calendar(title: str, events: Iterable[bytes], address: str | None = None) -> bytes:
    """A calendar of events that were made before."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    for name in ("NAME", "X-WR-CALNAME"):  # most programs read the second in place of the first
        made[name] = vText(_plain(title))
    made.add("refresh-interval;value=duration", "PT12H")
    if address:
        made.add("source;value=uri", address)
    head: bytes = made.to_ical()
    return head.removesuffix(_END) + b"".join(events) + _END


def _line(line: str) -> bytes:
    """A line, folded where it is too long."""
    if line.isascii():
        first, rest = line[:_ROOM], line[_ROOM:]
        more = (rest[at : at + _ROOM - 1] for at in range(0, len(rest), _ROOM - 1))
        return "\r\n ".join((first, *more)).encode() + b"\r\n"
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return folded + b"\r\n"


def _text(said: str) -> str:
    """Text as the value of a property."""
    return vText(_plain(said)).to_ical().decode()


def _plain(said: str) -> str:
    """Text that stays in its line: a lone return would end it for some readers."""
    return in_xml(said).replace("\r\n", "\n").replace("\r", "\n")
