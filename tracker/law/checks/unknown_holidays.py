"""The rule `unknown-holidays`."""

from collections.abc import Iterator

from tracker.analysis.publicdays import is_known, parts_of
from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Holidays, Workspace
from tracker.model.suggest import closest
from tracker.model.work import Work

_PLACE = ("calendar", "holidays")
_MOST = 20
"""Of more parts than these the first are named."""


@check(Severity.WARNING)
def unknown_holidays(work: Work) -> Iterator[Found]:
    """The public holidays that the calendar names are known.

    `holidays` names a country, and a part of it where that has days of its own. Of a country that is
    not known no day is free, and of an unknown part those of the country alone: schedules would not
    move for days on which nobody works.

    Fails:
        holidays: {country: DE, subdivision: HAM}

    Passes:
        holidays: {country: DE, subdivision: HH}

    Mend: take the code that the help line names; days of your own are `closures`.
    """
    settings = work.workspace
    calendar = settings.record.calendar if settings is not None else None
    said = calendar.holidays if calendar is not None else None
    # Only who names holidays waits for the library that knows them.
    if settings is not None and said is not None and said.country is not None:
        yield from _judged(settings, said, said.country)


def _judged(settings: Entity[Workspace], said: Holidays, country: str) -> Iterator[Found]:
    part = said.subdivision
    if not is_known(country):
        message = f"no public holidays are known of the country `{country}`"
        hint = "write its two letters of ISO 3166; without them, days of your own are `closures`"
        yield Found(settings.at(*_PLACE, "country"), message, hint)
    elif part is not None and not is_known(country, part):
        message = f"no part of {country} with public holidays of its own is called `{part}`"
        yield Found(settings.at(*_PLACE, "subdivision"), message, _meant(country, part))


def _meant(country: str, part: str) -> str:
    names = parts_of(country)
    codes = list(dict.fromkeys(names.values()))
    if not codes:
        return "remove it: those of the country hold in all of it"
    near = closest(part, names)
    more = f" and {len(codes) - _MOST} more" if len(codes) > _MOST else ""
    there = ", ".join(codes[:_MOST]) + more
    return f"did you mean `{names[near]}`?" if near else f"there are {there}"
