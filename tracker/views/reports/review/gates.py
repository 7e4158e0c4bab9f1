"""Gates that a change passes: the move, how each criterion was found, and who approved or has to."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tracker.law import approval, criteria, subset
from tracker.law.authorship import authors
from tracker.law.change import Change, Move
from tracker.law.gates import COMPLETED, Held, authorising, held, new_reviews
from tracker.law.passing import Approving, Given, given, passed
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import proof_of
from tracker.model.kinds import owner_of
from tracker.model.records import ApprovalRule, Criterion, Gate
from tracker.views.reports.review.fields import Row, Telling
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.vocabulary import APPROVALS, GATE
from tracker.views.reports.review.wording import Names, label

PROVEN = {
    Proof.RECORDED: "recorded, not verified",
    Proof.SIGNATURE: "verified by a signature",
    Proof.REVIEW: "verified by a review on the forge",
}


def rows(change: Change, changes: tuple[Change, ...], law: Law, telling: Telling) -> Iterator[Row]:
    """What happens at the gates of one project."""
    before = change.before
    lifecycle = law.lifecycle_id(before) if before is not None else None
    came = new_reviews(changes, change.id)
    told: list[Held] = []
    for move in change.moves:
        if move.machine == "phase":
            yield GATE, moved(change, move, lifecycle, telling)
        review = authorising(move, change, came)
        gate = _gate(change, move, law)
        if review is not None:
            told.append(review)
            yield GATE, _held(review, _left(change, review, law), change, telling)
        elif gate is not None:
            found = tuple(_criterion(one, None, change, telling) for one in gate.criteria)
            note = "no review of this gate came with the change"
            yield (
                GATE,
                Item(
                    "gate", name_of(gate, move.before, telling), None, None, note, Tone.BAD, found
                ),
            )
    for review in came:
        if review not in told:
            yield GATE, _held(review, _left(change, review, law), change, telling)
    for one in approvals(change, changes, law):
        yield APPROVALS, _approval(one, law, telling)


def moved(change: Change, move: Move, lifecycle: str | None, telling: Telling) -> Item:
    names = telling.names
    old, new = (names.phase(lifecycle, phase) for phase in (move.before, move.after))
    is_bad = (change.ref, move.before, move.after) in telling.refused
    note = "against the lifecycle" if is_bad else None
    return Item("phase", "Phase", old, new, note, Tone.BAD if is_bad else Tone.PLAIN)


def _gate(change: Change, move: Move, law: Law) -> Gate | None:
    """The gate at the end of the phase that a move leaves forward."""
    before, after = change.before, change.after
    phases = law.phases(before) if before is not None else None
    if phases is None or after is None:
        return None
    if move.machine == "project":
        left = after.record.phase if move.after == COMPLETED else None
    else:
        is_on = move.before in phases.order and move.after in phases.order
        left = move.before if is_on and phases.leads(move.before, move.after) else None
    return phases.phases[left].gate if left in phases.phases else None


def _left(change: Change, review: Held, law: Law) -> Gate | None:
    entity = change.before or change.after
    phases = law.phases(entity) if entity is not None else None
    return phases.phases[review.left].gate if phases and review.left in phases.phases else None


def name_of(gate: Gate | None, left: str | None, telling: Telling) -> str:
    return f"Gate: {gate.title}" if gate and gate.title else f"Gate at the end of {left}"


def _held(review: Held, gate: Gate | None, change: Change, telling: Telling) -> Item:
    """A review: what was decided on which day, why, and how each criterion was found."""
    record = review.record
    day = review.day.isoformat() if review.day else "a day that its name does not tell"
    note = f"decided {record.decision or 'nothing'} on {day}"
    if record.reason:
        note += f": {record.reason}"
    known = [one for one in gate.criteria if review.passes or review.found(one.id)] if gate else []
    items = [_criterion(one, review, change, telling) for one in known]
    items += [
        Item(
            "condition", f"Condition: {one.text or one.id}", None,
            f"{telling.names.person(one.owner)}, by {one.due or 'no day'}", None, Tone.CARE,
        )
        for one in record.conditions
    ]  # fmt: skip
    tone = Tone.GOOD if review.passes else Tone.CARE
    return Item("gate", name_of(gate, review.left, telling), None, None, note, tone, tuple(items))


def _criterion(one: Criterion, review: Held | None, change: Change, telling: Telling) -> Item:
    text = one.text or one.id or "a criterion"
    found = review.found(one.id) if review is not None else None
    if found is not None and found.status == "waived":
        by = telling.names.person(found.approved_by)
        said = f"waived by {by}: {found.reason or 'no reason given'}"
        return Item("criterion", text, None, said, None, Tone.CARE)
    if found is not None and found.status == "not-met":
        reason = found.reason or found.evidence
        return Item(
            "criterion", text, None, f"not met{': ' + reason if reason else ''}", None, Tone.BAD
        )
    if one.requires is not None:
        return _computed(text, one, change, telling)
    if found is None:
        return Item("criterion", text, None, "the review does not say", None, Tone.BAD)
    evidence = f"met: {found.evidence}" if found.evidence else "met, without evidence"
    return Item("criterion", text, None, evidence, None, Tone.GOOD if found.evidence else Tone.BAD)


def _computed(text: str, one: Criterion, change: Change, telling: Telling) -> Item:
    """A criterion that is held against the files, whatever a review says of it."""
    requires = one.requires or {}
    if any(subset.faults(requires)):
        return Item("criterion", text, None, "cannot be judged", None, Tone.BAD)
    view = criteria.View(telling.after, change.id)
    failed = [one.message for one in islice(criteria.failures(requires, view.data()), 4)]
    if not failed:
        return Item("criterion", text, None, "met by what is recorded", None, Tone.GOOD)
    return Item(
        "criterion", text, None, f"not met: {telling.names.told('; '.join(failed))}", None, Tone.BAD
    )


# Approvals.


class Asked(NamedTuple):
    """One approval that a gate asks for, or that was given all the same."""

    gate: Approving
    role: str
    may: frozenset[str]
    given: Given | None
    fault: str | None

    @property
    def counts(self) -> bool:
        return self.given is not None and self.fault is None


def approvals(change: Change, changes: tuple[Change, ...], law: Law) -> Iterator[Asked]:
    """Each approval that the gates of a project ask for, given or missing; then what nobody asked for."""
    for gate in passed(changes, law):
        if gate.project.id != change.id:
            continue
        came = given(changes, gate.review)
        wrote = authors(change, changes, law)
        faults = {
            one.person: next(
                (why.reason for why in approval.rejections(one, gate, changes, wrote, law)), None
            )
            for one in came
        }
        taken: set[str] = set()
        for rule in gate.gate.approvals:
            one = _answer(rule, came, faults, taken)
            if one is not None:
                taken.add(one.person)
            may = approval.entitled(rule, gate, law)
            yield Asked(gate, approval.named(rule), may, one, faults[one.person] if one else None)
        for one in came:
            if one.person not in taken:
                fault = faults[one.person] or "nobody asked for it"
                yield Asked(gate, one.record.role or "nobody", frozenset(), one, fault)


def _answer(
    rule: ApprovalRule, came: tuple[Given, ...], faults: dict[str, str | None], taken: set[str]
) -> Given | None:
    """The approval that answers a rule; one that counts before one that does not."""
    fitting = [
        one for one in came if one.record.role == approval.named(rule) and one.person not in taken
    ]
    return min(fitting, key=lambda one: (faults[one.person] is not None, one.person), default=None)


def _approval(one: Asked, law: Law, telling: Telling) -> Item:
    names = telling.names
    text = f"As {label(one.role).lower()}"
    if one.given is None:
        who = names.people(one.may) or "nobody at the base"
        return Item("missing", text, None, f"missing: {who}", None, Tone.BAD)
    person = names.person(one.given.person)
    on = f", {one.given.record.date}" if one.given.record.date else ""
    if one.fault is not None:
        note = f"does not count: {names.told(one.fault)}"
        return Item("approval", text, None, f"{person}{on}", note, Tone.BAD)
    proof = proof_of(law)
    tone = Tone.CARE if proof is Proof.RECORDED else Tone.GOOD
    return Item("approval", text, None, f"{person}{on}", PROVEN[proof], tone)


# Records that were altered afterwards.


def _only_moved(change: Change) -> bool:
    """True of a record that went along with its project, and says what it said."""
    return change.after is not None and not change.after.unreadable and not change.fields


def record(change: Change, names: Names) -> tuple[str, Item] | None:
    """A review or an approval that is not new: its record was altered, which the law refuses."""
    if change.is_new or change.kind not in ("review", "approval") or _only_moved(change):
        return None
    entity = change.after or change.before
    assert entity is not None
    what = "was taken out" if change.is_removed else "was altered"
    if change.kind == "approval":
        _, name, person = entity.id.split("/", 2)
        return APPROVALS, Item(
            "record", f"The approval of {names.person(person)} at {name} {what}", tone=Tone.BAD
        )
    review = held(entity)
    return GATE, Item(
        "record", f"The review {review.name} of {owner_of(entity.id)} {what}", tone=Tone.BAD
    )
