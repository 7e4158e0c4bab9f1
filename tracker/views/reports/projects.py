"""Projects: one row each, and the track of phases that a project stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.analysis.facts import still_open
from tracker.analysis.health import health, overall
from tracker.analysis.updates import OfDay, last_updates
from tracker.law.ended import ended
from tracker.law.gates import Held, reviews_by_project
from tracker.law.lifecycle import Decision, Phases
from tracker.model.entity import Entity
from tracker.model.records import Lifecycle, Phase, Project
from tracker.model.work import Work
from tracker.views.report import Column, Value, report

LIGHTS = ("red", "amber", "green")
"""Health, the worst first."""


class State(StrEnum):
    """Where a phase lies, seen from the phase that the project is in."""

    EARLIER = "earlier"
    CURRENT = "current"
    LATER = "later"


@dataclass(frozen=True)
class Stop:
    """One phase of the track; `gate` is what has to be passed to leave it."""

    id: str
    title: str
    state: State
    final: bool
    optional: bool
    gate: str | None


@dataclass(frozen=True)
class Track:
    """The phases of a project's lifecycle in their order.

    `aside` is the phase of a project that has left the path; `strange` a phase that the lifecycle
    does not know.
    """

    lifecycle: str
    title: str
    stops: tuple[Stop, ...]
    aside: str | None = None
    strange: str | None = None


class Past(NamedTuple):
    """How many criteria gates have waived, how often one sent the project back, what is still open."""

    waived: int
    recycled: int
    open: int


class Now(NamedTuple):
    """What is computed of a day: health, reasons for attention, the day that is due next."""

    health: str | None = None
    attention: int = 0
    next_due: date | None = None


_UNKNOWN = Now()


@dataclass(frozen=True)
class ProjectRow:
    """What an index says about a project; `phase_rank` is the place of its phase in the order."""

    id: str
    title: str
    status: str | None
    lifecycle: str | None
    phase: str | None
    phase_title: str | None
    ended: bool
    start: date | None
    end: date | None
    manager: str | None
    team: str | None
    goals: tuple[str, ...]
    past: Past
    phase_rank: int
    now: Now = _UNKNOWN


@report(
    Column("project", "Project", Value.REF, "project", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("status", "Status", Value.STATE),
    Column(
        "phase", "Phase", Value.STATE,
        called=lambda row: row.phase_title, order=lambda row: row.phase_rank,
    ),
    Column(
        "health", "Health", Value.STATE,
        cell=lambda row: row.now.health, order=lambda row: LIGHTS.index(row.now.health),
    ),
    Column("end", "End", Value.DATE),
    Column("next_due", "Next due", Value.DATE, cell=lambda row: row.now.next_due),
    Column("attention", "Attention", Value.NUMBER, cell=lambda row: row.now.attention),
    Column("manager", "Manager", Value.REF, "person"),
    Column("start", "Start", Value.DATE),
    Column("goals", "Goals", Value.REFS, "goal"),
    Column("team", "Team", Value.REF, "team"),
    Column("lifecycle", "Lifecycle", Value.REF, "lifecycle"),
    Column("waived", "Criteria waived", Value.NUMBER, below=True, cell=lambda row: row.past.waived),
    Column("recycled", "Gates recycled", Value.NUMBER, below=True, cell=lambda row: row.past.recycled),
    Column("open", "Open conditions", Value.NUMBER, below=True, cell=lambda row: row.past.open),
)  # fmt: skip
def projects(
    work: Work, as_of: date, needing: Mapping[str, int], coming: Mapping[str, date]
) -> list[ProjectRow]:
    """Every project: where it stands, when it ends, and what its gates waived or sent back.

    Health is what people reported last, else what is computed; of what has ended there is none.
    Attention is the number of reasons for which the overview names it.
    """
    updates = last_updates(work)
    found = []
    for one in rows(work):
        said = None if one.ended else _health(work, one.id, updates, as_of)
        ref = f"project/{one.id}"
        found.append(replace(one, now=Now(said, needing.get(ref, 0), coming.get(ref))))
    return found


def _health(work: Work, id: str, updates: Mapping[str, OfDay], as_of: date) -> str | None:
    _, last = updates.get(id, (None, None))
    if last is not None and last.record.health and last.record.health.overall:
        return last.record.health.overall
    computed = overall(health(work, id, as_of))
    return computed.word if computed is not None else None


def rows(work: Work) -> list[ProjectRow]:
    """The rows without what is computed of a day."""
    held = reviews_by_project(work)
    found = [row(work, entity, held.get(entity.id, ())) for entity in work.projects.values()]
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))


def row(work: Work, entity: Entity[Project], held: Iterable[Held]) -> ProjectRow:
    """The row of one project, with the reviews of its gates."""
    record = entity.record
    lifecycle = work.lifecycle_of(entity)
    return ProjectRow(
        entity.id,
        entity.title,
        record.status,
        work.lifecycle_id(entity),
        record.phase,
        phase_title(lifecycle, record.phase),
        ended(work, entity),
        record.start,
        record.end,
        record.manager,
        record.team,
        record.goals,
        past(work, held),
        phase_rank(lifecycle, record.phase),
    )


def past(work: Work, held: Iterable[Held]) -> Past:
    """What there is to know of the gates that a project has come through."""
    held = tuple(held)
    return Past(
        sum(met.status == "waived" for one in held for met in one.record.criteria),
        sum(one.decision is Decision.RECYCLE for one in held),
        sum(1 for one in held for _ in still_open(work, one.entity)),
    )


def phase_title(lifecycle: Entity[Lifecycle] | None, phase: str | None) -> str | None:
    """How a phase is called: its title, else its id."""
    if lifecycle is None or phase is None:
        return phase
    found = next((one for one in lifecycle.record.phases if one.id == phase), None)
    return (found.title if found else None) or phase


def phase_rank(lifecycle: Entity[Lifecycle] | None, phase: str | None) -> int:
    """The place of a phase in its lifecycle's order; one that is not known comes last."""
    names = Phases(lifecycle.record).names if lifecycle else ()
    return names.index(phase) if phase in names else len(names)


def track(work: Work, entity: Entity[Project]) -> Track | None:
    """The track of a project; None where its lifecycle is not known."""
    lifecycle = work.lifecycle_of(entity)
    if lifecycle is None or lifecycle.unreadable:
        return None
    phases, phase = Phases(lifecycle.record), entity.record.phase
    at = phases.order.index(phase) if phase in phases.order else None
    stops = tuple(
        _stop(phases.phases[id], id, _state(index, at), id in phases.final)
        for index, id in enumerate(phases.order)
    )
    aside = phase if phase in phases.off_path else None
    strange = phase if at is None and aside is None else None
    return Track(lifecycle.id, lifecycle.title, stops, aside, strange)


def _state(index: int, at: int | None) -> State:
    if at is None or index > at:
        return State.LATER
    return State.CURRENT if index == at else State.EARLIER


def _stop(phase: Phase, id: str, state: State, final: bool) -> Stop:
    gate = (phase.gate.title or f"Gate of {phase.title or id}") if phase.gate else None
    return Stop(id, phase.title or id, state, final, bool(phase.optional), gate)
