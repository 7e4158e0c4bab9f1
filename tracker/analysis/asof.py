"""Runs as they stood at the end of a day: nothing is told of it that came later.

A run that was asked for and begun after the day did not exist yet, an event after it was not known,
and what ended after it was under way. A moment belongs to the day that is written, in its own offset.
An event without a time goes with the one that is written before it. A run of a log that was taken up again later
was under way in between: whether it had seemed done on the day nobody wrote down.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import msgspec

from tracker.analysis.elapsed import seconds
from tracker.model.records import Done, Run

UNDER_WAY = "in-progress"
REQUESTED = "requested"


def settled(day: date) -> float:
    """A moment, in seconds since 1970, before which everything belongs to a day or to one before it.

    No offset is as long as a day, so most runs are known whole without a look at their events.
    """
    return seconds(datetime(day.year, day.month, day.day, tzinfo=UTC))


def stood(run: Run, began: datetime | None, ended: datetime | None, day: date) -> Run | None:
    """The run at the end of a day; None where it did not exist yet.

    `began` and `ended` are when it started and ended by its own words or those of its events.
    """
    steps = tuple(_known(run.steps, day))
    moments = [run.requested, began, *(one.started or one.finished for one in steps)]
    known = [moment for moment in moments if moment is not None]
    if known and all(_is_later(moment, day) for moment in known):
        return None
    started, status = _by(run.started, day), run.status
    is_early = _is_later(ended, day) or (status == UNDER_WAY and _is_later(began, day))
    if is_early and status is not None:
        status = UNDER_WAY if started or steps else REQUESTED
    return msgspec.structs.replace(
        run,
        status=status,
        requested=_by(run.requested, day),
        started=started,
        finished=_by(run.finished, day),
        reason=None if _is_later(ended, day) else run.reason,
        steps=steps,
    )


def _known(events: Sequence[Done], day: date) -> Iterator[Done]:
    """The events up to a day; of one that was under way nobody knew yet how it would end."""
    is_told = True
    for event in events:
        first = event.started or event.finished
        is_told = is_told if first is None else not _is_later(first, day)
        if is_told and _is_later(event.finished, day):
            yield msgspec.structs.replace(event, finished=None, right_first_time=None)
        elif is_told:
            yield event


def _by(moment: datetime | None, day: date) -> datetime | None:
    return None if _is_later(moment, day) else moment


def _is_later(moment: datetime | None, day: date) -> bool:
    return moment is not None and moment.date() > day
