"""How long a project has stayed in its phases. Source: definitions, Dwell."""

from collections.abc import Iterable
from datetime import date

from tracker.law.moved import Moved


def stays(moves: Iterable[Moved], as_of: date) -> dict[str, int]:
    """Days in each phase, visits added up; the phase that it is in counts up to the day.

    Phases whose beginning nobody knows are left out.
    """
    found: dict[str, int] = {}
    latest: Moved | None = None
    for one in moves:
        if one.field != "phase":
            continue
        if one.days is not None:
            found[one.before] = found.get(one.before, 0) + one.days
        latest = one
    if latest is not None:
        found[latest.after] = found.get(latest.after, 0) + max(0, (as_of - latest.at.date).days)
    return found
