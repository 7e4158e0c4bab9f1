"""The rule `project-without-goal`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.model.work import Work


@check(Severity.WARNING)
def project_without_goal(work: Work) -> Iterator[Found]:
    """A project serves a goal.

    Work that serves no goal cannot be weighed against work that does. Ended and adopted
    projects are left alone.

    Fails:
        title: Replace the ERP system
        status: active
        phase: planning

    Passes:
        title: Replace the ERP system
        status: active
        phase: planning
        goals: [run-finance-on-one-system]

    Mend: name a goal in `goals`; `tracker list goal` shows those there are.
    """
    for project in work.projects.values():
        if not project.knows("goals"):
            continue  # misspelt, or refused: the schema has said so
        if (
            project.adopted
            or project.record.goals
            or project.record.status in MACHINES["project"].ended
        ):
            continue
        hint = "add `goals: [...]`; `tracker list goal` shows those there are"
        yield Found(project.at("goals", key=True), f"project `{project.id}` serves no goal", hint)
