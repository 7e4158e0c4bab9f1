"""Edits of what stands in brackets: values, one more entry, one less."""

import re

from tracker.source.document import Plain
from tracker.source.sheet import CannotError, Sheet
from tracker.source.tree import UNKNOWN, Entry, Node
from tracker.source.writing import inline

_COMMA = re.compile(r"[ \t]*,")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#.*)?\Z")


def replace_inline(sheet: Sheet, entry: Entry, value: Plain) -> str:
    node = entry.value
    if node.is_absent and entry.after == UNKNOWN:
        raise CannotError("the key stands there without a colon", entry.start)
    gap = " " if node.is_absent else ""
    manners = sheet.manners_of(entry)
    return sheet.put(node.start, node.end, gap + inline(value, manners, node.style))


def insert_inline(sheet: Sheet, holder: Node, index: int, piece: str) -> str:
    entries = holder.entries
    if index < len(entries):
        start = entries[index].start
        break_ = sheet.manners.eol + " " * sheet.column(start)
        gap = f",{break_}" if sheet.is_first(start) else ", "
        return sheet.put(start, start, piece + gap)
    last = entries[-1]
    end = last.value.end
    comma = _COMMA.match(sheet.text, end)
    after = comma.end() if comma else end
    line = sheet.text[after : sheet.line_end(after)]
    if not sheet.is_first(last.start) or not _REST_OF_LINE.match(line):
        return sheet.put(end, end, f", {piece}")
    break_ = sheet.manners.eol + " " * sheet.column(last.start)
    return sheet.put(end, after + len(line), f",{line}{break_}{piece}{',' if comma else ''}")


def cut_inline(sheet: Sheet, holder: Node, entry: Entry) -> str:
    index = holder.entries.index(entry)
    end = entry.value.end
    comma = _COMMA.match(sheet.text, end)
    after = comma.end() if comma else end
    if sheet.is_first(entry.start) and _REST_OF_LINE.match(
        sheet.text[after : sheet.line_end(after)]
    ):
        return sheet.cut_lines(entry.start, after)
    if index + 1 < len(holder.entries):
        start, end = entry.start, holder.entries[index + 1].start
    else:
        start = holder.entries[index - 1].value.end
    if "#" in sheet.text[start : entry.start] + sheet.text[entry.value.end : end]:
        raise CannotError("a comment stands beside it in the brackets", entry.start)
    return sheet.put(start, end, "")
