"""The rule `unknown-phase`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.lifecycle import Phases
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.suggest import closest
from tracker.model.work import Work


@check(Severity.ERROR)
def unknown_phase(work: Work) -> Iterator[Found]:
    """The phase of a project is one of its lifecycle's.

    Phases are named in the lifecycle and nowhere else. A phase that no lifecycle knows cannot be
    judged, shown on a board or counted.

    Fails:
        phase: plannning

    Passes:
        phase: planning

    Mend: take a phase that the help line lists; `tracker show lifecycle/five-phase` shows all.
    """
    for project in work.projects.values():
        lifecycle = work.lifecycle_of(project)
        phase = project.record.phase
        if lifecycle is None and phase is not None and _is_unsaid(project, work):
            message = "the project names no lifecycle, and tracker.yaml has no default"
            yield Found(project.at("phase"), message, "add `lifecycle:` here or in tracker.yaml")
        if lifecycle is None or lifecycle.unreadable or phase is None:
            continue
        names = Phases(lifecycle.record).names
        if phase not in names:
            near = closest(phase, names)
            hint = f"did you mean `{near}`? The" if near else "the"
            hint += f" phases are {', '.join(names)}"
            message = f"`{phase[:80]}` is not a phase of lifecycle `{lifecycle.id}`"
            yield Found(project.at("phase"), message, hint)


def _is_unsaid(project: Entity[Project], work: Work) -> bool:
    """True where neither the project nor tracker.yaml names a lifecycle, as far as both are known."""
    if work.lifecycle_id(project) is not None or not project.knows("lifecycle"):
        return False
    return work.workspace is None or work.workspace.knows("lifecycle")
