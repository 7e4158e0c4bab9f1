"""The baseline of a project, written from what its files promise."""

from collections.abc import Mapping
from typing import Any

from tracker.analysis.promise import promise
from tracker.cli.against import Files, Side
from tracker.cli.editing import spliced
from tracker.cli.templating import marked_new
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
