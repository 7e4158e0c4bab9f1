"""What is filed beside a project: updates, risks, requests to change it, its baseline and its closure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tracker.law.change import Change
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.views.audience import shown
from tracker.views.reports.review import dates
from tracker.views.reports.review.fields import Row, Telling, rows
from tracker.views.reports.review.leaves import Leaf, leaves, of
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.vocabulary import BASELINE, KINDS_OF, REPORTS, block_of
from tracker.views.reports.review.wording import day, in_sentence, label, number, plural


def part(change: Change, telling: Telling) -> Iterator[Row]:
    """The rows of one part of a project, gate reviews and approvals apart."""
    entity = change.after or change.before
    assert entity is not None
    if change.kind == "plan":
        yield from rows(change, _of_a_plan(change), telling)
    elif change.kind == "baseline":
        yield from _baseline(change, telling)
    elif change.kind == "update":
        yield REPORTS, _update(change, entity, telling)
    elif change.is_new or change.is_removed:
        yield block_of(change.kind, ""), _whole(change, entity, telling)
    else:
        yield from rows(change, leaves(change), telling, _name(entity, telling))


def _of_a_plan(change: Change) -> Iterator[Leaf]:
    """A plan that is new or gone is told item by item: its project may be as it was."""
    if not (change.is_new or change.is_removed):
        yield from leaves(change)
        return
    entity = change.after or change.before
    data: dict[str, Any] = entity.plain() if entity is not None else {}
    yield from of(data, data, gone=change.is_removed)


def _name(entity: Entity[Any], telling: Telling) -> str:
    noun = KINDS_OF.get(entity.kind, entity.kind)
    if entity.kind == "raid":
        noun = label(entity.record.kind or noun)
    rest = entity.id.partition("/")[2].rpartition("/")[2]
    title = entity.title if entity.title != entity.id else rest
    return f"{noun} {title}".rstrip()


def _whole(change: Change, entity: Entity[Any], telling: Telling) -> Item:
    stated = shown(entity) if telling.public else entity.plain()
    data = {key: one for key, one in stated.items() if key not in ("title", "kind", "id")}
    said = "; ".join(
        f"{in_sentence(label(key))} {telling.names.value(change.kind, (key,), one, owner_of(change.id))}"
        for key, one in data.items()
    )
    if change.is_new:
        return Item("added", f"{_name(entity, telling)} is new", None, said or None)
    return Item("removed", f"{_name(entity, telling)} is gone", said or None, None, None, Tone.CARE)


def _update(change: Change, entity: Entity[Any], telling: Telling) -> Item:
    """What people report; an update that is altered afterwards says so."""
    record, on = entity.record, entity.id.partition("/")[2]
    by = f" by {telling.names.person(record.author)}" if record.author else ""
    event = "" if change.is_new else " is gone" if change.is_removed else " was altered"
    asks = [
        f"asks {telling.names.person(one.of)}: {one.text}" for one in record.asks or () if one.text
    ]
    note = "; ".join(filter(None, [record.summary, *asks])) or None
    health = record.health.overall if record.health is not None else None
    said = f"reports {health}" if health else None
    tone = {"green": Tone.GOOD, "amber": Tone.CARE, "red": Tone.BAD}.get(health or "", Tone.PLAIN)
    return Item("update", f"Update of {on}{by}{event}", None, said, note, tone)


def _baseline(change: Change, telling: Telling) -> Iterator[Row]:
    entity = change.after or change.before
    assert entity is not None
    if change.is_new or change.is_removed:
        record = entity.record
        said = [
            f"end {record.end}" if record.end else "",
            f"budget {number(record.budget)} {telling.names.currency or ''}".rstrip()
            if record.budget
            else "",
            *(
                plural(len(getattr(record, part)), part.removesuffix("s"))
                for part in ("deliverables", "milestones", "tasks")
                if getattr(record, part)
            ),
        ]
        told = ", ".join(filter(None, said)) or None
        if change.is_new:
            yield BASELINE, Item("baseline", "The baseline is frozen", None, told)
        else:
            yield BASELINE, Item("baseline", "The baseline is gone", told, None, None, Tone.BAD)
        return
    for leaf in leaves(change):
        text = _promised(change, leaf, telling)
        if day(leaf.before) or day(leaf.after):
            yield BASELINE, dates.moved(change, leaf, text, telling.before, telling.after)
        else:
            for heading, item in rows(change, [leaf], telling):
                yield heading, replace(item, text=text)


def _promised(change: Change, leaf: Leaf, telling: Telling) -> str:
    """The baseline knows deliverables, milestones and tasks by their ids alone."""
    first, *others = leaf.key
    if not others:
        return f"Baseline, {in_sentence(label(first))}"
    title = telling.names.part(owner_of(change.id), first, others[0])
    return ", ".join([f"Baseline of {title}", *(in_sentence(label(one)) for one in others[1:])])
