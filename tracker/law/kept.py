"""What is kept as it was: a record of something that was decided is neither altered nor taken away."""

from collections.abc import Iterator

from tracker.finding import Found, Location
from tracker.law.change import Change, whole_of
from tracker.law.policy import Law
from tracker.law.renames import names
from tracker.model.kinds import KINDS


def touched(
    change: Change, law: Law, changes: tuple[Change, ...], name: str, instead: str
) -> Iterator[Found]:
    """Where a change alters a record, or takes it away; it goes with its project or process alone.

    `name` is what people call it, `instead` what is done in place of altering it.
    """
    before = change.before
    if before is None:
        return
    back = f"put it back: `git checkout {law.base} -- {before.path}`"
    if change.after is None:
        whole = whole_of(change, changes)
        if whole is None or not whole.is_removed:
            yield Found(
                Location(before.path), f"the {name} {before.path} is a record, and is gone", back
            )
        return
    called = names(changes, "person")
    for field in change.fields:
        if isinstance(field.before, str) and called.get(("person", field.before)) == field.after:
            continue  # the same person by another id
        if field.name == KINDS[change.kind].state:
            continue  # a state moves, or may not: another rule's
        message = f"the {name} is a record, and its `{field.name}` is altered"
        yield Found(change.after.at(*field.route), message, f"{back}; {instead}")
