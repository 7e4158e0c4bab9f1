"""The rule `completed-early`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.policy import Law
from tracker.model.work import Work

COMPLETED = "completed"


@check(Severity.WARNING)
def completed_early(work: Work, law: Law) -> Iterator[Found]:
    """A completed project is in a phase that its lifecycle ends in.

    Status and phase are two fields, and each has its own moves. A project that is completed in
    the middle of its lifecycle says that it is done, and that phases lie ahead of it. What stops
    before its end is cancelled, or goes to an off-path phase.

    Fails:
        status: completed
        phase: doing

    Passes:
        status: completed
        phase: done

    Mend: move it through the phases that are left first, or cancel it.
    """
    for project in work.projects.values():
        if project.record.status != COMPLETED:
            continue
        phases, phase = law.phases(project, is_new=True), project.record.phase
        if phases is not None and phase in phases.names and not phases.ended(phase):
            message = f"project `{project.id}` is completed, and still in phase {phase}"
            hint = f"finish its phases first, up to {' or '.join(phases.final)}; or cancel it"
            yield Found(project.at("status"), message, hint)
