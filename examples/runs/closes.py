"""Months closed: a day quicker than in winter, and later than promised, since the bank waits longer.

The template made the accruals quick. Meanwhile payments come to the treasurer all at once, who is there
half of the day, and reconciles the bank when they are out. Ten months are too few for dice: the days
are written here.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from examples.runs.diary import Diary, at, later


class Month(NamedTuple):
    """The day on which it is closed, the version, and working days from each step to the next."""

    day: str
    version: int
    accruals: int
    bank: int
    review: int
    publish: int
    again: int = 0


MONTHS = (
    Month("2026-01-30", 3, 6, 1, 2, 2),
    Month("2026-02-27", 3, 5, 1, 2, 3),
    Month("2026-03-31", 3, 3, 1, 2, 1, again=2),
    Month("2026-04-30", 4, 4, 2, 2, 1),
    Month("2026-05-29", 4, 5, 2, 2, 1),
    Month("2026-06-30", 4, 4, 3, 2, 1),
    Month("2026-07-31", 4, 3, 3, 1, 1, again=2),
    Month("2026-08-31", 4, 2, 4, 2, 1),
    Month("2026-09-30", 5, 2, 4, 2, 1),
    Month("2026-10-30", 5, 1, 5, 2, 1),
)


def diaries() -> Iterator[Diary]:
    """The close of each month of the year."""
    return map(_close, MONTHS)


def _close(month: Month) -> Diary:
    day = date.fromisoformat(month.day)
    one = Diary(f"{day:%Y-%m}", at(day, 8), month.version)
    one.do("stop-postings", "controller", at(day, 15), 35)
    one.do("accruals", "controller", _later(one, month.accruals, 8.5), 340, right=not month.again)
    one.do("reconcile-bank", "treasurer", _later(one, month.bank, 8.25), 225)
    one.do("review", "controller", _later(one, month.review, 9), 170, right=True)
    if month.again:
        one.do("accruals", "controller", _later(one, 1, 9), 120, again=True)
        one.do("review", "controller", _later(one, month.again - 1, 13), 80, again=True)
    one.do("publish", "finance-director", _later(one, month.publish, 16), 55)
    return one


def _later(one: Diary, days: int, hour: float) -> datetime:
    """An hour of the day that is so many working days later."""
    return at(later(one.now.date(), days), hour)
