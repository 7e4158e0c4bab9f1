"""The rule `training-record`."""

from collections.abc import Iterator

from msgspec import structs

from tracker.finding import Found, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.kept import touched
from tracker.law.policy import Law
from tracker.law.renames import Names, names
from tracker.model.entity import Entity
from tracker.model.records import Trained, TrainingRecord


@check(Severity.ERROR, internal=True)
def training_record(change: Change, law: Law, changes: tuple[Change, ...]) -> Iterator[Found]:
    """What somebody was trained in is never altered or taken away.

    Who may do a step rests on training records, and what a run is worth rests on who did it. A
    training that is repeated, or that turned out to be less than it said, is one more entry. A record
    goes only with its person, and an entry with its training; where a training or a person gets another
    id, the entries follow.

    Fails:
        {training: lock-out, kind: shadowed, date: 2026-08-20}, at the base
        {training: lock-out, kind: assessed, date: 2026-08-20}, at the head

    Passes:
        a second entry: {training: lock-out, kind: assessed, date: 2026-11-09}

    Mend: put the entry back as it was, and add what is new.
    """
    before, after = change.before, change.after
    if change.kind != "training-record" or before is None:
        return
    if after is None:
        yield from touched(
            change, law, changes, "list of trainings", "what is new is one more entry"
        )
    elif not after.unreadable:
        yield from _altered(before, after, names(changes, "training", "person"), law)


def _altered(
    before: Entity[TrainingRecord], after: Entity[TrainingRecord], names: Names, law: Law
) -> Iterator[Found]:
    """Each entry of the base that the head does not hold any more."""
    there = after.record.entries
    left, wanted = list(there), [_as_named_now(one, names) for one in before.record.entries]
    for at, one in enumerate(wanted):
        found = next((other for other in left if _is(other, one, bool(before.broken))), None)
        if found is not None:
            left.remove(found)
        elif one.training is not None:
            is_altered = at < len(there) and there[at] not in wanted
            message = (
                f"the entry `{one.training}` of {one.date} is a record, and is altered or gone"
            )
            hint = f"put it back from `git show {law.base}:{before.path}`; what is new is one more entry"
            yield Found(after.at(*(("entries", at) if is_altered else ())), message, hint)


def _as_named_now(entry: Trained, names: Names) -> Trained:
    """An entry with the ids of today; one of a training that is gone has none, and may go."""
    return structs.replace(
        entry,
        training=names.get(("training", entry.training), entry.training),
        by=names.get(("person", entry.by), entry.by),
    )


def _is(one: Trained, wanted: Trained, is_broken: bool) -> bool:
    """Equal; what the schema refused at the base may have been anything."""
    if not is_broken:
        return one == wanted
    said = structs.asdict(wanted)
    return all(value is None or value == getattr(one, name) for name, value in said.items())
