"""What happened lately, day by day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from tracker.views.news import Event, Sort

_MANY = 4
"""More new things of a kind on one day than these are told as a number."""


@dataclass(frozen=True)
class Day:
    """A day with what happened on it."""

    day: date
    events: tuple[Event, ...]


def recent(news: Iterable[Event], since: date, until: date) -> list[Day]:
    """The days after one and up to another on which something happened, the latest first."""
    within = [one for one in news if since < one.day <= until]
    within.sort(key=lambda one: one.day, reverse=True)
    return [
        Day(day, tuple(_gathered(events))) for day, events in groupby(within, lambda one: one.day)
    ]


def _gathered(events: Iterable[Event]) -> Iterator[Event]:
    """What is new in great numbers is told by its number, in the place of the first."""
    events = list(events)
    counts = Counter(_new(one) for one in events)
    told: set[str] = set()
    for one in events:
        kind = _new(one)
        if not kind or counts[kind] <= _MANY:
            yield one
        elif kind not in told:
            told.add(kind)
            plural = "processes" if kind == "process" else f"{kind}s"
            yield replace(one, ref=None, title=f"{counts[kind]} {plural}")


def _new(one: Event) -> str:
    """The kind of what is new; "" of what is not."""
    return (one.ref or "").partition("/")[0] if one.sort is Sort.NEW else ""
