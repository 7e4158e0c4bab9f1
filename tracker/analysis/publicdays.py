"""Public holidays, as the library `holidays` knows them for a country and a part of it."""

from datetime import date
from functools import cache

from tracker.analysis.workdays import is_worked
from tracker.model.records import Calendar, Holidays

FIRST, LAST = 1900, 2100
"""Nobody has decided on holidays outside of these years."""


def is_free(calendar: Calendar | None, day: date) -> bool:
    """Whether nobody works on a day: it is not of the week, the house is closed, or it is a holiday."""
    said = calendar.holidays if calendar is not None else None
    return not is_worked(calendar, day) or day in _holidays(said or Holidays(), day.year)


def _holidays(said: Holidays, year: int) -> frozenset[date]:
    if said.country is None or not FIRST <= year <= LAST:
        return frozenset()
    return public(said.country, said.subdivision, year)


@cache
def public(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The public holidays of a year; of a part that is not known those of the country, else none."""
    from holidays import country_holidays  # it takes a while, and few ask

    for part in (subdivision, None):
        try:
            return frozenset(country_holidays(country, subdiv=part, years=year))
        except NotImplementedError:
            continue
    return frozenset()


def is_known(country: str, subdivision: str | None = None) -> bool:
    """Whether there are public holidays of a country, or of a part of it."""
    from holidays import country_holidays

    try:
        country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True


def parts_of(country: str) -> dict[str, str]:
    """The codes of the parts of a known country, by these codes and by other names of the parts."""
    from holidays import country_holidays

    found = country_holidays(country)
    return {**{code: code for code in found.subdivisions}, **found.subdivisions_aliases}
