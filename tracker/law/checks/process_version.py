"""The rule `process-version`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.model.records import Step


@check(Severity.ERROR)
def process_version(change: Change) -> Iterator[Found]:
    """Changed steps are a new version of the process.

    Runs keep the version that they followed, and are judged by its steps. Which steps there are,
    their order, which are optional, which go beside another and where rework goes make a version;
    how long a step takes, who does it and how it is worded do not. A version only grows. A draft
    has none yet.

    Fails:
        version: 3, at the base and at the head
        a step `scan` at the head that the base does not have

    Passes:
        version: 4, at the head, with the new step

    Mend: raise `version` by one, and say in `effective_from` from which day it holds.
    """
    before, after = change.before, change.after
    if change.kind != "process" or before is None or after is None or before.state == "draft":
        return
    if not all(side.knows("version") and side.knows("steps") for side in (before, after)):
        return
    old, new = before.record.version, after.record.version
    if old is None or before.unreadable or after.unreadable:
        return
    if new is None or new < old:
        message = f"the version was {old}, and is {new or 'gone'}"
        yield Found(after.at("version"), message, f"put it back: `version: {old}`")
    elif new == old and _order(before.record.steps) != _order(after.record.steps):
        message = f"the steps are others than at the base, and the version is still {old}"
        hint = f"write `version: {old + 1}`, and its `effective_from`"
        yield Found(after.at("version"), message, hint)


def _order(steps: tuple[Step, ...]) -> list[tuple[str | None, ...]]:
    """What a run is judged by: the steps, and how they follow each other."""
    return [
        (one.id, one.rework_to, one.parallel_with, "optional" if one.optional else None)
        for one in steps
    ]
