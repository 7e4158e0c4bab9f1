"""One step of an edit done to the text: characters are put in and cut out, the rest is not touched.

Nothing here is trusted: whoever calls reads the result again and compares it with what was meant.
"""

import re

from tracker.source.brackets import cut_inline, insert_inline, replace_inline
from tracker.source.document import Plain
from tracker.source.edits import Cut, Insert, Replace, Step
from tracker.source.sheet import CannotError, Sheet
from tracker.source.tree import BARE, UNKNOWN, Entry, Node, descend
from tracker.source.writing import inline, lines, name

_HEADER = re.compile(r"[|>][0-9+-]*")


def patched(text: str, step: Step) -> str:
    """The text after a step; raises CannotError, or UnwritableError of a value."""
    sheet = Sheet(text)
    if isinstance(step, Replace):
        return _replace(sheet, step)
    return _insert(sheet, step) if isinstance(step, Insert) else _cut(sheet, step)


# A value in place of another.


def _replace(sheet: Sheet, step: Replace) -> str:
    if not step.route:
        return _replace_root(sheet, step.value)
    *above, entry = descend(sheet.root, step.route)
    node = entry.value
    holders = [sheet.root, *(one.value for one in above)]
    if any(holder is not None and holder.style for holder in holders):
        return replace_inline(sheet, entry, step.value)
    holder = holders[-1]
    assert holder is not None
    manners = sheet.manners_of(entry)
    if sheet.line_end(node.end) == len(sheet.text):
        manners = manners._replace(unended=True)
    prefix = "-" if holder.kind == "list" else ":"
    indent = sheet.column(holder.start)
    brackets = _brackets(holder, entry)
    rows = lines(prefix, step.value, indent, manners, node.style, brackets)
    return _replace_lines(sheet, entry, rows[0][indent + 1 :].rstrip(" "), rows[1:])


def _replace_root(sheet: Sheet, value: Plain) -> str:
    root = sheet.root
    if root is not None and not root.is_absent:
        whole = inline(value, sheet.manners)
        if root.kind != "scalar" and root.style and value:
            whole = sheet.manners.eol.join(_document(sheet, value))
        return sheet.put(root.start, root.end, whole)
    gap = "" if not sheet.text or sheet.text.endswith("\n") else sheet.manners.eol
    return sheet.text + gap + "".join(row + sheet.manners.eol for row in _document(sheet, value))


def _document(sheet: Sheet, value: Plain) -> list[str]:
    """The lines of a value that is the whole of a document."""
    if isinstance(value, dict) and value:
        below = [lines(f"{name(key)}:", item, 0, sheet.manners) for key, item in value.items()]
    elif isinstance(value, list) and value:
        below = [lines("-", item, 0, sheet.manners) for item in value]
    else:
        return [inline(value, sheet.manners)]
    return [row for rows in below for row in rows]


def _replace_lines(sheet: Sheet, entry: Entry, head: str, body: list[str]) -> str:
    """`head` follows the key or the dash, and what stands behind it on the line stays there."""
    node, text = entry.value, sheet.text
    if entry.after == UNKNOWN and (node.is_absent or node.in_lines):
        raise CannotError("the key and its colon stand on two lines", entry.start)
    between = ""
    if node.style in ("|", ">"):
        header = _HEADER.match(text, node.start)
        assert header is not None
        before, behind = text[: node.start], text[header.end() : sheet.line_end(node.start)]
    elif node.in_lines and sheet.line_start(node.start) > entry.after:
        end = sheet.line_end(entry.after)
        before, behind = text[: entry.after], text[entry.after : end]
        between = text[end : sheet.line_start(node.start)].rstrip("\r\n")
    else:
        before, behind = text[: node.start], text[node.end : sheet.line_end(node.end)]
    before = before if head else before.rstrip(" ")
    head = head.lstrip(" ") if before[-1] in " \t" else head
    below = "".join(sheet.manners.eol + row for row in body)
    return before + head + behind + below + between + text[sheet.line_end(node.end) :]


def _brackets(holder: Node, entry: Entry | None) -> bool | None:
    """Whether a collection goes in brackets: as the one it replaces, or as the items beside it."""
    if entry is not None and entry.value.kind != "scalar" and entry.value.entries:
        return bool(entry.value.style)
    if holder.kind != "list":
        return None
    beside = [one.value for one in holder.entries if one.value.kind != "scalar"]
    return bool(beside[-1].style) if beside else None


# One more entry.


def _insert(sheet: Sheet, step: Insert) -> str:
    way = descend(sheet.root, step.route)
    holder = way[-1].value if way else sheet.root
    assert holder is not None
    if holder.style == BARE:
        raise CannotError("a pair without braces stands in this list", holder.start)
    if holder.style:
        piece = inline(step.value, sheet.manners)
        if isinstance(step.step, str):
            piece = f"{name(step.step)}: {piece}"
        return insert_inline(sheet, holder, step.place, piece)
    return _insert_lines(sheet, holder, step)


def _insert_lines(sheet: Sheet, holder: Node, step: Insert) -> str:
    indent = sheet.column(holder.start)
    index = step.place
    if index == 0 and holder.kind == "map" and not sheet.is_first(holder.start):
        index = 1  # the first key stands behind a dash: its line stays as it is
    before = holder.entries[index - 1] if index else None
    manners = sheet.manners_of(before) if before and holder.kind == "list" else sheet.manners
    at = sheet.line_end(before.value.end) if before else holder.entries[0].start
    manners = manners._replace(step=sheet.manners.step, unended=at == len(sheet.text))
    prefix = "-" if isinstance(step.step, int) else f"{name(step.step)}:"
    rows = lines(prefix, step.value, indent, manners, "", _brackets(holder, None))
    if before:
        return sheet.put(at, at, "".join(sheet.manners.eol + row for row in rows))
    rows[0] = rows[0][indent:]
    return sheet.put(at, at, "".join(row + sheet.manners.eol for row in rows) + " " * indent)


# One entry less.


def _cut(sheet: Sheet, step: Cut) -> str:
    way = descend(sheet.root, step.route)
    entry = way[-1]
    holder = way[-2].value if len(way) > 1 else sheet.root
    assert holder is not None
    if holder.style:
        return cut_inline(sheet, holder, entry)
    if holder.kind == "map" and sheet.column(entry.start) != sheet.column(holder.start):
        raise CannotError("the key is marked by a `?`", entry.start)
    if sheet.is_first(entry.start):
        return sheet.cut_lines(entry.start, entry.value.end)
    below = holder.entries[1].start
    end = sheet.next_line(entry.value.end)
    if sheet.text[end : sheet.line_start(below)].strip():
        raise CannotError("a comment stands below it, where the next entry would begin", end)
    return sheet.put(entry.start, below, "")
