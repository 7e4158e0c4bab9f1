"""A review as a comment on a pull request: three lines, a picture of the phases, the rest folded.

Every text that may come from a file goes through `inert`: no mark of Markdown, HTML, Mermaid or of
the forge is left in it. What does not fit is counted.
"""

from collections.abc import Iterator

from tracker.outputs.closing import plural, revision
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.format import Context, output
from tracker.outputs.inert import drawn, inert
from tracker.outputs.review.text import ARROW, EVENTS
from tracker.views.reports.review import Block, Item, Review, Section, Tone

MARKER = "<!-- tracker/diff/1 -->"
"""By which the action finds its own comment; no text of a file can hold it."""

MOST = 60_000
"""GitHub takes 65,536 characters; we count bytes, and leave room for whoever adds a line."""

_SPARE = 4_000
"""What frames may take past the room for rows: headings, ends of details, the count."""

_LONGEST = 400
_DRAWN = 20
"""A path of more phases than this is no picture."""
_NONE = "–"
_MARKS = {Tone.GOOD: "✅ ", Tone.BAD: "❌ ", Tone.CARE: "⚠️ ", Tone.PLAIN: ""}
_ENDS = ("left", "present")
_CLASSES = {
    "passed": "fill:#dafbe1,stroke:#1a7f37,color:#116329",
    "left": "fill:#dafbe1,stroke:#1a7f37,color:#116329,stroke-dasharray:4",
    "skipped": "fill:#fff8c5,stroke:#9a6700,color:#9a6700,stroke-dasharray:4",
    "present": "fill:#0969da,stroke:#0969da,color:#ffffff,stroke-width:3px",
    "ahead": "fill:#f6f8fa,stroke:#8c959f,color:#57606a",
}


class _Page:
    """What is written so far, and how many bytes are left; past the end rows are only counted."""

    def __init__(self, room: int) -> None:
        self.lines: list[str] = []
        self.left_out = 0
        self._room = room

    def frame(self, text: str) -> None:
        """A line that belongs to others; there is always room for it."""
        self.lines.append(text)
        self._room -= len(text.encode()) + 1

    def row(self, text: str, held: int = 1) -> None:
        """A row; from the first that does not fit on, none is written."""
        if self.left_out or len(text.encode()) + 1 > self._room:
            self.left_out += held
        else:
            self.frame(text)

    @property
    def is_full(self) -> bool:
        return self.left_out > 0


@output
def markdown(review: Review, context: Context) -> Iterator[str]:
    """The lines that come first always fit; of the rows below as many as do."""
    top = "".join(f"{line}\n" for line in _top(review))
    end = _end(review, context)
    page = _Page(MOST - len((top + end).encode()) - _SPARE)
    for group in review.groups:
        for at, section in enumerate(group.sections):
            _section(section, None if at else group.title, page)
    yield top
    yield from (f"{line}\n" for line in page.lines)
    if page.left_out:
        base = revision(review.base, context.base_name)
        yield f"\n**{plural(page.left_out, 'more row')} left out here**, for want of room: "
        yield f"`tracker diff` against {_text(base)} shows all.\n"
    yield end


def _top(review: Review) -> Iterator[str]:
    yield MARKER
    mark = _MARKS[Tone.GOOD if review.allowed else Tone.BAD]
    for at, (label, said) in enumerate(review.lines):
        yield f"{'' if at else mark}**{label}:** {_text(said)}" + ("" if at == 2 else "  ")


def _end(review: Review, context: Context) -> str:
    base = revision(review.base, context.base_name)
    head = revision(review.head, context.head_name)
    return f"\n<sub>base {_text(base)} · head {_text(head)} · as of {_text(review.as_of)}</sub>\n"


def _section(section: Section, group: str | None, page: _Page) -> None:
    """A picture, then the details; where the page is full, only counted."""
    if page.is_full:
        page.left_out += section.count()
        return
    about = ", ".join(filter(None, [EVENTS[section.event], plural(section.count(), "row")]))
    grave = _grave(section)
    heading = f"\n#### {group}\n" if group else ""
    page.frame(f"{heading}\n{_picture(section)}<details{' open' if grave is Tone.BAD else ''}>")
    page.frame(f"<summary>{_MARKS[grave]}<b>{_text(section.title)}</b> ({about})</summary>")
    for block in section.blocks:
        _block(block, page)
    page.frame("\n</details>")


def _grave(section: Section) -> Tone:
    """The gravest tone in a section; what merely changes has none."""
    tones = {item.tone for block in section.blocks for item in _all(block.items)}
    return next((tone for tone in (Tone.BAD, Tone.CARE) if tone in tones), Tone.PLAIN)


def _all(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.items)


def _block(block: Block, page: _Page) -> None:
    if page.is_full:
        page.left_out += sum(item.count() for item in block.items)
        return
    is_table = all(not item.items for item in block.items) and any(
        item.old is not None and item.new is not None for item in block.items
    )
    has_notes = is_table and any(item.note is not None for item in block.items)
    page.frame(f"\n**{_text(block.title)}**\n")
    if is_table:
        page.frame("| What | Was | Becomes |" + (" What that means |" if has_notes else ""))
        page.frame("|---|---|---|" + ("---|" if has_notes else ""))
    for item in block.items:
        if is_table:
            page.row(_row(item, has_notes))
        else:
            page.row("\n".join(_lines(item, 0)), item.count())


def _row(item: Item, has_notes: bool) -> str:
    cells = [_MARKS[item.tone] + _text(item.text), _cell(item.old), _cell(item.new)]
    cells += ["" if item.note is None else _text(item.note)] if has_notes else []
    return f"| {' | '.join(cells)} |"


def _cell(side: str | None) -> str:
    return _NONE if side is None else _text(side)


def _lines(item: Item, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_MARKS[item.tone]}{_said(item)}"
    for one in item.items:
        yield from _lines(one, depth + 1)


def _said(item: Item) -> str:
    sides = [_text(side) for side in (item.old, item.new) if side is not None]
    change = f": {f' {ARROW} '.join(sides)}" if sides else ""
    note = f" ({_text(item.note)})" if item.note is not None else ""
    if item.kind == "finding" and item.note:
        note = f"; help: {_text(item.note)}"
    return f"{_text(item.text)}{change}{note}"


def _text(said: str) -> str:
    return inert(clipped(escaped(said), _LONGEST)) or _NONE


def _picture(section: Section) -> str:
    """The phases as Mermaid draws them: those passed, the one left, the present one, those ahead."""
    phases = section.phases
    if not 0 < len(phases) <= _DRAWN:
        return ""
    left, present = (
        next((_text(one.title) for one in phases if one.state == state), "") for state in _ENDS
    )
    lines = [f"**{_text(section.title)}**: {left} {ARROW} {present}", ""]
    lines += ["```mermaid", "flowchart LR"]
    lines += [f'  p{at}["{drawn(one.title)}"]:::{one.state}' for at, one in enumerate(phases)]
    lines += ["  " + " --> ".join(f"p{at}" for at in range(len(phases)))] if len(phases) > 1 else []
    states = dict.fromkeys(one.state for one in phases)
    lines += [f"  classDef {state} {_CLASSES[state]}" for state in states]
    return "\n".join([*lines, "```", ""]) + "\n"
