"""How wide text is in a terminal, and where it is broken into lines."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from unicodedata import category, east_asian_width

from tracker.outputs.escape import escaped

_TOKEN = re.compile(r"(?:[^\s`]|`[^`]*`|`)+")


def width(text: str) -> int:
    """How many columns a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # marks on the character before, and vowels that join a Hangul syllable
    return 2 if east_asian_width(character) in "WF" else 1


def tokens(text: str) -> Iterator[str]:
    """The words of a text; what stands in backticks is one word, however long.

    Half a command does something else: `git checkout REV --` without its path leaves the branch.
    """
    return (found[0] for found in _TOKEN.finditer(text))


def filled(words: Iterable[str], room: int, indent: int = 0) -> Iterator[str]:
    """Lines of at most `room` columns, all but the first indented; 0 is one line without end.

    A word that is longer than a line keeps to one line: a path or a command that is cut cannot be
    copied.
    """
    margin = " " * indent
    line = ""
    taken = 0
    for word in words:
        if line and room and taken + 1 + width(word) > room:
            yield line
            line = margin + escaped(word)  # a word must not become a command by opening a line
            taken = width(line)
        else:
            line = f"{line} {word}" if line else word
            taken += width(word) + bool(taken)
    if line:
        yield line


def reflowed(text: str, room: int) -> Iterator[str]:
    """Paragraphs in lines of at most `room` columns; what is indented keeps its lines and its indent."""
    for is_running, group in groupby(text.splitlines(), lambda line: bool(line) and line[0] != " "):
        if is_running:
            yield from filled(tokens(" ".join(group)), room)
            continue
        for line in group:
            indent = len(line) - len(line.lstrip())
            parts = filled(tokens(line), room - indent, 2) if line else [""]
            yield from (" " * indent + part for part in parts)
