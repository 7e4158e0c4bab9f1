"""Maintenance orders: after hours nobody plans them, and one who hears a press does not run it empty.

The planner goes home at four; what comes later is locked and repaired at once. Yusuf Adlerstein, head
of maintenance, often hands a machine back untested: after 33 years he hears whether it is right.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from examples.runs.diary import LAST, Diary, Dice, at, later

PLANNER, LEAD, FITTER = "maintenance-planner", "maintenance-lead", "fitter"
AGAIN = (
    "The seal was of the old make",
    "The bearing ran hot after two minutes",
    "A second leak, behind the first",
)
PARTS = "The part that was needed showed when it was open"


def diaries() -> Iterator[Diary]:
    """Every order since version 2, in the order in which they came."""
    dice, number = Dice("maintenance-order 1"), 400
    day = date(2026, 8, 17)
    while day <= LAST:
        for asked in _asked(dice, day):
            number += 1
            yield _order(dice, f"order-{number}", asked)
        day += timedelta(days=1)


def _asked(dice: Dice, day: date) -> Iterator[datetime]:
    """When orders come on a day: in the early shift, and after hours; on Saturdays to the late shift."""
    if day.weekday() < 5 and dice.falls(0.75):
        yield at(day, dice.between(6, 10.5))
    if day.weekday() < 6 and dice.falls(0.45) and day < LAST:
        yield at(day, dice.between(16.2, 20.5))


def _order(dice: Dice, run: str, asked: datetime) -> Diary:
    one = Diary(run, asked, 2)
    is_late = asked.hour >= 16
    one.do(
        "report", FITTER, one.after(dice.between(2, 20)), dice.between(3, 8), right=dice.falls(0.9)
    )
    if not is_late or dice.falls(0.15):
        _plan(dice, one, is_late)
    by = LEAD if dice.falls(0.4) else FITTER
    one.do("lock", by, one.after(dice.between(10, 50)), dice.between(6, 14))
    is_untested = by == LEAD and dice.falls(0.55)
    held = is_untested or dice.falls(0.92)
    _repair(dice, one, by, held)
    if not is_untested:
        _test(dice, one, by)
    if not held:
        _repair(dice, one, by, True, again=True)
        _test(dice, one, by)
    one.do("hand-back", by, one.after(dice.between(5, 25)), dice.between(6, 14))
    return one


def _plan(dice: Dice, one: Diary, is_late: bool) -> None:
    """Planned at once, or, what came late, sometimes by a call; parts are ordered along with it."""
    note = "Called at home" if is_late else ""
    one.do("plan", PLANNER, one.after(dice.between(10, 90)), dice.between(8, 25), note=note)
    if dice.falls(0.25) and not is_late:
        one.do("order-parts", PLANNER, one.after(dice.between(2, 20)), dice.between(10, 30))
        if dice.falls(0.3):
            one.now = at(later(one.now.date(), dice.one_of((1, 2, 3))), dice.between(8, 11))


def _test(dice: Dice, one: Diary, by: str) -> None:
    one.do("test", by, one.after(dice.between(2, 10)), dice.between(10, 18))


def _repair(dice: Dice, one: Diary, by: str, held: bool, again: bool = False) -> None:
    """What is repaired again was not right the first time; some parts are seen to be missing only here."""
    note = dice.one_of(AGAIN) if again else ""
    minutes = dice.middling(40, 180)
    one.do("repair", by, one.after(dice.between(1, 10)), minutes, held, again, note)
    if not again and 8 <= one.now.hour < 14 and dice.falls(0.05):
        one.do("order-parts", PLANNER, one.after(dice.between(5, 20)), 15, note=PARTS)
