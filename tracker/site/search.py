"""Search: a small index of our own, as a script, because a page opened from a folder may fetch nothing."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

INDEX = "search-index.js"

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LONGEST = 40


class Entry(NamedTuple):
    """A page as search knows it: `words` are all words of the page, each once."""

    title: str
    url: str
    kind: str
    words: str


def entry(title: str, url: str, kind: str, content: str) -> Entry:
    """The entry of a page, from its HTML."""
    text = html.unescape(_TAG.sub(" ", content)).casefold()
    words = {word for word in _WORD.findall(text) if len(word) <= _LONGEST}
    return Entry(title, url, kind, " ".join(sorted(words)))


def script(entries: Iterable[Entry]) -> str:
    """The index as a script that no text in it can end or break."""
    rows: list[Mapping[str, str]] = [
        {"t": one.title, "u": one.url, "k": one.kind, "w": one.words} for one in entries
    ]
    data = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return f"self.TRACKER_INDEX={data};\n"
