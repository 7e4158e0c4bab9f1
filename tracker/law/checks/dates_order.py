"""The rule `dates-order`."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from tracker.finding import Found, Route, Severity
from tracker.law.check import check
from tracker.law.runs import few
from tracker.model.entity import Entity
from tracker.model.records import Done, Record, Run
from tracker.model.work import Work

_HINT = "correct one of the two dates"
_PAIRS = (
    ("start", "end"),
    ("from_", "to"),
    ("started", "finished"),
    ("not_before", "deadline"),
    ("requested", "started"),
)


@check(Severity.ERROR)
def dates_order(work: Work) -> Iterator[Found]:
    """Starts come before ends.

    A project, a period, an allocation, a task ends on the day it starts, or later. A step of a run
    is not over before it was begun, and not done before its run was asked for and had begun.

    Fails:
        start: 2026-06-01
        end: 2026-05-31

    Passes:
        start: 2026-06-01
        end: 2027-09-30

    Mend: correct the one of the two dates that is wrong.
    """
    for entity in work.all():
        if entity.kind != "run":
            yield from _ordered(entity, entity.record, ())
    yield from few(_of_runs(work))


def _of_runs(work: Work) -> Iterator[tuple[Entity[Any], Found]]:
    """Most runs are sound, and there may be very many: they are looked at in detail if they are not."""
    for entity in work.runs.values():
        run = entity.record
        if not entity.is_logged:
            yield from ((entity, one) for one in _ordered(entity, run, ()))
        elif any(map(_ends_early, run.steps)):
            for at, event in enumerate(run.steps):
                if _ends_early(event):
                    yield from ((entity, one) for one in _ordered(entity, event, ("steps", at)))
        yield from ((entity, one) for one in _before(entity, run))


def _ends_early(event: Done) -> bool:
    start, end = event.started, event.finished
    return start is not None and end is not None and end < start


def _before(entity: Entity[Any], run: Run) -> Iterator[Found]:
    """Events that lie before their run: before somebody asked for it, or before it began."""
    for name in ("requested",) if entity.is_logged else ("requested", "started"):
        whole = getattr(run, name)
        if whole is None:
            continue
        for at, event in enumerate(run.steps):
            key = "started" if event.started is not None else "finished"
            moment = getattr(event, key)
            if moment is not None and moment < whole:
                message = f"`{key}` {moment.isoformat()} lies before the run, `{name}` {whole.isoformat()}"
                related = ((f"`{name}` stands here", entity.at(name)),)
                yield Found(entity.at("steps", at, key), message, _HINT, related)
                return


@cache
def _shape(record: type) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The pairs of dates that records of a type have, and the fields that can hold more of them."""
    fields: tuple[str, ...] = record.__struct_fields__  # type: ignore[attr-defined]
    pairs = tuple(pair for pair in _PAIRS if pair[0] in fields and pair[1] in fields)
    return pairs, tuple(
        name for name, hint in get_type_hints(record).items() if _holds_records(hint)
    )


def _shown(value: Any) -> str:
    """A day, or a moment as files write it."""
    return str(value.isoformat())


def _holds_records(hint: Any) -> bool:
    return any(isinstance(one, type) and issubclass(one, Record) for one in (hint, *_inner(hint)))


def _inner(hint: Any) -> Iterator[Any]:
    for one in get_args(hint):
        yield one
        yield from _inner(one)


def _ordered(entity: Entity[Any], record: Record, route: Route) -> Iterator[Found]:
    """Every pair of dates in a record and in what it holds; records nest a few levels at most."""
    pairs, holders = _shape(record.__class__)
    for first, last in pairs:
        start, end = getattr(record, first), getattr(record, last)
        if start is not None and end is not None and end < start:
            key, other = last.rstrip("_"), first.rstrip("_")
            message = f"`{key}` {_shown(end)} lies before `{other}` {_shown(start)}"
            related = ((f"`{other}` stands here", entity.at(*route, other)),)
            yield Found(entity.at(*route, key), message, _HINT, related)
    for name in holders:
        value = getattr(record, name)
        if value.__class__ is tuple:
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    yield from _ordered(entity, item, (*route, name, index))
        elif isinstance(value, Record):
            yield from _ordered(entity, value, (*route, name))
