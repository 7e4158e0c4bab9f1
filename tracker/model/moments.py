"""Moments in documents: those that no calendar has are refused, and whole minutes are what they say.

A schema tells the form of a moment, and which texts are moments by `x-type`; it cannot count the
days of a month. Records are decoded from moments with seconds, which a file may leave out.
"""

import functools
from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args, get_type_hints

from tracker.finding import Route
from tracker.model.catalogue import Pattern, annotated
from tracker.model.misfit import Misfit

_MINUTE = len("2026-11-03T07:10")


def moment(text: str) -> datetime | None:
    """A text that has the form of a moment, as a moment; None where no calendar has it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def impossible(name: str, data: object) -> Iterator[Misfit]:
    """The moments of a document whose day no calendar has; texts of another form are passed over."""
    for pattern in _said(name):
        for route, text in _texts(data, pattern, ()):
            if text[10:11] == "T" and moment(text) is None and _is_late(text):
                days = monthrange(int(text[:4]), int(text[5:7]))[1]
                message = f"'{text}' is not a day of the calendar"
                hint = f"that month has {days} days: did you mean `{text[:8]}{days}{text[10:]}`?"
                yield Misfit(route, False, message, hint, route)


def _is_late(text: str) -> bool:
    """True where the day alone is what is wrong; the form is the schema's to refuse."""
    return moment(text[:8] + "01" + text[10:]) is not None and text[8:10].isdigit()


@functools.cache
def _said(name: str) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern, what in annotated(name, "x-type") if what == "moment")


def _texts(value: Any, pattern: Pattern, route: Route) -> Iterator[tuple[Route, str]]:
    """The texts that a pattern leads to, and where they stand."""
    if not pattern:
        if isinstance(value, str):
            yield route, value
    elif pattern[0] != "*":
        if isinstance(value, dict):
            yield from _texts(value.get(pattern[0]), pattern[1:], (*route, pattern[0]))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(item, pattern[1:], (*route, at))


def in_full(record: type, data: object) -> object:
    """Data for a record, with seconds in its moments; what has none of them is given back as it is."""
    for pattern in _held(record):
        for route, text in _texts(data, pattern, ()):
            if text[_MINUTE : _MINUTE + 1] != ":":
                data = _with(data, route, f"{text[:_MINUTE]}:00{text[_MINUTE:]}")
    return data


def _with(data: Any, route: Route, text: str) -> Any:
    """The data with another text at a route; what is given is not altered."""
    if not route:
        return text
    copy = data.copy()
    copy[route[0]] = _with(data[route[0]], route[1:], text)
    return copy


@functools.cache
def _held(record: type) -> tuple[Pattern, ...]:
    """Where a record holds moments."""
    return tuple(_moments(record))


def _moments(kind: Any) -> Iterator[Pattern]:
    if kind is datetime:
        yield ()
    elif hasattr(kind, "__struct_fields__"):
        names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
        for name, hint in get_type_hints(kind).items():
            if name in names:
                yield from ((names[name], *rest) for rest in _moments(hint))
    else:
        step = ("*",) if getattr(kind, "__origin__", None) is tuple else ()
        for inner in get_args(kind):
            yield from ((*step, *rest) for rest in _moments(inner))
