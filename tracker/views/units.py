"""Units of time in words, so that nobody takes days of work for days of the clock."""

from tracker.views.spans import elapsed
from tracker.views.words import number

UNITS = {"m": "minutes", "h": "hours", "d": "working days", "w": "working weeks"}
"""The units of time in words."""

WORKED = ("d", "w")
"""Those of working time; the others go by the clock."""

DAY = 86_400
"""The clock goes through so many seconds of a working day."""


def counted_in(unit: str) -> str:
    """What a time is counted in: `hours by the clock`, `working days`."""
    return f"{UNITS[unit]} by the clock" if unit not in WORKED else UNITS[unit]


def spelled(time: float, unit: str) -> str:
    """`4.5 working days`, `1 hour`."""
    shown = rounded(time)
    return f"{number(shown)} {UNITS[unit].removesuffix('s') if shown == 1 else UNITS[unit]}"


def in_words(time: float, unit: str) -> str:
    """The same; but less than a working day in the hours and minutes of one.

    Beside hours of work nobody would guess that 0.2 of a day are five hours.
    """
    is_short = unit == "d" and time and abs(rounded(time)) < 1
    return elapsed(time * DAY) if is_short else spelled(time, unit)


def without_unit(time: float, told: str) -> str:
    """The number of a time in words; hours that are made of days keep theirs."""
    shown = number(rounded(time))
    return shown if told.startswith(f"{shown} ") else told


def rounded(time: float) -> float:
    """A time with as many decimals as say something: two below ten, else one."""
    return round(time, 2 if abs(time) < 10 else 1)
