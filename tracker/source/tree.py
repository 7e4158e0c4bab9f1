"""A document as it is written: its nodes, how each is written, and where each entry begins and ends.

Places are characters from the beginning of the text. What a block collection spans ends with the
last thing in it; blank lines and comments below belong to nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.finding import Route
from tracker.source.document import Event, events

BARE = "bare"
"""The style of a single pair that stands in a list without braces: `[a: 1]`."""

UNKNOWN = -1
_COLON = re.compile(r"[ \t]*:")


@dataclass(slots=True)
class Node:
    """A scalar or a collection.

    `style` is the quote or block indicator of a scalar, the bracket of a collection in brackets,
    and empty for plain scalars and for collections in lines of their own.
    """

    kind: str
    start: int
    end: int
    style: str = ""
    value: str = ""
    entries: "list[Entry]" = field(default_factory=list)

    @property
    def is_absent(self) -> bool:
        """True where nothing is written: an empty value."""
        return self.start == self.end

    @property
    def in_lines(self) -> bool:
        """True for a collection whose entries stand in lines of their own."""
        return self.kind != "scalar" and not self.style


class Entry(NamedTuple):
    """A key with its value, or an item; `start` is where the key, the dash or the item begins.

    `after` is the place right after the colon or the dash: UNKNOWN where there is none.
    """

    step: str | int
    start: int
    after: int
    value: Node


def tree(text: str) -> Node | None:
    """The root of a document that was read without a refusal; None where it holds nothing."""
    root: Node | None = None
    key: Event | None = None
    stack: list[tuple[Node, Event | None]] = []
    last = 0
    for event in events(text.encode()):
        if event.kind == "end":
            node, key = stack.pop()
            node.end = last = event.end if node.style in ("[", "{") else max(last, node.start)
        elif stack and stack[-1][0].kind == "map" and key is None:
            key = event
            last = event.end
            continue
        else:
            node = _node(text, event)
            if event.kind != "scalar":
                stack.append((node, key))
                last, key = event.end, None
                continue
        if node.kind == "scalar":
            last = _placed(text, node, key, last)
        if not stack:
            root = node
        else:
            stack[-1][0].entries.append(_entry(text, stack[-1][0], key, node))
        key = None
    return root


def _node(text: str, event: Event) -> Node:
    if event.kind == "scalar":
        return Node("scalar", event.start, _end(text, event), event.style, event.value)
    mark = text[event.start : event.end] or BARE
    return Node(event.kind, event.start, event.end, mark if event.in_brackets else "")


def _end(text: str, event: Event) -> int:
    """A block text ends with its last line that is not blank; one that keeps them, with those."""
    if event.style not in ("|", ">"):
        return event.end
    header = text[event.start : _line_end(text, event.start)].partition("#")[0]
    written = text[event.start : event.end]
    if "+" not in header:
        return _line_end(text, event.start + len(written.rstrip()))
    return event.start + len(written.removesuffix("\n").removesuffix("\r"))


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if end > index and text[end - 1] == "\r" else end


def _placed(text: str, node: Node, key: Event | None, last: int) -> int:
    """An absent value stands right after its colon or dash, wherever the parser noticed it."""
    if node.is_absent and key is not None:
        found = _COLON.match(text, key.end)
        node.start = node.end = found.end() if found else key.end
    return max(last, node.end)


def _entry(text: str, parent: Node, key: Event | None, value: Node) -> Entry:
    if key is not None:
        found = _COLON.match(text, key.end)
        return Entry(key.value, key.start, found.end() if found else UNKNOWN, value)
    index = len(parent.entries)
    if not parent.in_lines:
        return Entry(index, value.start, value.start, value)
    dash = parent.start if index == 0 else _dash(text, parent, value.start)
    return Entry(index, dash, dash + 1, value)


def _dash(text: str, parent: Node, before: int) -> int:
    """The dash of an item: in the column of the list, in the last line above that has one."""
    column = parent.start - text.rfind("\n", 0, parent.start) - 1
    line = text.rfind("\n", 0, before) + 1
    while text[line + column] != "-" or text[line : line + column].strip():
        line = text.rfind("\n", 0, line - 1) + 1
    return line + column


def descend(root: Node | None, route: Route) -> list[Entry]:
    """The entries on the way to a route that the document has, the last being the one it names."""
    way: list[Entry] = []
    node = root
    for step in route:
        assert node is not None
        way.append(next(entry for entry in node.entries if entry.step == step))
        node = way[-1].value
    return way


def nodes(root: Node | None) -> Iterator[Node]:
    """Every node, each before what is in it."""
    rest = [root] if root is not None else []
    while rest:
        node = rest.pop()
        yield node
        rest.extend(entry.value for entry in reversed(node.entries))
