"""The rule `move-not-judged`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check


@check(Severity.WARNING)
def move_not_judged(change: Change) -> Iterator[Found]:
    """A phase is known at the base, or the move to the next one was not judged.

    Where the base holds a project whose file could not be read, or whose phase did not fit the
    schema, a change that mends it can say any phase: there is nothing to compare with. Its
    reviewers should look at the last version that could be read.

    Fails:
        the project's file cannot be read at the base, and says `phase: done` at the head

    Passes:
        phase: idea, at the base
        phase: doing, at the head

    Mend: nothing in the file; see that the phase is the one that the project had before it broke.
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None or after.record.phase is None:
        return
    if before.record.phase is None:
        phase = after.record.phase
        message = f"the phase of {change.ref} was not known at the base: the move to {phase} was not judged"
        hint = f"compare with the last version that could be read: `git log -p -- {before.path}`"
        yield Found(after.at("phase"), message, hint, (), None, phase)
