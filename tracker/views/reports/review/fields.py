"""Rows for the fields of an entity that differ: each under its heading, in words."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.law.change import Change
from tracker.model.catalogue import member
from tracker.model.kinds import owner_of
from tracker.model.work import Work
from tracker.views.audience import hidden, without
from tracker.views.reports.review import dates
from tracker.views.reports.review.leaves import Leaf
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.vocabulary import (
    DATES,
    ITEMS,
    KNOWN_BY,
    LISTS,
    MEASURED,
    PEOPLE,
    TOLD,
    Verbs,
    block_of,
)  # fmt: skip
from tracker.views.reports.review.wording import Names, in_sentence, is_day, is_internal, label

Row = tuple[str, Item]
"""A heading, and what stands under it."""
_ORDERED = ("steps", "phases")
_UNSAID = ("id", "requires")
"""Keys that are not read out: what a criterion requires is a schema, and told by what it would allow."""


class Telling(NamedTuple):
    """What rows are made with: the names of things, and the two sides."""

    names: Names
    before: Work
    after: Work
    refused: frozenset[tuple[str, str, str]] = frozenset()
    """Moves that a rule refuses: of what, from where, to where."""
    public: bool = False
    """True where everybody reads it: of what a schema keeps inside it is said that it changed."""


def rows(change: Change, found: Iterable[Leaf], telling: Telling, lead: str = "") -> Iterator[Row]:
    """The rows of an entity's leaves; `lead` names the part of the entity that they belong to."""
    for leaf in found:
        for heading, item in _leaf(change, leaf, telling):
            text = f"{lead}, {in_sentence(item.text)}" if lead else item.text
            yield heading, Item(item.kind, text, item.old, item.new, item.note, item.tone)


def _leaf(change: Change, leaf: Leaf, telling: Telling) -> Iterator[Row]:
    heading = block_of(change.kind, leaf.key[0])
    if leaf.key[-1] == "formerly":
        return
    shown = _for_everybody(change, leaf) if telling.public else leaf
    if shown is None or is_internal(change.kind, leaf.pattern):
        yield (
            heading,
            Item(
                "internal",
                _text(change, leaf, telling),
                note="changed; not shown, as it is internal",
            ),
        )
        return
    leaf = shown
    if "requires" in leaf.field:
        yield (
            heading,
            Item(
                "changed", _title(change, leaf, telling), note="a criterion asks for something else"
            ),
        )
    elif leaf.item is not None and leaf.field[-1:] in ((), ("*",)):
        yield heading, _item(change, leaf, telling)
    elif _is_order(change, leaf):
        yield heading, _order(change, leaf, telling)
    elif isinstance(leaf.before, list) or isinstance(leaf.after, list):
        yield from _listed(change, leaf, heading, telling)
    else:
        yield _value(change, leaf, heading, telling)


def _for_everybody(change: Change, leaf: Leaf) -> Leaf | None:
    """A leaf without what a schema keeps inside; None where nothing is left that differs."""
    before, after = leaf.before, leaf.after
    for pattern in hidden(change.kind):
        if leaf.pattern[: len(pattern)] == pattern:
            return None
        if pattern[: len(leaf.pattern)] == leaf.pattern:
            rest = pattern[len(leaf.pattern) :]
            before, after = without(before, rest), without(after, rest)
    return leaf._replace(before=before, after=after) if before != after else None


# One value.


def _value(change: Change, leaf: Leaf, heading: str, telling: Telling) -> Row:
    text = _text(change, leaf, telling)
    if is_day(member(change.kind, leaf.pattern)):
        is_plan = leaf.pattern[-1] not in ("started", "finished")
        item = dates.moved(change, leaf, text, telling.before, telling.after)
        return (
            DATES if is_plan and heading not in ("Baseline", "Reports", "Law") else heading
        ), item
    sides = (leaf.before, leaf.after)
    old, new = (_said(change, leaf, side, telling) for side in sides)
    if old is not None and old == new:  # two things of one title
        old, new = (f"{said} ({side})" for said, side in zip((old, new), sides, strict=True))
    if leaf.pattern[-1] == "assignees":
        heading = PEOPLE
    kind, tone = "changed", Tone.PLAIN
    if leaf.pattern[-1] in ("status", "decision"):
        kind, tone = "status", _tone(change, leaf, telling)
    return heading, Item(kind, text, old, new, tone=tone)


