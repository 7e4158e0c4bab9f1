"""The promise of a project: the dates, the money and the work that a baseline freezes.

Source: formats, baseline. Start and end of tasks come with a schedule, which is not computed yet, so
of a task only the effort is promised.
"""

from collections.abc import Mapping
from typing import Any

from tracker.model.records import Budget, Estimate, Plan, Task
from tracker.model.work import Work


def promise(work: Work, project: str) -> dict[str, Any]:
    """What a baseline of the project as it stands holds, as plain data, without what is unknown."""
    record, plan = work.projects[project].record, work.plan(project)
    said: dict[str, Any] = {
        "start": record.start and record.start.isoformat(),
        "end": record.end and record.end.isoformat(),
        "budget": _sum(record.budget),
        "deliverables": _due(plan, "deliverables"),
        "milestones": _due(plan, "milestones"),
        "tasks": {
            task.id: {"effort": effort}
            for task in plan.tasks
            if task.id and (effort := _effort(task))
        },
    }
    return {key: value for key, value in said.items() if value not in (None, {})}


def _sum(budget: Budget | None) -> int | float | None:
    """The sum of what is planned, as a YAML number."""
    planned = [line.planned for line in budget.lines if line.planned is not None] if budget else []
    total = sum(planned)
    if not planned:
        return None
    return int(total) if total == int(total) else float(total)


def _due(plan: Plan, part: str) -> Mapping[str, str]:
    return {item.id: item.due.isoformat() for item in getattr(plan, part) if item.id and item.due}


def _effort(task: Task) -> str | None:
    """The effort of a task; of an uncertain one the likely one."""
    return task.effort.likely if isinstance(task.effort, Estimate) else task.effort
