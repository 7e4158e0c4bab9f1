"""A process in operation: what its runs say of it, worked out once for everything that tells it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from tracker.analysis import conformance
from tracker.analysis.cases import Case, cases
from tracker.analysis.conformance import Verdict, Versions
from tracker.analysis.control import Signal
from tracker.analysis.flow import Flow, flow
from tracker.analysis.habits import Habit, habits
from tracker.analysis.improvement import Outlook, outlook
from tracker.analysis.lately import lately
from tracker.analysis.measurable import bounds, is_time, labelled
from tracker.analysis.measures import Value, measured
from tracker.analysis.servicelevel import Kept
from tracker.analysis.stretches import Stretch, all_signals, concerning, stretches
from tracker.analysis.variants import Way, variants
from tracker.analysis.whereabouts import Whereabouts, whereabouts
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.logs import ended, ending_of
from tracker.model.records import Calendar, Improvement, Measure, Process, Run
from tracker.model.work import Work

R = TypeVar("R")


@dataclass(frozen=True)
class Controlled:
    """A measure with its values in the order of time, the stretches with their limits, and signals.

    `runs` are the ids of the runs that the values are of, None of what is of a month.
    """

    measure: Measure
    values: Sequence[Value]
    runs: Sequence[str | None]
    stretches: Sequence[Stretch]
    signals: Sequence[Signal]

    @property
    def present(self) -> Stretch:
        """The stretch whose limits are in force."""
        return self.stretches[-1]


@dataclass(frozen=True)
class Tried:
    """An improvement, the measure that it names, and how it stands to the values of that."""

    entity: Entity[Improvement]
    measure: Measure | None
    outlook: Outlook | None


@dataclass(frozen=True)
class Operation:
    """One process on a day. `earlier` are versions of it that its file does not hold any more."""

    process: Entity[Process]
    cases: Sequence[Case]
    improved: Sequence[Entity[Improvement]]
    calendar: Calendar | None
    as_of: date
    earlier: Sequence[Process] = field(default=())

    @cached_property
    def flow(self) -> Flow:
        return flow(self.process.record, self.cases, self.as_of, self.calendar)

    @cached_property
    def wip(self) -> int:
        """How many runs are under way; who asks for this alone needs no flow."""
        return sum(one.is_open(self.as_of) for one in self.cases)

    @cached_property
    def lately(self) -> Kept | None:
        """How the runs that were completed lately stand to the promise; None of too few."""
        promise = self.process.record.service_level
        return lately(promise, self.cases, self.as_of, self.calendar)

    @cached_property
    def versions(self) -> Versions:
        """The versions at hand; what the file says now comes before what it said."""
        return conformance.versions(*self.earlier, self.process.record)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Each case beside the version that it followed."""
        return conformance.conformance(self.versions, self.cases)

    @cached_property
    def standing(self) -> list[Whereabouts]:
        """Where each run under way stands, in the order of `flow.open`."""
        return whereabouts(self.versions, [one.case for one in self.flow.open])

    @cached_property
    def ways(self) -> list[Way]:
        """The variants, most frequent first."""
        return variants(self.cases)

    @cached_property
    def habits(self) -> list[Habit]:
        return habits(self.verdicts)

    @cached_property
    def controlled(self) -> Mapping[str, Controlled]:
        """The measures, by id."""
        named = (one for one in self.process.record.measures if one.id)
        return {one.id or "": self._controlled(one) for one in named}

    @cached_property
    def tried(self) -> list[Tried]:
        """The improvements, in the order of their ids."""
        return [self._tried(one) for one in self.improved]

    def _controlled(self, measure: Measure) -> Controlled:
        every = measured(measure, self.cases, self.calendar, as_of=self.as_of)
        values, runs = [one.value for one in every], [one.run for one in every]
        tried = [one.record for one in self.improved if one.record.measure == measure.id]
        found = stretches(values, tried, bounds(measure))
        return Controlled(labelled(measure), values, runs, found, all_signals(values, found))

    def _tried(self, entity: Entity[Improvement]) -> Tried:
        held = self.controlled.get(entity.record.measure or "")
        if held is None:
            return Tried(entity, None, None)
        measure, record = held.measure, entity.record
        values = concerning(held.values, held.stretches, record)
        seen = outlook(record, values, measure.unit, is_time(measure.of))
        return Tried(entity, measure, seen)


def operations(
    work: Work, as_of: date, earlier: Mapping[str, Sequence[Process]] | None = None
) -> dict[str, Operation]:
    """Every process in operation, by its id; what no run is of has no cases.

    Runs are told as they stood at the end of the day. What files of processes and improvements say has
    no day, so it is told as it stands. `earlier` gives the versions of a process, by its id, that
    history holds: what ended their runs is known by them.
    """
    runs = _by_process(work.runs.values())
    improved = _by_process(work.improvements.values())
    return {
        id: Operation(
            process,
            cases(_as_followed(process, runs.get(id, ()), (earlier or {}).get(id, ())), as_of),
            improved.get(id, ()),
            work.settings.calendar,
            as_of,
            (earlier or {}).get(id, ()),
        )
        for id, process in work.processes.items()
        if not process.unreadable
    }


def _as_followed(
    process: Entity[Process], runs: Sequence[Entity[Run]], earlier: Sequence[Process]
) -> dict[str, Run]:
    """What runs say. Those of logs end with the last steps of the version that they followed."""
    said = {one.id: one.record for one in runs}
    if not earlier:
        return said
    now, known = ending_of(process.record), conformance.versions(*earlier, process.record)
    ends = {version: ending_of(one)._replace(since=None) for version, one in known.items()}
    for one in runs:
        run = one.record
        if one.is_logged and now.is_of_old(run):
            day = run.started.date() if run.started is not None else None
            version = run.version or conformance.in_force(known, day)
            if version in ends:
                said[one.id] = ended(run, ends[version])
    return said


def _by_process(found: Iterable[Entity[R]]) -> dict[str, list[Entity[R]]]:
    held: dict[str, list[Entity[R]]] = {}
    for one in found:
        held.setdefault(owner_of(one.id), []).append(one)
    return held
