"""The baseline of a project, written from what its files promise."""

from collections.abc import Mapping
from typing import Any

from tracker.analysis.promise import promise
from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.cli.writing.against import Files, Side
from tracker.cli.writing.editing import spliced
from tracker.cli.writing.templating import marked_new
from tracker.source.edits import Edit, Remove, Set
from tracker.source.overlay import Overlay
from tracker.source.writing import document


def baseline(
    at: Side,
    project: str,
    kept: Mapping[str, str],
    made: Files,
) -> Files:
    """The baseline of a project as it stands now; one that is there is edited, line by line."""
    overlay = Overlay(at.work.snapshot, {path: new for path, (_, new) in made.items()})
    head = at.opening.load(overlay, at.opening.root)
    wanted: dict[str, Any] = {**kept, **promise(head, project)}
    there = at.work.of("baseline").get(project)
    root = f"{at.opening.root}/" if at.opening.root else ""
    if there is None:
        path = f"projects/{project}/baseline.yaml"
        text = marked_new(at.opening.top / (at.opening.root or ""), path, document(wanted))
        return {root + path: (None, text)}
    gone: list[Edit] = [Remove((key,)) for key in there.plain() if key not in wanted]
    edits = [*gone, *(Set((key,), value) for key, value in wanted.items())]
    old, new = spliced(at.work, there, edits)
    return {} if old == new else {there.path: (old, new)}


def rebaselined(at: Side, project: str, name: str) -> None:
    """A baseline moves by a change request that is approved, and says by whom and when."""
    if project not in at.work.of("baseline"):
        raise Stop(
            f"project/{project} has no baseline yet",
            f"the phase that freezes it writes it: `tracker move {project} PHASE`",
        )
    ref = f"{project}/{name}"
    request = at.work.of("change").get(ref)
    if request is None:
        there = [
            id.rpartition("/")[2] for id in at.work.of("change") if id.startswith(f"{project}/")
        ]
        raise Stop(f"there is no change request {ref!r}", nearest(name, there))
    if request.record.decision != "approved":
        raise Stop(
            f"change/{ref} is {request.record.decision}: one that is approved moves a baseline",
            f"once it is approved: `tracker set change/{ref} decision approved`, and who and when",
        )
    for field, what in (("decided_by", "PERSON"), ("decided_on", "DATE")):
        if not getattr(request.record, field):
            raise Stop(
                f"change/{ref} is approved, and does not say {field}",
                f"`tracker set change/{ref} {field} {what}`",
            )
