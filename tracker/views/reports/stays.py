"""Stays: in which phase each project has been, from when, and until when.

A day that the data records wins over the day of a commit: what gate reviews say comes first, what the
history told fills what they leave open. Source: definitions, Gates and phases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.law.gates import COMPLETED, held
from tracker.law.lifecycle import Decision, Phases
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Lifecycle, Project
from tracker.model.work import Work
from tracker.views.reports.history import HistoryReport
from tracker.views.words import distinct, label


@dataclass(frozen=True)
class Stay:
    """A project in a phase; a day is None where nobody knows it. `lasts` is the phase it is in now."""

    phase: str
    entered: date | None
    left: date | None = None
    lasts: bool = False

    def days(self, as_of: date) -> int | None:
        """How long; of a stay that lasts, so far. None too where it lies ahead."""
        end = as_of if self.lasts else self.left
        if end is None or self.entered is None or self.entered > end:
            return None
        return (end - self.entered).days


class Pass(NamedTuple):
    """One move of a phase, and its day."""

    day: date
    before: str
    after: str


Stays = Mapping[str, tuple[Stay, ...]]


def stays(work: Work, told: HistoryReport | None) -> Stays:
    """The stays of every project, in their order; the last is the one that lasts."""
    reviewed, walked = _reviewed(work), _walked(told)
    first_seen = {
        row.id: row.since
        for row in (told.standing if told else ())
        if row.kind == "project" and row.field == "phase"
    }
    return {
        id: tuple(_stays(work, entity, _merged(reviewed[id], walked[id]), first_seen.get(id)))
        for id, entity in work.projects.items()
    }


Ended = Mapping[str | None, Mapping[str, list[tuple[str, int]]]]
"""By lifecycle and phase, the projects that have left it, each with its days there."""


def ended(work: Work, stays: Stays, as_of: date) -> Ended:
    """The stays that have ended, of every project, and are of a known length."""
    found: dict[str | None, dict[str, list[tuple[str, int]]]] = {}
    for id, project in work.projects.items():
        phases = found.setdefault(work.lifecycle_id(project), {})
        for stay in stays[id]:
            span = stay.days(as_of)
            if span is not None and not stay.lasts:
                phases.setdefault(stay.phase, []).append((id, span))
    return found


def phase_names(lifecycle: Lifecycle | None, been: Iterable[str]) -> dict[str, str]:
    """How phases are called, each by its own words: those of the way, then others that were entered."""
    phases = Phases(lifecycle or Lifecycle())
    been = set(been)
    beside = [id for id in phases.off_path if id in been]
    ids = [*phases.order, *beside, *sorted(been - {*phases.order, *beside})]
    titles = {id: phases.phases[id].title if id in phases.phases else None for id in ids}
    return dict(
        zip(ids, distinct((title or label(id), id) for id, title in titles.items()), strict=True)
    )


def _reviewed(work: Work) -> dict[str, list[Pass]]:
    found: dict[str, list[Pass]] = defaultdict(list)
    for id, entity in work.of("review").items():
        review, to = held(entity), entity.record.to
        moves = review.decision not in (None, Decision.HOLD)
        if moves and review.day and review.left and to and to not in (review.left, COMPLETED):
            found[owner_of(id)].append(Pass(review.day, review.left, to))
    return found


def _walked(told: HistoryReport | None) -> dict[str, list[Pass]]:
    found: dict[str, list[Pass]] = defaultdict(list)
    for one in told.moves if told else ():
        if one.thread.kind == "project" and one.field == "phase" and not one.part:
            found[one.thread.id].append(Pass(one.at.date, one.before, one.after))
    return found


def _merged(reviewed: Iterable[Pass], walked: Iterable[Pass]) -> list[Pass]:
    reviewed = list(reviewed)
    known = {(one.before, one.after) for one in reviewed}
    rest = (one for one in walked if (one.before, one.after) not in known)
    return sorted([*reviewed, *rest], key=lambda one: one.day)


def _stays(
    work: Work, project: Entity[Project], passes: list[Pass], first_seen: date | None
) -> list[Stay]:
    phase = project.record.phase
    if not phase:
        return []
    first = passes[0].before if passes else phase
    found = [Stay(first, _begin(work, project, first, passes, first_seen))]
    for one in passes:
        if found[-1].phase != one.before:
            # A move that nothing speaks of lies between: its day is not known.
            found.append(Stay(one.before, None))
        found[-1] = replace(found[-1], left=one.day)
        found.append(Stay(one.after, one.day))
    if found[-1].phase != phase:
        found.append(Stay(phase, first_seen))
    found[-1] = replace(found[-1], lasts=True)
    return found


def _begin(
    work: Work, project: Entity[Project], phase: str, passes: list[Pass], first_seen: date | None
) -> date | None:
    """When the first phase that is known began: with the project, where it is a first one."""
    lifecycle = work.lifecycle_of(project)
    starts = Phases(lifecycle.record).first if lifecycle else ()
    start = project.record.start
    if phase in starts and start and not (passes and passes[0].day < start):
        return start
    return None if passes else first_seen
