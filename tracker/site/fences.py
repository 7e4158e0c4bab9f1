"""Fenced blocks of hand-written pages: taken out before Markdown is rendered, put in after it.

In place of each stands a word that Markdown has nothing to do with. It holds the digest of the page
it stands on, so that no page can have it in its text.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from textwrap import dedent

NAME = "tracker"

_OPENING = re.compile(
    r"((?:[ \t>]*)(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}|~{3,})[ \t]*(.*?)[ \t]*"
)
_QUOTED = "(?:[ \t]{0,3}> ?)"
_ROOM = re.compile(r"[^>]")


@dataclass(frozen=True)
class Fence:
    """One block: what it says, how it is written, and the line that it opens on, from 1."""

    text: str
    written: str
    line: int
    is_closed: bool = True


@dataclass(frozen=True)
class Fences:
    """The blocks of one page in their order; `mark` begins the word that stands in place of each."""

    mark: str
    found: list[Fence] = field(default_factory=list)

    def put(self, rendered: str, make: Callable[[int, Fence, int], str]) -> str:
        """The page with what is made of each block: of its number, itself, and the heading above.

        Where the page shows code, or hides something in a comment, it stands as it was written.
        """
        word = re.compile(rf"{self.mark}n(\d+)x")
        level = 1

        def written(found: re.Match[str]) -> str:
            return html.escape(self.found[int(found[1])].written, quote=False)

        def placed(found: re.Match[str]) -> str:
            nonlocal level
            number = found["inside"] or found["alone"]
            if found["level"]:
                level = int(found["level"])
            if number is None:
                return word.sub(written, found[0])
            return make(int(number), self.found[int(number)], level)

        return _places(self.mark).sub(placed, rendered)


def _places(mark: str) -> re.Pattern[str]:
    kept = r"<!--.*?-->|<(?P<tag>pre|code|textarea|script|style)\b.*?</(?P=tag)>"
    heading = r"<h(?P<level>[1-6])\b"
    own = rf"<p>\s*{mark}n(?P<inside>\d+)x\s*</p>|{mark}n(?P<alone>\d+)x"
    return re.compile(rf"{kept}|{heading}|{own}", re.DOTALL)


def taken(markdown: str) -> tuple[str, Fences]:
    """The page with a word in place of each of our blocks, and the blocks.

    What stands in another block is that block's text.
    """
    fences = Fences(f"{NAME}block{sha256(markdown.encode()).hexdigest()}")
    if NAME not in markdown:
        return markdown, fences
    lines, out, at = markdown.split("\n"), list[str](), 0
    while at < len(lines):
        opening = _opening(lines[at])
        end = _end(lines, at, opening) if opening else None
        is_ours = opening is not None and opening[3].split(" ")[0] == NAME
        after = at + 1 if end is None else end + 1
        if opening and is_ours:
            out += _marked(opening, fences, len(fences.found))
            fences.found.append(_fence(lines[at:after], opening[1], at + 1, end is not None))
        else:
            out += lines[at:after]
        at = after
    return "\n".join(out), fences


def _opening(line: str) -> re.Match[str] | None:
    """The line as the opening of a block; what opens with backticks has no more of them."""
    found = _OPENING.fullmatch(line)
    return None if found is None or (found[2][0] == "`" and "`" in found[3]) else found


def _end(lines: list[str], at: int, opening: re.Match[str]) -> int | None:
    """The line that ends a block: as many of the same signs, or more, and nothing else."""
    closing = re.compile(rf"[ \t>]*{re.escape(opening[2][0])}{{{len(opening[2])},}}[ \t]*")
    return next((end for end in range(at + 1, len(lines)) if closing.fullmatch(lines[end])), None)


def _marked(opening: re.Match[str], fences: Fences, number: int) -> list[str]:
    """The word as a paragraph of its own, in whatever list or quotation the block stands."""
    around = "" if ">" not in opening[1] else _ROOM.sub("", opening[1])
    return [around, f"{opening[1]}{fences.mark}n{number}x", around]


def _fence(lines: list[str], before: str, line: int, is_closed: bool) -> Fence:
    quotes = re.compile(f"{_QUOTED}{{{before.count('>')}}}")
    inner = [quotes.sub("", one, count=1) for one in lines]
    text = dedent("\n".join(inner[1 : -1 if is_closed else None]))
    indent = " " * (len(before) - len(before.lstrip(" ")))
    return Fence(text, "\n".join(one.removeprefix(indent) for one in inner), line, is_closed)
