"""Roles: one row each, and where a role is needed: steps, gates, projects."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.analysis.staff import holders
from tracker.model.work import Work
from tracker.views.report import Column, Value, report


@dataclass(frozen=True)
class StepOf:
    """A step of a process, by its number there."""

    process: str
    number: int
    id: str | None
    title: str


@dataclass(frozen=True)
class GateOf:
    """A gate of a lifecycle, and the phase that it ends."""

    lifecycle: str
    phase: str
    title: str


@dataclass(frozen=True)
class NeedOf:
    """A project that needs a role: for so many open tasks, or for its whole time."""

    project: str
    tasks: int = 0
    booked: bool = False


@dataclass
class Use:
    """Who holds a role, and what it is needed for; steps stand in the order of their processes."""

    holders: list[str] = field(default_factory=list)
    steps: list[StepOf] = field(default_factory=list)
    gates: list[GateOf] = field(default_factory=list)
    needs: list[NeedOf] = field(default_factory=list)


@dataclass(frozen=True)
class RoleRow:
    """What an index says about a role."""

    id: str
    title: str
    work: str | None
    holders: int
    steps: int
    processes: int
    gates: int
    trainings: tuple[str, ...]


@report(
    Column("role", "Role", Value.REF, "role", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("work", "Kind of work", Value.STATE),
    Column("holders", "Held by", Value.NUMBER),
    Column("processes", "Processes", Value.NUMBER),
    Column("steps", "Steps", Value.NUMBER),
    Column("gates", "Gates", Value.NUMBER),
    Column("trainings", "Trainings", Value.REFS, "training"),
)
def roles(work: Work, as_of: date) -> list[RoleRow]:
    """Every role: how many hold it, which trainings it asks for, and where it is needed."""
    found = uses(work, as_of)
    rows = [
        RoleRow(
            id, one.title, one.record.work, len(found[id].holders), len(found[id].steps),
            len({step.process for step in found[id].steps}), len(found[id].gates),
            one.record.training,
        )
        for id, one in work.roles.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one.title.casefold(), one.id))


def uses(work: Work, as_of: date) -> dict[str, Use]:
    """Who that is here holds each role, and where it is needed; the work is gone through once."""
    held = holders(work, as_of)
    found = {id: Use(held.get(id, [])) for id in work.roles}
    for role, step in _steps(work):
        found.get(role, Use()).steps.append(step)
    for role, gate in _gates(work):
        found.get(role, Use()).gates.append(gate)
    for role, need in _needs(work):
        found.get(role, Use()).needs.append(need)
    return found


def _steps(work: Work) -> Iterator[tuple[str, StepOf]]:
    for id, one in work.processes.items():
        for number, step in enumerate(one.record.steps, 1):
            if step.role is not None:
                yield step.role, StepOf(id, number, step.id, step.title or step.id or "")


def _gates(work: Work) -> Iterator[tuple[str, GateOf]]:
    for id, one in work.lifecycles.items():
        for phase in one.record.phases:
            for rule in phase.gate.approvals if phase.gate else ():
                if rule.role is not None and phase.gate:
                    called = phase.title or phase.id or ""
                    yield rule.role, GateOf(id, called, phase.gate.title or f"Gate of {called}")


def _needs(work: Work) -> Iterator[tuple[str, NeedOf]]:
    for id, one in work.projects.items():
        booked = {share.role for share in one.record.allocations if share.role}
        open_ = [task for task in work.plan(id).tasks if task.status not in _OVER]
        asked = [need.role for task in open_ for need in task.needs if need.role]
        for role in dict.fromkeys([*sorted(booked), *asked]):
            yield role, NeedOf(id, asked.count(role), role in booked)


_OVER = ("done", "cancelled")
