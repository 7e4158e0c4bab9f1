"""The flow of processes: of each the whole, then its steps in order; of all runs, or of groups of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.analysis.cases import Case
from tracker.analysis.flow import flow as flow_of
from tracker.analysis.periods import (
    Period,
    finished_in,
    grouped,
    month,
    periods,
    team_of,
    version,
    week,
)
from tracker.model.work import Work
from tracker.views.operation import Operation
from tracker.views.report import By, Column, Value, report
from tracker.views.reports.flowrows import (
    ANSWERS,
    HIGH,
    TIMES,
    FlowRow,
    of_group,
    steps,
    whole,
    with_reasons,
)
from tracker.views.reports.flowtold import Assumption, Back, Unknown


def _median(name: str) -> Column:
    return Column(f"{name}_median_s", TIMES[name], Value.SECONDS, cell=lambda row: row.median(name))


def _high(name: str) -> Column:
    """What 85 % of the values of a time keep to."""
    heading = f"{TIMES[name]}, {HIGH:g} %"
    return Column(f"{name}_p{HIGH:g}_s", heading, Value.SECONDS, cell=lambda row: row.high(name))


def _share(name: str) -> Column:
    return Column(name, ANSWERS[name], Value.PERCENT, cell=lambda row: row.percent(name))


def _seconds(name: str) -> Column:
    return Column(f"{name}_s", ANSWERS[name], Value.SECONDS, cell=lambda row: row.value(name))


def _count(name: str, heading: str) -> Column:
    return Column(name, heading, Value.NUMBER, cell=lambda row: row.counts.get(name))


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("group", "Group"),
    Column("step", "Step"),
    Column("cases", "Cases", Value.NUMBER),
    Column("median_s", "Median", Value.SECONDS, cell=lambda row: row.median("elapsed")),
    _median("wait"),
    _median("work"),
    Column("completed", "Completed", Value.NUMBER),
    Column("wip", "In progress", Value.NUMBER),
    Column("variants", "Variants", Value.NUMBER),
    Column("mean_s", "Mean", Value.SECONDS, cell=lambda row: row.times["elapsed"].mean.value),
    _seconds("oldest"),
    _median("cycle"),
    _high("cycle"),
    _median("lead"),
    _high("lead"),
    _high("wait"),
    _high("work"),
    _share("kept"),
    _share("activity"),
    _share("ca"),
    _share("first_pass"),
    _share("rolled_yield"),
    _share("rework"),
    _seconds("growth"),
    _count("arrived", "Arrived"),
    _count("left", "Left"),
    _count("throughput", "Completed a week"),
    _share("little_gap"),
    Column("promise", "Service level", below=True),
    Column("bottleneck", "Bottleneck", below=True),
    Column("longest", "Waits longest", below=True),
    Column("back", "Comes back", Value.ENTRIES, Back, below=True),
    Column("little", "Little's law", below=True),
    Column("assumptions", "It assumes", Value.ENTRIES, Assumption, below=True),
    Column("unknown", "N/a", Value.ENTRIES, Unknown, below=True),
)
def flow(work: Work, operations: Mapping[str, Operation], by: By | None) -> list[FlowRow]:
    """Every process that has runs, with its steps: how much, how long, how often it is right."""
    return [
        row
        for one in operations.values()
        if one.cases
        for rows in _groups_of_rows(work, one, by)
        for row in with_reasons(rows)
    ]


def _groups_of_rows(work: Work, one: Operation, by: By | None) -> Iterator[list[FlowRow]]:
    """The rows of one process: of all its runs, or of each group in turn."""
    id = one.process.id
    if by is None:
        yield [whole(id, one.flow, one.cases, _altogether(one.cases)), *steps(id, None, one.flow)]
        return
    for group, cases, counts in _groups(work, one, by):
        found = flow_of(one.process.record, cases, one.as_of, one.calendar)
        whole_group = of_group(id, group, found, cases, counts)
        yield [whole_group, *(steps(id, group, found) if cases else ())]


def _altogether(cases: Sequence[Case]) -> Mapping[str, float]:
    """How many runs came and went, and how many were completed in a week, those without any included."""
    weeks = periods(cases, week)
    completed = sum(one.completed for one in weeks)
    return {
        "arrived": sum(one.arrived for one in weeks),
        "left": sum(one.left for one in weeks),
        "throughput": round(completed / max(len(weeks), 1), 2),
    }


Group = tuple[str, Sequence[Case], Mapping[str, float]]
"""Its name, its cases, and what is counted of its period."""


def _groups(work: Work, one: Operation, by: By) -> Iterator[Group]:
    if by in _PERIODS:
        yield from _by_period(one.cases, *_PERIODS[by])
        return
    teams = {id: person.record.teams for id, person in work.people.items()}
    key: Callable[[Case], Any] = version if by is By.VERSION else team_of(teams)
    for name, cases in sorted(grouped(one.cases, key).items()):
        yield str(name), cases, {}
    rest = [each for each in one.cases if key(each) is None]
    if rest:
        yield "not known", rest, {}


_PERIODS: Mapping[By, tuple[Period, Callable[[date], str]]] = {
    By.WEEK: (week, date.isoformat),
    By.MONTH: (month, lambda first: first.isoformat()[:7]),
}
"""The periods by which may be grouped, and how each is called by its first day."""


def _by_period(
    cases: Sequence[Case], period: Period, name: Callable[[date], str]
) -> Iterator[Group]:
    """Every period with the runs that ended in it, those in which none did too."""
    ended = grouped([one for one in cases if one.is_over], finished_in(period))
    for count in periods(cases, period):
        counts = {"arrived": count.arrived, "left": count.left, "wip": count.wip}
        yield name(count.first), ended.get(count.first, ()), counts
