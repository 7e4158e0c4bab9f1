"""What the stories share: days of work, dice, and the diary of a run, which becomes lines of a log."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

T = TypeVar("T")

LAST = date(2026, 11, 20)
"""The last day of which the logs tell: a Friday, the day before that of the example."""

HOLIDAYS = {
    date.fromisoformat(day)
    for day in ("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25")
}
"""Public holidays of Hamburg that fall on days of the week, as far as the logs go."""

_SUMMER = date(2026, 3, 29), date(2026, 10, 25)
"""From when clocks are two hours ahead of UTC, and from when they are one again."""


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def workdays(first: date, last: date = LAST) -> Iterator[date]:
    """The working days from one day to another, both counted."""
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return filter(is_worked, days)


def later(day: date, count: int) -> date:
    """So many working days later; of 0 the day itself, or the next that is worked."""
    while count or not is_worked(day):
        day += timedelta(days=1)
        count -= is_worked(day) and count > 0
    return day


def at(day: date, hour: float) -> datetime:
    """A moment of a day, to the minute: 9.5 is half past nine."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=round(hour * 60))


class Dice:
    """Chance that falls the same way each time; only `random()`, which no release of Python changes."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def middling(self, low: float, high: float) -> float:
        """Between two numbers, and more often halfway: the mean of two throws."""
        return (self.between(low, high) + self.between(low, high)) / 2

    def falls(self, chance: float) -> bool:
        return self._random.random() < chance

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]


class Line(NamedTuple):
    """One event, as a log says it."""

    run: str
    step: str
    started: datetime
    finished: datetime
    by: str = ""
    requested: datetime | None = None
    version: int | None = None
    right_first_time: bool | None = None
    rework_of: str = ""
    note: str = ""


@dataclass
class Diary:
    """A run as it goes on; `now` is when the last step was done, or when it was asked for."""

    run: str
    requested: datetime
    version: int

    def __post_init__(self) -> None:
        self.now = self.requested
        self.lines: list[Line] = []

    def do(
        self,
        step: str,
        by: str,
        start: datetime,
        minutes: float,
        right: bool | None = None,
        again: bool = False,
        note: str = "",
    ) -> None:
        """A step is done; what is done `again` is the work of the same step."""
        self.now = start + timedelta(minutes=max(round(minutes), 1))
        requested, version = (None, None) if self.lines else (self.requested, self.version)
        rework = step if again else ""
        self.lines.append(
            Line(self.run, step, start, self.now, by, requested, version, right, rework, note)
        )

    def after(self, minutes: float) -> datetime:
        """So long after the last step."""
        return self.now + timedelta(minutes=round(minutes))


def told(moment: datetime) -> str:
    """A moment as files say it, with the offset that clocks in Hamburg had."""
    summer = _SUMMER[0] <= moment.date() < _SUMMER[1]
    return f"{moment:%Y-%m-%dT%H:%M}+0{1 + summer}:00"
