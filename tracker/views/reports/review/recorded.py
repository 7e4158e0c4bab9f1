"""Gates as they were recorded, where no law judges: two states that lie far apart are no one change.

Between them a project may have passed several gates, and changed since: what its reviews and
approvals say is told, not held against what stands there now.
"""

from collections.abc import Iterator

from tracker.law.change import Change
from tracker.law.gates import Held, new_reviews
from tracker.model.kinds import owner_of
from tracker.model.records import Criterion, Gate
from tracker.views.reports.review.fields import Row, Telling
from tracker.views.reports.review.gates import moved, name_of
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.vocabulary import APPROVALS, GATE
from tracker.views.reports.review.wording import label

_SAID = {"met": "met", "not-met": "not met", "waived": "waived"}


def rows(change: Change, changes: tuple[Change, ...], telling: Telling) -> Iterator[Row]:
    """The phase of a project, and the gates that were held of it."""
    assert change.before is not None and change.after is not None
    lifecycle = telling.before.lifecycle_id(change.before)
    for move in change.moves:
        if move.machine == "phase":
            yield GATE, moved(change, move, lifecycle, telling)
    gates = _gates(change, telling)
    for review in sorted(new_reviews(changes, change.id), key=lambda one: str(one.day)):
        yield GATE, _held(review, gates.get(review.left or ""), telling)
    for one in changes:
        if one.kind == "approval" and one.is_new and owner_of(one.id) == change.id:
            yield APPROVALS, _approval(one, telling)


def _gates(change: Change, telling: Telling) -> dict[str, Gate]:
    assert change.after is not None
    lifecycle = telling.after.lifecycle_of(change.after)
    phases = lifecycle.record.phases if lifecycle is not None else ()
    return {one.id: one.gate for one in phases if one.id and one.gate is not None}


def _held(review: Held, gate: Gate | None, telling: Telling) -> Item:
    record = review.record
    day = review.day.isoformat() if review.day else "a day that its name does not tell"
    note = f"decided {record.decision or 'nothing'} on {day}"
    if record.reason:
        note += f": {record.reason}"
    known = {one.id: one for one in gate.criteria} if gate is not None else {}
    items = [_criterion(review, known.get(one.id), one.id, telling) for one in record.criteria]
    items += [
        Item(
            "condition", f"Condition: {one.text or one.id}", None,
            f"{telling.names.person(one.owner)}, by {one.due or 'no day'}", None, Tone.CARE,
        )
        for one in record.conditions
    ]  # fmt: skip
    name = name_of(gate, review.left, telling)
    return Item("gate", name, None, None, note, _tone(review.passes), tuple(items))


def _tone(is_good: bool) -> Tone:
    return Tone.GOOD if is_good else Tone.CARE


def _criterion(review: Held, one: Criterion | None, id: str | None, telling: Telling) -> Item:
    found = review.found(id)
    assert found is not None
    said = _SAID.get(found.status or "", "not said")
    if found.status == "waived":
        said += f" by {telling.names.person(found.approved_by)}"
    because = found.reason or found.evidence
    text = (one.text if one is not None else None) or id or "a criterion"
    said = f"{said}: {because}" if because else said
    return Item("criterion", text, None, said, None, _tone(found.status == "met"))


def _approval(change: Change, telling: Telling) -> Item:
    entity = change.after
    assert entity is not None
    person, record = telling.names.person(change.id.rpartition("/")[2]), entity.record
    on = f", {record.date}" if record.date else ""
    return Item("approval", f"As {label(record.role or 'nobody').lower()}", None, f"{person}{on}")
