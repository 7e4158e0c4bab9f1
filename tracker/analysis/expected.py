"""Runs that schedules ask for: the days of a rule as they are moved, and the run that answers each.

A day that is not worked is moved as `holidays` of the trigger says: to the working day `before` or
`after` it, or it is left out (`skip`); without it the day is kept. Days that come to be one ask for
one run. Source: formats, Processes.

A run answers the last of these days that has come when it was asked for, else begun. Where that day
is answered already, it answers the next one, if that is nearer: it was begun early. Runs answer the
schedule that they name as their `trigger`. While no run names a schedule, those that name none answer
it, as those in event logs do; early ones only where the process has no other trigger.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tracker.analysis.publicdays import is_free
from tracker.analysis.recurrences import fault
from tracker.analysis.ruledays import days
from tracker.model.records import Calendar, Process, Run, Trigger

_STEP = {"before": timedelta(days=-1), "after": timedelta(days=1)}
_FURTHEST = 60
"""A day is moved by so many days at most; a house that is closed for longer keeps it where it is."""


class Begun(NamedTuple):
    """A run by its id, and the day on which it was asked for or begun."""

    day: date
    id: str
    trigger: str | None


@dataclass(frozen=True)
class Expected:
    """A day on which a trigger asks for a run; `answer` is the id of the run, None where there is none.

    `following` is the next such day: from then on a run that is not there is missing. `since` is the
    day of the first run that could answer the trigger, None where there is none.
    """

    trigger: Trigger
    day: date
    following: date | None
    answer: str | None
    since: date | None

    def is_missing(self, as_of: date) -> bool:
        return self.answer is None and self.following is not None and self.following <= as_of


def begun(id: str, run: Run) -> Begun | None:
    """A run with its day; None where it says none."""
    moment = run.requested or run.started
    return Begun(moment.date(), id, run.trigger) if moment is not None else None


def expected(
    process: Process, runs: Iterable[Begun], calendar: Calendar | None, first: date, last: date
) -> list[Expected]:
    """What the schedules of a process ask for from `first` to `last`; rules that are faulty ask for nothing."""
    known = sorted(runs, key=lambda one: (one.day, one.id))
    is_only = len(process.triggers) == 1
    found: list[Expected] = []
    for trigger in process.triggers:
        if trigger.kind == "schedule":
            own = [one for one in known if one.trigger == trigger.id and trigger.id is not None]
            unnamed = [one for one in known if one.trigger is None]
            asked = occurrences(
                trigger, calendar, _later(first, -_FURTHEST), _later(last, _FURTHEST)
            )
            answer = answers(asked, own or unnamed, is_early=bool(own) or is_only)
            since = next((one.day for one in own or unnamed), None)
            found += (
                Expected(trigger, day, after, answer.get(day), since)
                for day, after in zip(asked, [*asked[1:], None], strict=False)
                if first <= day <= last
            )
    return found


def occurrences(trigger: Trigger, calendar: Calendar | None, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which a schedule asks for a run, as they are moved."""
    if not trigger.rule or not trigger.start or fault(trigger.rule, trigger.start) is not None:
        return []
    by_rule = days(trigger.rule, trigger.start, _later(first, -_FURTHEST), _later(last, _FURTHEST))
    moved = {_moved(day, trigger.holidays, calendar) for day in by_rule}
    return sorted(day for day in moved if day is not None and first <= day <= last)


def _moved(day: date, holidays: str | None, calendar: Calendar | None) -> date | None:
    if holidays is None or not is_free(calendar, day):
        return day
    if holidays == "skip":
        return None
    step = _STEP[holidays]
    near = (_later(day, step.days * by) for by in range(1, _FURTHEST + 1))
    return next((one for one in near if not is_free(calendar, one)), day)


def _later(day: date, by: int) -> date:
    """A day so many days later, or the end of the calendar."""
    number = min(max(day.toordinal() + by, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


def answers(asked: Sequence[date], runs: Iterable[Begun], is_early: bool = True) -> dict[date, str]:
    """Which run answers which day; both come in the order of their days."""
    found: dict[date, str] = {}
    for run in runs:
        at = bisect_right(asked, run.day)
        if at and asked[at - 1] not in found:
            found[asked[at - 1]] = run.id
        elif (
            is_early
            and at < len(asked)
            and asked[at] not in found
            and _is_nearer(asked, at, run.day)
        ):
            found[asked[at]] = run.id
    return found


def _is_nearer(asked: Sequence[date], at: int, day: date) -> bool:
    """Whether a day is nearer to the one that comes than to the one before it, which the first has as well."""
    if at == 0:
        return len(asked) > 1 and 2 * (asked[0] - day) < asked[1] - asked[0]
    return asked[at] - day < day - asked[at - 1]
