"""Goods received: the same before the move to the new hall and after it, so the process is in control.

A sample of the trucks. The scanner at the gate writes the times, and no names.
"""

from collections.abc import Iterator
from datetime import date

from examples.runs.diary import Diary, Dice, at, workdays

FIRST, NEW_HALL = date(2026, 8, 17), date(2026, 10, 19)


def diaries() -> Iterator[Diary]:
    """One truck on most mornings, and a second one on many."""
    dice, number = Dice("receive-goods 5"), 2200
    for day in workdays(FIRST):
        for hour, chance in ((6.5, 0.85), (10.0, 0.6)):
            if dice.falls(chance):
                number += 1
                yield _truck(dice, f"truck-{number}", day, hour + dice.between(0, 2))


def _truck(dice: Dice, run: str, day: date, hour: float) -> Diary:
    one = Diary(run, at(day, hour), 4 if day >= NEW_HALL else 3)
    one.do(
        "count", "", one.after(dice.between(2, 15)), dice.middling(12, 28), right=dice.falls(0.97)
    )
    one.do(
        "post-receipt",
        "",
        one.after(dice.between(1, 8)),
        dice.middling(3, 8),
        right=dice.falls(0.96),
    )
    one.do("store", "", one.after(dice.middling(20, 110)), dice.middling(8, 25))
    return one
