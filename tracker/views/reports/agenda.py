"""An agenda: what is due in the order of the days, and the same in the months of a wall calendar."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tracker.views.days import Dated

MONTHS = 3
"""So many months are drawn, from the week of the day on."""

MOST = 400
"""So many things an agenda lists; of the others it says how many there are."""

_LAST = (9999, 12)

OVERDUE = 60
"""So many things that are overdue it lists, the latest first."""


@dataclass(frozen=True)
class Cell:
    """A day of a month as it is drawn; `within` is false for those that belong to another month."""

    day: date
    within: bool
    rows: tuple[Dated, ...]


@dataclass(frozen=True)
class Month:
    """A month as it is drawn: weeks of seven days, from Monday on."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Week:
    """A week of the list, by its Monday, with the days on which something is due."""

    monday: date
    number: int
    days: tuple[tuple[date, tuple[Dated, ...]], ...]


@dataclass(frozen=True)
class Agenda:
    """What is overdue, what comes in which week, and the next months.

    `left` is how many things come later than what is listed, `more_overdue` how many are overdue
    for longer.
    """

    as_of: date
    overdue: tuple[Dated, ...]
    weeks: tuple[tuple[date, tuple[Week, ...]], ...]
    months: tuple[Month, ...]
    left: int
    more_overdue: int

    @property
    def count(self) -> int:
        """How many things are listed that are still to come."""
        return sum(len(rows) for _, weeks in self.weeks for week in weeks for _, rows in week.days)


def agenda(rows: Iterable[Dated], as_of: date) -> Agenda:
    """What is due as an agenda of a day; the rows come in the order of their days."""
    rows = list(rows)
    over = [one for one in reversed(rows) if one.day < as_of]
    coming = [one for one in rows if one.day >= as_of]
    listed = coming[:MOST]
    return Agenda(
        as_of,
        tuple(over[:OVERDUE]),
        tuple(_by_month(listed)),
        tuple(_months(rows, as_of)),
        len(coming) - len(listed),
        max(0, len(over) - OVERDUE),
    )


def _by_month(rows: list[Dated]) -> Iterable[tuple[date, tuple[Week, ...]]]:
    for first, inside in groupby(rows, lambda one: one.day.replace(day=1)):
        yield first, tuple(_weeks(list(inside)))


def _weeks(rows: list[Dated]) -> Iterable[Week]:
    for monday, inside in groupby(rows, lambda one: one.day - timedelta(days=one.day.weekday())):
        days = tuple((day, tuple(each)) for day, each in groupby(inside, lambda one: one.day))
        yield Week(monday, monday.isocalendar().week, days)


def _months(rows: list[Dated], as_of: date) -> Iterable[Month]:
    held: dict[date, list[Dated]] = {}
    for one in rows:
        held.setdefault(one.day, []).append(one)
    first = as_of.replace(day=1)
    for _ in range(MONTHS):
        if (first.year, first.month) == _LAST:
            return  # no calendar goes on from there
        weeks = tuple(
            tuple(Cell(day, day.month == first.month, tuple(held.get(day, ()))) for day in week)
            for week in Calendar().monthdatescalendar(first.year, first.month)
            if week[-1] >= as_of
        )
        yield Month(first, weeks)
        first = (first + timedelta(days=31)).replace(day=1)
