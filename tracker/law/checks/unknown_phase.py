"""The rule `unknown-phase`."""

from collections.abc import Iterator
from difflib import get_close_matches

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.model.work import Work


@check(Severity.ERROR)
def unknown_phase(work: Work, law: Law) -> Iterator[Found]:
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
        lifecycle = work.lifecycle_of(project) or law.lifecycle(project, is_new=True)
        phase = project.record.phase
        if lifecycle is None and work.lifecycle_id(project) is None and phase is not None:
            message = "the project names no lifecycle, and tracker.yaml has no default"
            yield Found(project.at("phase"), message, "add `lifecycle:` here or in tracker.yaml")
        if lifecycle is None or lifecycle.unreadable or phase is None:
            continue
        names = Phases(lifecycle.record).names
        if phase not in names:
            close = get_close_matches(phase, names, n=1)
            hint = f"did you mean `{close[0]}`? " if close else ""
            message = f"`{phase[:80]}` is not a phase of lifecycle `{lifecycle.id}`"
            yield Found(project.at("phase"), message, f"{hint}Its phases are {', '.join(names)}")
