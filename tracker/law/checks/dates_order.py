"""The rule `dates-order`."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.finding import Found, Route, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.work import Work

_PAIRS = (("start", "end"), ("from_", "to"), ("started", "finished"), ("not_before", "deadline"))


@check(Severity.ERROR)
def dates_order(work: Work) -> Iterator[Found]:
    """Starts come before ends.

    A project, a period, an allocation, a task ends on the day it starts, or later.

    Fails:
        start: 2026-06-01
        end: 2026-05-31

    Passes:
        start: 2026-06-01
        end: 2027-09-30

    Mend: correct the one of the two dates that is wrong.
    """
    for entity in work.all():
        yield from _ordered(entity, entity.record, ())


def _ordered(entity: Entity[Any], record: Any, route: Route) -> Iterator[Found]:
    """Every pair of dates in a record and in what it holds; records nest a few levels at most."""
    fields: tuple[str, ...] = getattr(record, "__struct_fields__", ())
    for first, last in _PAIRS:
        if first in fields and last in fields:
            start, end = getattr(record, first), getattr(record, last)
            if isinstance(start, date) and isinstance(end, date) and end < start:
                key, other = last.rstrip("_"), first.rstrip("_")
                message = f"`{key}` {end} lies before `{other}` {start}"
                related = ((f"`{other}` stands here", entity.at(*route, other)),)
                yield Found(entity.at(*route, key), message, "correct one of the two dates", related)
    for name in fields:
        value = getattr(record, name)
        if value.__class__ is tuple:
            for index, item in enumerate(value):
                if hasattr(item, "__struct_fields__"):
                    yield from _ordered(entity, item, (*route, name, index))
        elif hasattr(value, "__struct_fields__"):
            yield from _ordered(entity, value, (*route, name))
