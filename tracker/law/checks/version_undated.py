"""The rule `version-undated`."""

from collections.abc import Iterator
from datetime import date

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.lifecycle import MACHINES
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.logs import ending_of
from tracker.model.records import Process


@check(Severity.WARNING)
def version_undated(change: Change, law: Law, as_of: date) -> Iterator[Found]:
    """A new version of a process holds from a later day than the one before.

    A run that does not say which version it followed is judged by the one in force when it started. A
    new version with the day of the old one was in force all along: then earlier runs are held against
    steps that nobody knew. So they are where the day of a version that is in force is moved. A draft has
    no day yet, and a process whose versions have none is left alone.

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
    said = _said(before.record, after.record, as_of) or _taken(before.record, after, law)
    if said is not None:
        is_there = after.record.effective_from is not None
        yield Found(after.at("effective_from", key=not is_there), *said)


def _taken(old: Process, after: Entity[Process], law: Law) -> tuple[str, str] | None:
    """Finished runs that pass from the old version to a new one, because its day lies before them."""
    new = after.record
    if old.version is None or new.version is None or new.version <= old.version:
        return None
    now = ending_of(new)
    count = sum(
        run.record.version is None and run.state in MACHINES["run"].ended
        and run.record.started is not None and not now.is_of_old(run.record)
        for run in law.head.parts("run", after.id)
    ) if now.since is not None else 0  # fmt: skip
    if not count:
        return None
    message = (
        f"version {new.version} holds from {now.since}, before finished runs that do not say their "
        f"version ({count:,}): they would be held against its steps"
    )
    return message, "write a later day: the one from which people work by it"


def _said(old: Process, new: Process, as_of: date) -> tuple[str, str] | None:
    """What is wrong with the day of a version, and how it is mended."""
    first, day = old.effective_from, new.effective_from
    if first is None or old.version is None or new.version is None:
        return None
    since = day or "no day"
    if new.version == old.version and day != first <= as_of:
        message = f"version {old.version} held from {first}, and is said to hold from {since}"
        return message, f"put it back: `effective_from: {first}`"
    if new.version > old.version and (day is None or day <= first):
        message = (
            f"version {new.version} holds from {since}, and version {old.version} from {first}"
        )
        return message, "write the day from which people work by it: `effective_from: YYYY-MM-DD`"
    return None
