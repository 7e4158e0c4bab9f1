"""Health as the data says it, beside what people report.

Inside its tolerance a dimension is green; where more than half of a tolerance will be used it is
amber, and where the tolerance will be exceeded it is red. Overall is the worst of what is known.
Without a schedule the forecast of a day is the day that is planned now, and never before today for
what is still open. Computed so far are schedule and cost; scope, resources and quality are not
known from the files yet. Source: definitions, Health.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from tracker.analysis.span import in_days
from tracker.analysis.workdays import working_days
from tracker.model.records import Baseline, BudgetLine, Project
from tracker.model.work import Work


class Light(IntEnum):
    """Health as a traffic light; the greater the worse."""

    GREEN = 0
    AMBER = 1
    RED = 2

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Computed:
    """One dimension: how it stands, how much of the tolerance is used, and by what.

    `used` and `tolerance` are working days for the schedule, shares of the budget for the cost;
    `by` is the id of what is latest, "" for the end of the project and for money.
    """

    dimension: str
    light: Light
    used: float
    tolerance: float
    by: str = ""


def health(work: Work, project: str, as_of: date) -> tuple[Computed, ...]:
    """What the data says of a project that has a baseline; nothing where it has none."""
    entity, promised = work.projects[project], work.of("baseline").get(project)
    if promised is None or promised.unreadable:
        return ()
    found = (
        _schedule(work, project, entity.record, promised.record, as_of),
        _cost(work, entity.record, promised.record, as_of),
    )
    return tuple(one for one in found if one is not None)


def overall(found: tuple[Computed, ...]) -> Light | None:
    """The worst of what is known."""
    return max((one.light for one in found), default=None)


def _light(used: float, tolerance: float) -> Light:
    if used > tolerance:
        return Light.RED
    return Light.AMBER if used > tolerance / 2 else Light.GREEN


def _schedule(
    work: Work, project: str, record: Project, baseline: Baseline, as_of: date
) -> Computed | None:
    calendar = work.settings.calendar
    given = record.tolerances.schedule if record.tolerances else None
    usual = work.settings.tolerances.schedule if work.settings.tolerances else None
    tolerance = in_days(given or usual, calendar)
    if tolerance is None:
        return None
    slips = [
        (days, by)
        for promised, forecast, by in _forecasts(work, project, record, baseline, as_of)
        if (days := working_days(calendar, promised, forecast)) is not None
    ]
    if not slips:
        return None
    days, by = max(slips, key=lambda one: one[0])
    used = float(max(days, 0))
    return Computed("schedule", _light(used, tolerance), used, tolerance, by)


def _forecasts(
    work: Work, project: str, record: Project, baseline: Baseline, as_of: date
) -> Iterator[tuple[date, date, str]]:
    """Each promised day beside the one that is to be expected, and whose it is."""
    is_over = record.status in ("completed", "cancelled")
    if baseline.end is not None and record.end is not None:
        yield baseline.end, record.end if is_over else max(record.end, as_of), ""
    for item in work.plan(project).deliverables:
        promised = baseline.deliverables.get(item.id or "")
        if promised is not None and item.due is not None:
            accepted = item.acceptance is not None and item.acceptance.status in _ACCEPTED
            yield promised, item.due if accepted or is_over else max(item.due, as_of), item.id or ""


_ACCEPTED = ("accepted", "conditional")


def _cost(work: Work, record: Project, baseline: Baseline, as_of: date) -> Computed | None:
    given = record.tolerances.cost if record.tolerances else None
    usual = work.settings.tolerances.cost if work.settings.tolerances else None
    tolerance = _share(given or usual)
    if tolerance is None or record.budget is None or not baseline.budget:
        return None
    costs = sum(expected(line, as_of) for line in record.budget.lines)
    used = float(costs / baseline.budget - 1)
    return Computed("cost", _light(max(used, 0.0), tolerance), max(used, 0.0), tolerance)


def expected(line: BudgetLine, as_of: date) -> Decimal:
    """What a line will cost: the most that is planned, committed or spent.

    What one line has not spent yet pays for no other one: it is still planned. Of a line whose days
    are over, nothing is to come but what is committed.
    """
    known = [one for one in (line.committed, line.actual) if one is not None]
    is_over = line.to is not None and line.to < as_of
    if line.planned is not None and not (is_over and known):
        known.append(line.planned)
    return max(known, default=Decimal(0))


def _share(text: str | None) -> float | None:
    """`5%` as a share."""
    if text is None or not text.endswith("%"):
        return None
    try:
        return float(text[:-1]) / 100
    except ValueError:
        return None
