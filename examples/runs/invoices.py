"""Invoices: slow until July, when those without an order number went back; quick with the scan station.

A sample: the way of every hundredth invoice is written down. They are paid on Thursdays, some of
which are missed; what came back for want of an order number missed most.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from examples.runs.diary import LAST, Diary, Dice, at, later, workdays


class Way(NamedTuple):
    """How invoices go in a version: working days of waiting at most, and chances."""

    register: int
    match: int
    query: float
    approve: tuple[int, int]
    wrong: float


WAYS = {
    1: Way(2, 2, 0.25, (2, 5), 0.12),
    2: Way(1, 1, 0.1, (1, 3), 0.06),
    3: Way(0, 0, 0.08, (0, 1), 0.04),
}
SINCE = {date(2026, 10, 12): 3, date(2026, 7, 1): 2, date(2025, 7, 1): 1}
"""The first day of each version, the last one first."""

CLERKS = {"ap-clerk": 2, "ap-lead": 3}
"""Who works from Monday to which day of the week, 0 being Monday."""

OWNERS = ("plant-manager", "plant-manager", "it-director", "people-director", "finance-director")


def diaries() -> Iterator[Diary]:
    """Each invoice that was paid by the last day."""
    dice, number = Dice("process-invoice 24"), 1000
    for day in workdays(date(2026, 1, 5)):
        if dice.falls(0.62):
            number += 1
            one = _invoice(dice, f"invoice-{number}", day)
            if one.now.date() <= LAST:
                yield one


def _invoice(dice: Dice, run: str, day: date) -> Diary:
    arrived = at(day, dice.between(8, 14))
    version = _version(day)
    way = WAYS[version]
    clerk, begun = _clerk(dice, later(day, round(dice.between(0, way.register))))
    one = Diary(run, arrived, _version(begun))
    is_wrong = dice.falls(way.wrong)
    asks = dice.falls(way.query)
    start = at(begun, dice.between(14.1, 15))
    one.do("register", clerk, start, dice.between(3, 9), right=version > 1 or not asks)
    _match(dice, one, later(begun, round(dice.between(0, way.match))), not is_wrong)
    if asks:
        _query(dice, one, version)
    _approve(dice, one, later(one.now.date(), round(dice.between(*way.approve))), not is_wrong)
    if is_wrong:
        _match(dice, one, later(one.now.date(), 1), True, again=True)
        _approve(dice, one, later(one.now.date(), 1), True, again=True)
    one.do("pay", "treasurer", _thursday(dice, one.now), dice.between(1, 4))
    return one


def _version(day: date) -> int:
    return next(version for since, version in SINCE.items() if day >= since)


def _clerk(dice: Dice, day: date) -> tuple[str, date]:
    """Who takes an invoice, and the first day on which they are there."""
    clerk = dice.one_of(tuple(CLERKS))
    while day.weekday() > CLERKS[clerk]:
        day = later(day, 1)
    return clerk, day


def _match(dice: Dice, one: Diary, day: date, right: bool, again: bool = False) -> None:
    clerk, day = _clerk(dice, day)
    start = max(at(day, dice.between(8, 12)), one.after(dice.between(4, 20)))
    one.do("match", clerk, start, dice.between(6, 16), right=right, again=again)


def _query(dice: Dice, one: Diary, version: int) -> None:
    clerk, day = _clerk(dice, later(one.now.date(), 1 if version > 1 else dice.one_of((1, 2, 3))))
    note = "Nobody knew who had ordered" if version == 1 else "Price differs from the order"
    one.do("query", clerk, at(day, dice.between(8, 15)), dice.between(10, 25), note=note)


def _approve(dice: Dice, one: Diary, day: date, right: bool, again: bool = False) -> None:
    owner = dice.one_of(OWNERS)
    start = max(at(day, dice.between(8, 12)), one.after(dice.between(20, 90)))
    one.do("approve", owner, start, dice.between(2, 6), right=right, again=again)


def _thursday(dice: Dice, now: datetime) -> datetime:
    """The next payment run: Thursday, or the working day before it."""
    day = now.date()
    while True:
        run = later(day, 0)
        ahead = day + timedelta(days=1)
        if run == day and (day.weekday() == 3 or (day.weekday() == 2 and later(ahead, 0) > ahead)):
            start = at(day, dice.between(15.6, 16.4))
            if start > now:
                return start
        day = ahead
