"""The rule `unknown-measure`."""

from collections.abc import Iterator, Mapping

from tracker.analysis.measurable import NAMES, Kind, is_known, named, wrong_unit
from tracker.analysis.sources import asked, why_not
from tracker.finding import Found, Place, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Goal, Measure, Process, ProcessMeasure
from tracker.model.suggest import did_you_mean
from tracker.model.work import Work

_UNITS: Mapping[Kind, str] = {
    Kind.TIME: "write `m` or `h`, which are by the clock, or `d` or `w`, which are working time",
    Kind.SHARE: "write `percent`, or no unit for a share from 0 to 1",
}


@check(Severity.WARNING)
def unknown_measure(work: Work) -> Iterator[Found]:
    """What is measured of a process is computed from its runs, in a unit of its kind.

    `of` names what: a time, `cycle_time` or `lead_time`, as each run took it or summed up as in
    `cycle_time_p85`, `lead_time_median` and `cycle_time_mean`; a share, `first_pass_yield` or
    `rework_rate`; or a number, `throughput` or `work_in_progress`. A time is in `m` or `h` by the clock, or
    in `d` or `w` of working time, a share in `percent` or without a unit; what is counted may be called
    anything. By another name or in another unit nothing is measured, and its chart stays empty. A key
    result whose `source` is a process names one of its measures by its id, or what is computed so.

    Fails:
        measures: [{id: speed, title: Speed, of: cycletime, unit: days}]

    Passes:
        measures: [{id: speed, title: Speed, of: cycle_time, unit: d}]

    Mend: write one of the names and its unit; what nobody can compute from runs is a key result of a goal.
    """
    yield from _of_processes(work)
    yield from _of_goals(work)


def _of_processes(work: Work) -> Iterator[Found]:
    for process in work.processes.values():
        for at, one in enumerate(process.record.measures):
            yield from _name(process, at, one)
            yield from _unit(process, at, one)


def _name(process: Entity[Process], at: int, one: Measure) -> Iterator[Found]:
    route = ("measures", at, "of")
    if one.of is not None and not is_known(one.of) and process.knows(*route):
        message = f"nothing is measured by the name `{one.of}`"
        hint = did_you_mean(one.of, NAMES, f"there are {', '.join(NAMES)}")
        yield Found(process.at(*route), message, hint)


def _unit(process: Entity[Process], at: int, one: Measure) -> Iterator[Found]:
    yield from _told(process.at("measures", at, "unit"), one)


def _told(place: Place, one: Measure) -> Iterator[Found]:
    """That a measure is in no unit of its kind."""
    found, wrong = named(one.of), wrong_unit(one)
    if found is not None and wrong is not None:
        yield Found(place, wrong, _UNITS[found.kind])


def _of_goals(work: Work) -> Iterator[Found]:
    for goal in work.goals.values():
        for at, one in enumerate(goal.record.key_results):
            source = one.source
            process = work.processes.get(_named(source))
            # Another rule tells of a process that is not there.
            if isinstance(source, ProcessMeasure) and process is not None:
                if goal.knows("key_results", at, "source", "measure"):
                    yield from _source(work, goal, at, process.record, source)
                if one.unit is not None:
                    measure = asked(process.record, source, one.unit)
                    yield from _told(goal.at("key_results", at, "unit"), measure)


def _source(
    work: Work, goal: Entity[Goal], at: int, process: Process, source: ProcessMeasure
) -> Iterator[Found]:
    own = [each.id for each in process.measures if each.id]
    if source.measure in own or why_not(work, source) is None:
        return
    message = f"process `{source.process}` has no measure `{source.measure}`"
    known = [*own, *NAMES]
    hint = did_you_mean(source.measure or "", known, f"there are {', '.join(known)}")
    yield Found(goal.at("key_results", at, "source", "measure"), message, hint)


def _named(source: object) -> str:
    """The process that a key result looks at, or none."""
    return (source.process or "") if isinstance(source, ProcessMeasure) else ""
