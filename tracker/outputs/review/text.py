"""A review for people at a terminal: three lines, then group by group what happens."""

from collections.abc import Iterator

from click import style

from tracker.outputs.closing import revision
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.format import Context, output
from tracker.outputs.text import Paint
from tracker.views.reports.review import Item, Review, Section, Tone

_WIDE = 80
_LONGEST = 600
COLOURS = {Tone.GOOD: "green", Tone.BAD: "red", Tone.CARE: "yellow"}
EVENTS = {"new": "new", "gone": "gone", "renamed": "under a new id", "changed": ""}
ARROW = "→"
_NONE = "–"


@output
def text(review: Review, context: Context) -> Iterator[str]:
    """Lines of at most the terminal's columns, else of 80."""
    room = context.width or _WIDE
    paint: Paint = style if context.colour else _plain
    colour = COLOURS[Tone.GOOD if review.allowed else Tone.BAD]
    for at, (label, said) in enumerate(review.lines):
        first, *rest = filled([f"{label}:", *_words(said)], room, 2)
        tinted = paint(f"{label}:", bold=True, **({} if at else {"fg": colour}))
        yield first.replace(f"{label}:", tinted, 1) + "\n"
        yield from (f"{line}\n" for line in rest)
    for group in review.groups:
        yield f"\n{paint(group.title.upper(), bold=True)}\n"
        for section in group.sections:
            yield "\n"
            yield from (f"{line}\n" for line in _section(section, room, paint))
    yield "\n"
    yield from (f"{line}\n" for line in filled(_closing(review, context), room))


def _plain(message: str, **_: object) -> str:
    return message


def _words(said: str) -> Iterator[str]:
    return tokens(clipped(escaped(said), _LONGEST))


def _closing(review: Review, context: Context) -> Iterator[str]:
    yield from f"base {revision(review.base, context.base_name)} ·".split()
    yield from f"head {revision(review.head, context.head_name)} ·".split()
    yield from f"as of {review.as_of}".split()


def _section(section: Section, room: int, paint: Paint) -> Iterator[str]:
    event = EVENTS[section.event]
    named = f"({section.ref}{', ' + event if event else ''})" if section.ref.strip("/") else ""
    first, *rest = filled([*_words(section.title), *_words(named)] or [_NONE], room, 2)
    yield paint(first, bold=True)
    yield from rest
    for block in section.blocks:
        yield f"  {paint(block.title, underline=True)}"
        for item in block.items:
            yield from _item(item, 4, room, paint)


def _item(item: Item, indent: int, room: int, paint: Paint) -> Iterator[str]:
    lines = list(filled(_words(said(item)), room - indent, 2))
    colour = COLOURS.get(item.tone)
    for line in lines or [_NONE]:
        yield " " * indent + (paint(line, fg=colour) if colour else line)
    for one in item.items:
        yield from _item(one, indent + 2, room, paint)


def said(item: Item) -> str:
    """A row in one sentence: what, from where to where, and what that means."""
    sides = [side for side in (item.old, item.new) if side is not None]
    if item.old is not None and item.new is not None:
        change = f": {item.old} {ARROW} {item.new}"
    elif item.old is not None and item.kind not in ("removed", "baseline"):
        change = f": {item.old} {ARROW} none"
    else:
        change = f": {sides[0]}" if sides else ""
    if item.kind == "finding" and item.note:
        return f"{item.text}; help: {item.note}"
    return f"{item.text}{change}" + (f" ({item.note})" if item.note else "")
