"""Where a project stands: what people report beside what the data says, the next gate, what is due next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.analysis.health import Computed, Light, health, overall
from tracker.law import criteria, subset
from tracker.law.gates import Held, reviews
from tracker.law.lifecycle import MACHINES, Decision, Phases
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Criterion, Gate, Project, Update
from tracker.model.work import Work
from tracker.views.days import Dated


@dataclass(frozen=True)
class Reported:
    """One update: the day it is of, how old it is, and what it says."""

    id: str
    day: date | None
    age: int | None
    record: Update

    @property
    def overall(self) -> str | None:
        return self.record.health.overall if self.record.health else None


@dataclass(frozen=True)
class Asked:
    """One criterion of the gate ahead; `missing` says what the files lack, None where people judge."""

    text: str
    missing: tuple[str, ...] | None

    @property
    def is_met(self) -> bool | None:
        return None if self.missing is None else not self.missing


@dataclass(frozen=True)
class Ahead:
    """The gate that the project has to pass next, with what it asks and who approves."""

    title: str
    asked: tuple[Asked, ...]
    approvals: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many criteria the files do not meet."""
        return sum(bool(one.missing) for one in self.asked)

    @property
    def judged(self) -> int:
        """How many criteria people have to judge."""
        return sum(one.missing is None for one in self.asked)


@dataclass(frozen=True)
class Standing:
    """What a stakeholder asks first; `waiting` is the gate that a project is held at."""

    reported: Reported | None
    computed: tuple[Computed, ...]
    ahead: Ahead | None
    waiting: Held | None
    next: Dated | None
    late: int

    @property
    def says_something(self) -> bool:
        parts = self.reported, self.computed, self.ahead, self.waiting, self.next, self.late
        return any(parts)

    @property
    def overall(self) -> Light | None:
        return overall(self.computed)

    @property
    def contradicts(self) -> bool:
        """True where people report another health than the data gives."""
        said = self.reported.overall if self.reported else None
        return said is not None and self.overall is not None and said != self.overall.word


def standing(work: Work, project: str, as_of: date, due: Sequence[Dated]) -> Standing:
    """Where one project stands on a day; `due` is what is due of it, by day."""
    entity = work.projects[project]
    return Standing(
        next(iter(updates(work, project, as_of)), None),
        health(work, project, as_of),
        ahead(work, entity),
        waits_at(entity, reviews(work, project)),
        next((one for one in due if one.day >= as_of), None),
        sum(one.day < as_of for one in due),
    )


def waits_at(entity: Entity[Project], held: Sequence[Held]) -> Held | None:
    """The last gate of a project under way, where it decided that the project has to wait."""
    is_held = bool(held) and held[-1].decision is Decision.HOLD
    is_over = entity.record.status in MACHINES["project"].ended
    return held[-1] if is_held and not is_over else None


def updates(work: Work, project: str, as_of: date) -> list[Reported]:
    """The updates of a project, the newest first."""
    found = [
        _reported(id, one.record, as_of)
        for id, one in work.of("update").items()
        if owner_of(id) == project and not one.unreadable
    ]
    return sorted(found, key=lambda one: one.day or date.min, reverse=True)


def _reported(id: str, record: Update, as_of: date) -> Reported:
    try:
        day = date.fromisoformat(id.rpartition("/")[2])
    except ValueError:
        return Reported(id, None, None, record)
    return Reported(id, day, (as_of - day).days, record)


def ahead(work: Work, entity: Entity[Project]) -> Ahead | None:
    """The gate that a project under way has to pass; None where there is none."""
    lifecycle = work.lifecycle_of(entity)
    if (
        lifecycle is None
        or lifecycle.unreadable
        or entity.record.status in MACHINES["project"].ended
    ):
        return None
    phase = Phases(lifecycle.record).phases.get(entity.record.phase or "")
    gate = phase.gate if phase is not None else None
    if phase is None or gate is None:
        return None
    approvals = tuple(rule.field or rule.role or "" for rule in gate.approvals)
    return Ahead(gate.title or f"Gate of {phase.id}", tuple(_asked(work, entity, gate)), approvals)


def _asked(work: Work, entity: Entity[Project], gate: Gate) -> Iterator[Asked]:
    data = criteria.View(work, entity.id).data()
    for one in gate.criteria:
        yield Asked(one.text or one.id or "", _missing(one, data))


def _missing(criterion: Criterion, data: object) -> tuple[str, ...] | None:
    if criterion.requires is None:
        return None
    found = [one.message for one in subset.faults(criterion.requires)]
    found += [one.message for one in criteria.failures(criterion.requires, data)]
    # For people who never see a file: `open_tasks` reads as two words.
    return tuple(one.replace("`", "").replace("_", " ") for one in found)
