"""Versions of processes: each commit that gave one another number."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.law.change import Change
from tracker.law.history import Step
from tracker.law.threads import At, Thread, at


@dataclass(frozen=True)
class Version:
    """A version of a process, and the one that it follows."""

    thread: Thread
    before: int | None
    after: int | None
    at: At


def versions(thread: Thread, change: Change, step: Step) -> Iterator[Version]:
    """The version that a change makes, which counts from the day on which it landed."""
    if change.kind == "process" and change.after is not None:
        before = change.before.record.version if change.before else None
        after = change.after.record.version
        if after != before:
            yield Version(thread, before, after, at(step, step.day))
