"""What an approver is shown: the review, what the project promises, and what differs from the base."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.law.change import Change
from tracker.law.content import content
from tracker.law.passing import Approving, names
from tracker.law.policy import Law
from tracker.model.kinds import KINDS, owner_of
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import clipped, escaped

WIDE = 80
_LONGEST = 400
"""Of a longer value the rest is left out here, and that is said; it counts all the same."""

_FIRST = ("id", "title", "status", "decision", "approved_by", "owner", "due")
"""What an approver must not miss: it comes before what people may write at length."""

_HEADS = {
    "review": "The review",
    "project": "The project",
    "plan": "Its plan",
    "closure": "How it ends",
}


def shown(gate: Approving, changes: tuple[Change, ...], law: Law, base: str) -> Iterator[str]:
    """All that is approved, value by value, and how it was before."""
    review, after = gate.review, gate.after
    yield from _row(
        "", f"{after.title} ({gate.project.ref}) leaves {review.left} for {review.record.to}: "
        f"{review.record.decision}", 0,
    )  # fmt: skip
    said = content(gate, law)
    for name, values in said["values"].items():
        yield ""
        yield f"{_HEADS[name]}:"
        yield from _lines(values, 2)
    yield ""
    yield f"Against {base}:"
    yield from _differences(gate, changes)
    yield ""


def _lines(value: Mapping[str, Any], indent: int) -> Iterator[str]:
    for name, one in value.items():
        if isinstance(one, dict):
            yield from _row(f"{name}:", "", indent)
            yield from _lines(one, indent + 2)
        elif isinstance(one, list) and any(isinstance(item, dict) for item in one):
            yield from _row(f"{name}:", "", indent)
            for item in one:
                yield from _row("-", _said(item), indent + 2)
        else:
            yield from _row(f"{name}:", _said(one), indent)


def _said(value: Any) -> str:
    """A value on one line, each of its texts cut for itself: no long one hides what comes after it."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
        return ", ".join(f"{key}: {_said(value[key])}" for key in keys)
    if isinstance(value, list):
        return f"[{', '.join(map(_said, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return clipped(" ".join(str(value).split()), _LONGEST)


def _row(label: str, text: str, indent: int) -> Iterator[str]:
    words = [*filter(None, [label]), *tokens(escaped(text))]
    margin = " " * indent
    for line in filled(words, WIDE - indent, 2):
        yield margin + line


def _differences(gate: Approving, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        if owner_of(change.id) not in names(gate.project) or change.kind == "approval":
            continue
        if "project" not in (change.kind, KINDS[change.kind].part_of):
            continue
        if change.before is None or change.after is None:
            part = change.after or change.before
            assert part is not None
            what = "new" if change.is_new else "gone"
            yield from _row(f"{change.kind}:", f"{what}, {part.path}", 2)
        for field in change.fields:
            old, new = (
                "nothing" if one is None else _said(one) for one in (field.before, field.after)
            )
            where = field.name if change.kind == "project" else f"{change.kind} {field.name}"
            yield from _row(f"{where}:", f"{old} -> {new}", 2)
