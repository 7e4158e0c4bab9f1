"""How a file is written: what its own lines show, so that what is added looks like the rest of it."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from tracker.source.tree import Node, nodes


class Manners(NamedTuple):
    """How a file is written, so that what is added looks like the rest of it.

    `step` is what a mapping is indented below its key, `list_step` a list; `pad` follows a dash.
    `brackets` is true where lists of plain values stand in brackets, `braces` the same of mappings
    under a key; `unended` where what is written ends a file whose last line has no line break.
    `decimals` are those of the number that is replaced: 43.5 in place of 42.50 is 43.50.
    """

    eol: str = "\n"
    step: int = 2
    list_step: int = 2
    pad: int = 1
    quote: str = '"'
    brackets: bool = True
    braces: bool = True
    unended: bool = False
    decimals: int = 0


def manners(text: str, root: Node | None) -> Manners:
    """How most of a file is written; what it does not show is as the house does it."""
    usual = Manners()
    breaks = text.count("\n")
    quotes: Counter[str] = Counter()
    steps: Counter[int] = Counter()
    list_steps: Counter[int] = Counter()
    pads: Counter[int] = Counter()
    brackets: Counter[bool] = Counter()
    braces: Counter[bool] = Counter()

    def column(index: int) -> int:
        return index - text.rfind("\n", 0, index) - 1

    for node in nodes(root):
        quotes[node.style] += node.kind == "scalar" and node.style in ("'", '"')
        if node.kind == "list":
            brackets[bool(node.style)] += _is_flat(node)
        for entry in node.entries if node.kind == "map" else ():
            braces[bool(entry.value.style)] += entry.value.kind == "map" and _is_flat(entry.value)
        if not node.in_lines:
            continue
        for entry in node.entries:
            value, indent = entry.value, column(node.start)
            if node.kind == "list":
                on_the_line = not value.is_absent and "\n" not in text[entry.after : value.start]
                pads[value.start - entry.after] += on_the_line
            elif value.in_lines and value.kind == "list":
                list_steps[column(value.start) - indent] += 1
            elif value.in_lines:
                steps[column(value.start) - indent] += 1
    return Manners(
        eol="\r\n" if text.count("\r\n") * 2 > breaks else "\n",
        step=_most(steps, usual.step, lambda step: step > 0),
        list_step=_most(list_steps, usual.list_step, lambda step: step >= 0),
        pad=_most(pads, usual.pad, lambda pad: pad > 0),
        quote="'" if quotes["'"] > quotes['"'] else '"',
        brackets=brackets[True] >= brackets[False],
        braces=braces[True] >= braces[False],
    )


def _is_flat(node: Node) -> bool:
    return bool(node.entries) and all(entry.value.kind == "scalar" for entry in node.entries)


def _most(counter: Counter[int], usual: int, fits: Callable[[int], bool]) -> int:
    """The width that is found most often, the usual one where none is."""
    counted = [(count, width) for width, count in counter.items() if count and fits(width)]
    return max(counted, default=(0, usual))[1]
