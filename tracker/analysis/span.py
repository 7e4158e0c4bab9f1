"""Spans such as `90m`, `4h`, `3d`, `2w`: days and weeks are working time, by the calendar.

Source: formats, spans.
"""

import re

from tracker.model.records import Calendar

_SPAN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([mhdw])\Z")
_HOURS = 8.0


def in_days(text: str | None, calendar: Calendar | None) -> float | None:
    """A span in working days; None where it is none."""
    found = _SPAN.match(text or "")
    if found is None:
        return None
    hours = float(calendar.hours_per_day) if calendar and calendar.hours_per_day else _HOURS
    week = len(calendar.working_days) if calendar and calendar.working_days else 5
    return (
        float(found[1])
        * {"m": 1 / 60 / hours, "h": 1 / hours, "d": 1.0, "w": float(week)}[found[2]]
    )
