"""The rule `closure-missing`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.leaving import leaves
from tracker.law.policy import Law
from tracker.model.work import Work

_NEEDED = ("outcome", "accepted_by", "accepted_on", "summary")


@check(Severity.ERROR)
def closure_missing(
    change: Change, law: Law, work: Work, changes: tuple[Change, ...]
) -> Iterator[Found]:
    """A project that asks for it ends with a closure.

    Where a phase has `on_leave: [require-closure]`, a project in it is completed or cancelled
    only with a `closure.yaml`: how it ended, who accepted that and when, and in a few sentences
    what was reached.

    Fails:
        status: completed, at the head, without closure.yaml

    Passes:
        status: completed, at the head, with outcome, accepted_by, accepted_on and summary

    Mend: `tracker new closure PROJECT`, and fill it in.
    """
    for move, phase in leaves(change, law, "require-closure", changes):
        closure = work.closures.get(change.id)
        if closure is None:
            message = f"a project that leaves {phase} has a closure, and there is none"
            hint = f"write it: `tracker new closure {change.id}`"
            yield Found(move.at, message, hint, (), move.before, move.after)
            continue
        for name in _NEEDED:
            if not getattr(closure.record, name) and closure.knows(name):
                message = f"the closure does not say `{name}`"
                yield Found(
                    closure.at(name), message, f"add `{name}:`", (), move.before, move.after
                )