def _tone(change: Change, leaf: Leaf, telling: Telling) -> Tone:
    subject = change.ref if leaf.item is None else f"project/{owner_of(change.id)}/{leaf.item}"
    if (subject, str(leaf.before), str(leaf.after)) in telling.refused:
        return Tone.BAD
    return Tone.GOOD if leaf.after in ("done", "accepted", "completed", "approved") else Tone.PLAIN


def _said(change: Change, leaf: Leaf, side: Any, telling: Telling) -> str | None:
    if side is None:
        return None
    return telling.names.value(change.kind, leaf.pattern, side, owner_of(change.id))


# What it is called.


def _text(change: Change, leaf: Leaf, telling: Telling) -> str:
    named = [label(step) for step in leaf.field if step != "*"]
    if leaf.item is None:
        return label(leaf.key[-1]) if len(leaf.key) < 2 or leaf.key[0] == "period" else _path(leaf)
    own = named[-1:] if "Acceptance" in named[:1] or leaf.inner else named
    said = (
        f"{leaf.inner}: {in_sentence(own[-1])}" if leaf.inner else " ".join(map(in_sentence, own))
    )
    return f"{_title(change, leaf, telling)}, {said}"


def _path(leaf: Leaf) -> str:
    first, *others = leaf.key
    return f"{label(first)}, {' '.join(other.replace('_', ' ') for other in others)}"


def _title(change: Change, leaf: Leaf, telling: Telling) -> str:
    """An item of a list by its title, as it is now, else as it was; with its id beside a namesake."""
    noun = ITEMS.get(leaf.key[-1], label(leaf.key[-1]))
    titles = _titles(change, leaf.key)
    title = titles.get(leaf.item, leaf.item)
    is_shared = sum(other == title for other in titles.values()) > 1
    return f"{noun} {title} ({leaf.item})" if is_shared else f"{noun} {title}"


def _titles(change: Change, key: tuple[str, ...]) -> dict[Any, Any]:
    """The items of a list by their ids, both sides together."""
    found: dict[Any, Any] = {}
    for entity in (change.before, change.after):
        data: Any = entity.plain() if entity is not None else {}
        for step in key:
            data = data.get(step) if isinstance(data, dict) else None
        for one in data if isinstance(data, list) else ():
            if isinstance(one, dict):
                found[one.get("id")] = one.get("title") or one.get("text") or one.get("id")
    return found


# Items with ids that come and go, and their order.


def _item(change: Change, leaf: Leaf, telling: Telling) -> Item:
    is_new = leaf.before is None
    item = leaf.after if is_new else leaf.before
    title = _title(change, leaf, telling)
    if leaf.field:
        noun = ITEMS.get(leaf.field[-2], label(leaf.field[-2]))
        what = f"{title}, {in_sentence(noun)} {leaf.inner}"
        return Item("added" if is_new else "removed", f"{what} is {'new' if is_new else 'gone'}")
    if not isinstance(item, dict):
        return Item("changed", title)
    keys = TOLD.get(leaf.key[-1], ())
    told = {key: item[key] for key in keys if item.get(key) is not None}
    pattern = (*leaf.key, "*")
    said = telling.names.value(change.kind, pattern, told, owner_of(change.id)) if told else None
    if is_new:
        note = _place(change, leaf) if leaf.key[-1] in _ORDERED else None
        return Item("added", f"{title} is new", None, said, note)
    if _is_promised(change, leaf, telling.before):
        return Item(
            "removed", f"{title} is gone", said, None, "promised in the baseline", Tone.CARE
        )
    return Item("removed", f"{title} is gone", said, None)


def _is_promised(change: Change, leaf: Leaf, before: Work) -> bool:
    """True of a deliverable, milestone or task that the baseline of the base holds."""
    if change.kind not in ("project", "plan") or change.before is None:
        return False
    baseline = before.of("baseline").get(change.before.id)
    return baseline is not None and leaf.item in getattr(baseline.record, leaf.key[-1], {})


