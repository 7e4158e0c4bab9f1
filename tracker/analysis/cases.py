"""A run as a case: its events in the order in which they were completed.

Events are sorted by completion, ties in file order; what was begun and not completed stands where it
was begun, what has no time stays behind the event that is written before it. A case runs from its
first to its last event; a variant is the sequence of its steps. Source: definitions, Flow of a
process.

A run has ended when its status is one of `ENDED`; of these only `completed` ones delivered
something: they alone are throughput and have a cycle time. A run without a status has ended where it
says when.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import inf
from typing import NamedTuple

from tracker.analysis import asof
from tracker.analysis.elapsed import end_of, seconds, since_1970
from tracker.model.records import Done, Run

COMPLETED = "completed"
ENDED = frozenset({COMPLETED, "incomplete", "cancelled"})

Variant = tuple[str, ...]
"""The steps of a case in order."""

Ways = Mapping[Variant, "Sequence[Case]"]
"""The cases that took each variant."""

Moments = list[float | None]
"""Seconds since 1970; None where nobody wrote down a time."""


class Case(NamedTuple):
    """A run and its events; `begun` and `done` are the starts and completions of the events.

    `began` is when the run started, and `ended` when it ended, where it `is_over`. What the run does
    not say of this its events do, if they have times. `requested`, `since` and `until` are when it was asked for, began
    and ended, `first` and `last` when its events did, all in seconds since 1970.
    """

    id: str
    run: Run
    events: tuple[Done, ...]
    variant: Variant
    begun: Moments
    done: Moments
    began: datetime | None
    ended: datetime | None
    is_over: bool
    is_completed: bool
    first: float | None
    last: float | None
    requested: float | None
    since: float | None
    until: float | None

    @property
    def elapsed(self) -> float | None:
        """Elapsed seconds from its first to its last event; None where no event has a time."""
        return _passed(self.first, self.last)

    @property
    def cycle(self) -> float | None:
        """Elapsed seconds from start to finish; None unless it was completed."""
        return _passed(self.since, self.until) if self.is_completed else None

    @property
    def lead(self) -> float | None:
        """Elapsed seconds from request to finish; None unless it was completed and requested."""
        return _passed(self.requested, self.until) if self.is_completed else None

    def is_open(self, as_of: date) -> bool:
        """Started by the end of a day, and not ended by then: work in progress."""
        if self.began is None or self.began.date() > as_of:
            return False
        return not self.is_over or (self.ended is not None and self.ended.date() > as_of)

    def age(self, as_of: date) -> float:
        """Elapsed seconds from its start to the end of a day; of a case that has begun."""
        if self.began is None or self.since is None:
            return 0.0
        return seconds(end_of(as_of, self.began)) - self.since


def cases(runs: Mapping[str, Run], as_of: date | None = None) -> list[Case]:
    """The runs as cases, in their order; of a day as they stood at its end."""
    found = [case(id, run) for id, run in runs.items()]
    if as_of is None:
        return found
    known = asof.settled(as_of)
    stood = (each if _is_before(each, known) else _stood(each, as_of) for each in found)
    return [each for each in stood if each is not None]


def _is_before(one: Case, moment: float) -> bool:
    """Whether all its moments come before one; a case without any is of all times."""
    if one.run.finished is not None and not one.is_over:
        return False  # somebody's mistake, and none of its moments
    moments = (one.last, one.until, one.since, one.requested)
    return max([each for each in moments if each is not None], default=-inf) < moment


def _stood(one: Case, as_of: date) -> Case | None:
    """A case at the end of a day; None where its run did not exist yet."""
    run = asof.stood(one.run, one.began, one.ended, as_of)
    return None if run is None else case(one.id, run)


def case(id: str, run: Run) -> Case:
    """One run as a case; events whose step the schema refused are left out."""
    events = run.steps
    steps = [event.step for event in events]
    if None in steps:
        events = tuple([event for event in events if event.step is not None])
    begun, done = _times(events)
    keys = _keys(begun, done)
    if keys != sorted(keys):
        events = tuple([events[at] for at in sorted(range(len(events)), key=keys.__getitem__)])
        begun, done = _times(events)
    if events is not run.steps:
        steps = [event.step for event in events]
    is_over = run.status in ENDED or (run.status is None and run.finished is not None)
    began = run.started or _first(events)
    ended = (run.finished or _first(events[::-1], last=True)) if is_over else None
    return Case(
        id,
        run,
        events,
        tuple(steps),  # type: ignore[arg-type]
        begun,
        done,
        began,
        ended,
        is_over,
        is_over and run.status in (COMPLETED, None),
        *_ends(begun, done),
        *since_1970([run.requested, began, ended]),
    )


def _times(events: Sequence[Done]) -> tuple[Moments, Moments]:
    begun = since_1970([event.started for event in events])
    return begun, since_1970([event.finished for event in events])


def _keys(begun: Moments, done: Moments) -> list[float]:
    """By what events are sorted: completion, else start, else the time of the event before."""
    if None not in done:
        return done  # type: ignore[return-value] # mypy does not learn from `in`
    keys, before = [], float("-inf")
    for start, end in zip(begun, done, strict=True):
        known = start if end is None else end
        before = before if known is None else known
        keys.append(before)
    return keys


def _ends(begun: Moments, done: Moments) -> tuple[float | None, float | None]:
    """The earliest and the latest of all moments."""
    known = [*begun, *done]
    if None in known:
        known = [moment for moment in known if moment is not None]
    return (min(known), max(known)) if known else (None, None)  # type: ignore[type-var]


def _first(events: Iterable[Done], last: bool = False) -> datetime | None:
    """The first moment that is known of events: their start, or at the `last` their completion."""
    for one in events:
        moment = (one.finished or one.started) if last else (one.started or one.finished)
        if moment is not None:
            return moment
    return None


def _passed(first: float | None, last: float | None) -> float | None:
    """Elapsed seconds; None where a moment is missing or the end comes before the start."""
    return None if first is None or last is None or last < first else last - first


def by_variant(cases: Iterable[Case]) -> dict[Variant, list[Case]]:
    """Cases with the same steps in the same order stand together; all order is of the first seen."""
    found: defaultdict[Variant, list[Case]] = defaultdict(list)
    for one in cases:
        found[one.variant].append(one)
    return dict(found)
