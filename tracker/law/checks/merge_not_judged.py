"""The rule `merge-not-judged`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING)
def merge_not_judged(work: Work, holds_base: bool) -> Iterator[Found]:
    """The head holds the base.

    Where the target has moved on, the change is compared with the commit that both share, and
    judged by the law of the target's tip. What the two come to once merged was not judged: two
    changes that are fine alone can be wrong together.

    Fails:
        main has three commits that the branch does not have

    Passes:
        the branch was rebased on main, or CI checks the merge result

    Mend: `git rebase main` or `git merge main`, or let CI check the merge commit.
    """
    if not holds_base:
        path = work.workspace.path if work.workspace else "."
        message = "the head does not hold the tip of the base: the merged result was not judged"
        hint = "merge the base into the branch, or rebase the branch on it; then check again"
        yield Found(Location(path), message, hint)
