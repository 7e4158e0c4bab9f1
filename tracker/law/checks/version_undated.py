"""The rule `version-undated`."""

from collections.abc import Iterator
from datetime import date

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check


@check(Severity.WARNING)
def version_undated(change: Change) -> Iterator[Found]:
    """A new version of a process holds from a later day than the one before.

    A run that does not say which version it followed is judged by the one in force when it started. A
    new version with the day of the old one was in force all along: then earlier runs are held against
    steps that nobody knew. A draft has no day yet, and a process whose versions have none is left alone.

    Fails:
        version: 3, effective_from: 2026-07-01, at the base
        version: 4, effective_from: 2026-07-01, at the head

    Passes:
        version: 4, effective_from: 2026-12-01, at the head

    Mend: write into `effective_from` the day from which people work by the new version.
    """
    before, after = change.before, change.after
    if (
        change.kind != "process"
        or before is None
        or after is None
        or "draft" in (before.state, after.state)
    ):
        return
    if before.unreadable or after.unreadable or not after.knows("effective_from"):
        return
    old, new = before.record, after.record
    if old.version is None or new.version is None or new.version <= old.version:
        return
    if old.effective_from is None or (new.effective_from or date.min) > old.effective_from:
        return
    since = new.effective_from or "no day"
    message = (
        f"version {new.version} holds from {since}, and version {old.version} from "
        f"{old.effective_from}"
    )
    hint = "write the day from which people work by it: `effective_from: YYYY-MM-DD`"
    yield Found(after.at("effective_from", key=new.effective_from is None), message, hint)
