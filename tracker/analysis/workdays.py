"""Working days: those of the organisation's week on which it is not closed.

Public holidays are not taken out of what is counted here: schedules alone are moved off them
(`publicdays.py`). Source: formats, calendar.
"""

from datetime import date

from tracker.model.records import Calendar

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIVE = Calendar(working_days=_WEEK[:5])
_FAR = 20_000
"""Days further apart than this are not counted one by one: nobody plans so far."""


def working_days(calendar: Calendar | None, first: date, last: date) -> int | None:
    """The working days after `first`, up to and with `last`; None where the week is not known."""
    if calendar is None or not calendar.working_days or abs((last - first).days) > _FAR:
        return None
    if last < first:
        back = working_days(calendar, last, first)
        return None if back is None else -back
    days = range(first.toordinal() + 1, last.toordinal() + 1)
    return sum(_works(calendar, date.fromordinal(day)) for day in days)


def week(calendar: Calendar | None) -> Calendar:
    """The calendar; where the week is not known it has five days, as spans are counted then."""
    return calendar if calendar is not None and calendar.working_days else _FIVE


def is_worked(calendar: Calendar | None, day: date) -> bool:
    """Whether anybody works on a day."""
    return _works(week(calendar), day)


def _works(calendar: Calendar, day: date) -> bool:
    return _WEEK[day.weekday()] in calendar.working_days and not any(
        (closed.from_ or day) <= day <= (closed.to or day) for closed in calendar.closures
    )
