"""The piece `badge`: one thing, its state, and the way to its page."""

from tracker.site.page import Values
from tracker.site.piece import Asked, known, piece
from tracker.site.status import Status


@piece()
def badge(status: Status, asked: Asked) -> Values:
    """One thing: its kind, its title, and where it stands."""
    ref = asked.text("badge")
    known(ref, sorted(status.shown), f"there is no page of `{ref}`", ("badge",))
    kind, _, id = ref.partition("/")
    one = status.work.of(kind)[id]
    row = status.projects.get(id) if kind == "project" else None
    goal = status.goals.get(id) if kind == "goal" else None
    return {
        "ref": ref,
        "kind": kind,
        "state": goal.standing.value if goal else getattr(one.record, "status", None),
        "phase": row.phase_title if row else None,
    }
