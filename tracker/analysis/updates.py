"""Updates: the last word of each project, and the day on which the next one is due.

Source: definitions, Health. An update is due every `update_every`; where nothing says so, nobody is
asked for a first one, and after that every two weeks.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil

from tracker.analysis.span import in_days
from tracker.analysis.workdays import is_worked
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Calendar, Project, Update
from tracker.model.work import Work

EVERY = "2w"
_DAY = timedelta(days=1)
_FURTHEST = 400
"""Spans of more working days are none: a calendar without any is not searched for ever."""


def updates(work: Work) -> Iterator[tuple[str, date, Entity[Update]]]:
    """Every update with its project and its day."""
    for id, entity in work.of("update").items():
        day = _day(id)
        if day is not None:
            yield owner_of(id), day, entity


OfDay = tuple[date, Entity[Update]]
"""An update with its day."""


def last_updates(work: Work) -> dict[str, OfDay]:
    """The newest update of each project that has one."""
    return _newest(updates(work))


def last_asks(work: Work) -> dict[str, OfDay]:
    """The update whose asks hold: the newest of each project that speaks of asks at all.

    Nobody records what became of an ask, and silence is no answer: a later update that lists none
    leaves them as they are, and one with an empty list drops them.
    """
    return _newest(one for one in updates(work) if one[2].record.asks is not None)


def _newest(found: Iterable[tuple[str, date, Entity[Update]]]) -> dict[str, OfDay]:
    newest: dict[str, OfDay] = {}
    for project, day, entity in found:
        if project not in newest or newest[project][0] < day:
            newest[project] = day, entity
    return newest


def update_due(work: Work, project: Entity[Project], last: date | None) -> date | None:
    """The day until which a project's next update is due; None where nobody asks for one."""
    every = work.settings.update_every or (EVERY if last is not None else None)
    since = last or project.record.start
    return None if every is None or since is None else after(work.settings.calendar, since, every)


def after(calendar: Calendar | None, day: date, span: str) -> date | None:
    """The day that lies a span later; working time is counted in days of the calendar."""
    length = in_days(span, calendar)
    if length is None or not 0 < length <= _FURTHEST:
        return None
    left, found = ceil(length), day
    try:
        while left > 0 and (found - day).days < 3 * _FURTHEST:
            found += _DAY
            left -= 1 if is_worked(calendar, found) else 0
    except OverflowError:
        return None
    return found


def _day(id: str) -> date | None:
    try:
        return date.fromisoformat(id.rpartition("/")[2])
    except ValueError:
        return None
