"""The rule `move-not-judged`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.gates import accounted
from tracker.law.policy import Law


@check(Severity.WARNING)
def move_not_judged(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """A phase is known at the base, or the move to the next one was not judged.

    Where the base holds a project whose file could not be read, whose phase did not fit the
    schema, or is none of its lifecycle, there is nothing to compare the phase with that a change
    brings. Its reviewers should look at the last phase that is known.

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
    was, phase = before.record.phase, after.record.phase
    if was is None or _is_mended(was, change, law, changes):
        message = f"the phase of {change.ref} was not known at the base: the move to {phase} was not judged"
        hint = f"compare with the last phase that was known: `git log -p -- {before.path}`"
        yield Found(after.at("phase"), message, hint, (), None, phase)


def _is_mended(was: str, change: Change, law: Law, changes: tuple[Change, ...]) -> bool:
    """True where its lifecycle has no such phase, and a change names one: what is refused is judged."""
    assert change.before is not None
    assert change.after is not None
    phases, phase = law.phases(change.before), change.after.record.phase
    if phases is None or was in phases.names or was == phase:
        return False
    return phase in accounted(phases, change.id, law.head, changes)
