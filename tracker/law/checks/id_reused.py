"""The rule `id-reused`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.past import Past


@check(Severity.ERROR)
def id_reused(change: Change, past: Past) -> Iterator[Found]:
    """An id is never used again.

    What was said of a project, a goal or a person stays true after it has left the tree: in old
    reviews, in links, in this history. A new thing under an old id would inherit all of it. Only
    a history can show that; so this is judged by `tracker audit` alone. What comes back as it
    was when it left is the same thing, put back; what takes another id says `formerly`.

    Fails:
        projects/erp, removed in March, is there again in June as another project

    Passes:
        projects/erp-again is new in June

    Mend: give the new one an id of its own; the old one stays taken.
    """
    after = change.after
    if after is None or change.before is not None or after.unreadable:
        return
    found = past.gone.get((change.kind, change.id))
    if found is None:
        return
    was, left = found
    if was is not None and was.plain() == after.plain():
        return
    message = f"{change.ref} was gone since {left.day}, and its id is used again"
    hint = f"give the new one another id; `git show {left.commit[:12]}` shows how the old one left"
    yield Found(after.at(), message, hint)
