"""Trainings: one row each, who has to know them, and which steps they are for."""

from dataclasses import dataclass

from tracker.model.work import Work
from tracker.views.report import Column, Value, report
from tracker.views.reports.roles import StepOf


@dataclass(frozen=True)
class TrainingRow:
    """What an index says about a training: `roles` have to know it, for `steps`."""

    id: str
    title: str
    provider: str | None
    valid_for: str | None
    roles: tuple[str, ...]
    taught: tuple[StepOf, ...]

    @property
    def steps(self) -> int:
        return len(self.taught)


@report(
    Column("training", "Training", Value.REF, "training", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("provider", "Given by", Value.REF, "person"),
    Column("valid_for", "Valid for"),
    Column("roles", "For", Value.REFS, "role"),
    Column("steps", "Steps", Value.NUMBER),
)
def trainings(work: Work) -> list[TrainingRow]:
    """Every training: who gives it, who has to know it, and for how long it holds."""
    roles, steps = _needed(work)
    rows = [
        TrainingRow(
            id, one.title, one.record.provider, one.record.valid_for,
            tuple(dict.fromkeys((*one.record.audience, *roles.get(id, ())))),
            tuple(steps.get(id, {}).values()),
        )
        for id, one in work.trainings.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one.title.casefold(), one.id))


def _needed(work: Work) -> tuple[dict[str, list[str]], dict[str, dict[str, StepOf]]]:
    """By training: the roles that ask for it, and the steps, by what their process and they say."""
    roles: dict[str, list[str]] = {}
    for id, role in work.roles.items():
        for training in role.record.training:
            roles.setdefault(training, []).append(id)
    by_step: dict[str, list[str]] = {}
    for id, one in work.trainings.items():
        for part in one.record.covers:
            by_step.setdefault(part, []).append(id)
    steps: dict[str, dict[str, StepOf]] = {}
    for id, process in work.processes.items():
        for number, step in enumerate(process.record.steps, 1):
            ref = f"process/{id}/{step.id}"
            for training in (*step.training, *by_step.get(ref, ())):
                held = StepOf(id, number, step.id, step.title or step.id or "")
                steps.setdefault(training, {})[ref] = held
            for training in step.training if step.role else ():
                roles.setdefault(training, []).append(step.role or "")
    return roles, steps