def _place(change: Change, leaf: Leaf) -> str | None:
    """Where a new step stands."""
    items = change.after.plain().get(leaf.key[-1]) if change.after is not None else None
    if change.before is None or not isinstance(items, list):
        return None
    at = next((at for at, one in enumerate(items) if one.get("id") == leaf.item), 0)
    before = items[at - 1] if at else None
    return f"after {before.get('title') or before.get('id')}" if before else "first of all"


def _is_order(change: Change, leaf: Leaf) -> bool:
    """True where the items of a list with ids stand in another order, as their ids say."""
    data: Any = change.after.plain() if change.after is not None else None
    for step in leaf.key:
        data = data.get(step) if isinstance(data, dict) else None
    sides = (leaf.before, leaf.after)
    return (
        leaf.item is None
        and all(isinstance(side, list) and side for side in sides)
        and all(isinstance(one, str) for side in sides for one in side)
        and isinstance(data, list)
        and bool(data)
        and isinstance(data[0], dict)
    )


def _order(change: Change, leaf: Leaf, telling: Telling) -> Item:
    if leaf.key[-1] not in _ORDERED:
        return Item("order", f"{label(leaf.key[-1])}: only their order changed")
    old, new = (
        " › ".join(_title(change, leaf._replace(item=id), telling).partition(" ")[2] for id in side)
        for side in (leaf.before, leaf.after)
    )
    return Item("order", f"Order of the {leaf.key[-1]}", old, new)


# Lists without ids.


def _listed(change: Change, leaf: Leaf, heading: str, telling: Telling) -> Iterator[Row]:
    key = leaf.pattern[-1]
    heading = {"assignees": PEOPLE, "measurements": MEASURED}.get(key, heading)
    lead = _title(change, leaf, telling) if leaf.item is not None else ""
    known = KNOWN_BY.get(key, ())
    old, new = (_entries(side, known) for side in (leaf.before, leaf.after))
    verbs = LISTS.get(key) or Verbs(f"{label(key)}: added", f"{label(key)}: taken out")
    for who in dict.fromkeys((*old, *new)):
        one, other = old.get(who), new.get(who)
        if one == other:
            continue
        shown = (
            _apart(one, other)
            if isinstance(one, dict) and isinstance(other, dict)
            else (one, other)
        )
        was, now = (_entry(change, leaf, side, known, telling) for side in shown)
        name = _known_as(change, leaf, one if other is None else other, known, telling)
        verb = verbs.came if one is None else verbs.went if other is None else label(key)
        is_phrase = key == "assignees" and verb[:1].islower()
        text = (
            f"{lead}{' ' if is_phrase else ', '}{verb if is_phrase else in_sentence(verb)}"
            if lead
            else verb
        )
        kind = "added" if one is None else "removed" if other is None else "changed"
        joint = " " if verb[:1].islower() else ": "
        yield heading, Item(kind, f"{text}{joint}{name}" if name else text, was, now)


def _entries(side: Any, known: tuple[str, ...]) -> dict[Any, Any]:
    """The entries of a list by what they are known by, counted where two are alike."""
    found: dict[Any, Any] = {}
    for one in side if isinstance(side, list) else [] if side is None else [side]:
        by = (
            next((one[key] for key in known if key in one), None) if isinstance(one, dict) else None
        )
        name = repr(one) if by is None else by
        count = 0
        while (name, count) in found:
            count += 1
        found[name, count] = one
    return found


def _apart(one: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs in two entries."""
    return (
        {key: value for key, value in one.items() if other.get(key) != value},
        {key: value for key, value in other.items() if one.get(key) != value},
    )


def _entry(
    change: Change, leaf: Leaf, side: Any, known: tuple[str, ...], telling: Telling
) -> str | None:
    if side is None:
        return None
    if isinstance(side, dict):
        side = {key: one for key, one in side.items() if key not in (*known, *_UNSAID)}
    pattern = (*leaf.pattern, "*")
    return telling.names.value(change.kind, pattern, side, owner_of(change.id)) or None


def _known_as(
    change: Change, leaf: Leaf, side: Any, known: tuple[str, ...], telling: Telling
) -> str:
    if not isinstance(side, dict):
        return ""
    key = next((key for key in known if key in side), None)
    if key is None:
        return ""
    pattern = (*leaf.pattern, "*", key)
    return telling.names.value(change.kind, pattern, side[key], owner_of(change.id))
