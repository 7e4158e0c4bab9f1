"""Which lines of the head a change touches, for annotations that show there first."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from tracker.law.judge import Verdict
from tracker.source.git import GitError
from tracker.source.snapshot import Snapshot, UnreadableError

_MOST = 2_000
"""Where more lines than these differ between the first and the last, all between count as touched."""


def changed_lines(verdict: Verdict) -> Mapping[str, frozenset[int]]:
    """The lines that the change added or altered, by path, counted from 1."""
    found: dict[str, frozenset[int]] = {}
    for change in verdict.changes:
        if change.after is None or change.after.path in found or verdict.before is None:
            continue
        new = _lines(verdict.work.snapshot, change.after.path)
        old = _lines(verdict.before.snapshot, change.before.path) if change.before else []
        found[change.after.path] = frozenset(touched(old, new))
    return found


def touched(old: list[bytes], new: list[bytes]) -> set[int]:
    """The lines of `new` that `old` does not have in their place."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(before), len(after)) > _MOST:
        return {line + 1 for line in range(start, len(new) - end)}
    blocks = SequenceMatcher(None, before, after).get_opcodes()
    return {
        start + line + 1
        for tag, _, _, first, last in blocks
        if tag != "equal"
        for line in range(first, last)
    }


def _lines(snapshot: Snapshot, path: str) -> list[bytes]:
    """The lines of a file; none where it cannot be read, which is a finding of its own."""
    try:
        return snapshot.read(path).split(b"\n")
    except (UnreadableError, GitError):
        return []
