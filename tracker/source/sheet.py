"""A text that is edited: its places, its lines, and why it cannot be."""

import re

from tracker.source.manners import Manners, manners
from tracker.source.tree import Entry, nodes, tree

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+\Z")


class CannotError(Exception):
    """The text has a form that is not edited; where, as a character."""

    def __init__(self, reason: str, index: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.index = index


class Sheet:
    """A text with its tree and its manners; whatever is done to it gives a new text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = tree(text)
        self.manners = manners(text, self.root)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Where the line ends, before its line break."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def next_line(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def is_first(self, index: int) -> bool:
        """True where only white space stands before on the line."""
        return not self.text[self.line_start(index) : index].strip()

    def put(self, start: int, end: int, piece: str) -> str:
        return self.text[:start] + piece + self.text[end:]

    def manners_of(self, entry: Entry) -> Manners:
        """The file's manners, with the indents that the old value has."""
        node, manners = entry.value, self.manners
        if not node.style and _DECIMAL.match(node.value):
            manners = manners._replace(decimals=len(node.value.partition(".")[2]))
        if node.style in ("|", ">"):
            body = self.text[self.next_line(node.start) : node.end]
            first = next((row for row in body.split("\n") if row.strip()), "")
            indent = len(first) - len(first.lstrip(" ")) - self.column(entry.start)
            return manners._replace(step=indent) if indent > 0 else manners
        on_the_line = self.line_start(node.start) == self.line_start(entry.start)
        pad = node.start - entry.after
        return manners._replace(pad=pad) if on_the_line and pad > 0 else manners

    def cut_lines(self, start: int, end: int) -> str:
        """Whole lines; where they end a file without a last line break, it still has none.

        But for a block text above: its last line break is part of what it says.
        """
        first, after = self.line_start(start), self.next_line(end)
        if after == len(self.text) and not self.text.endswith("\n"):
            end = len(self.text[:first].removesuffix("\n").removesuffix("\r"))
            is_prose = any(
                node.style in ("|", ">") and node.end == end for node in nodes(self.root)
            )
            first = first if is_prose else end
        return self.put(first, after, "")
