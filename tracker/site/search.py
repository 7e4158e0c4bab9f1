"""Search: an index of our own, as a script, because a page opened from a folder may fetch nothing.

The index is turned round: for each word the pages that have it. That is a third of the size of the
words by page, and the browser finds the pages of a word without reading the others.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from tracker.model.kinds import KINDS
from tracker.site.words import state

INDEX = "search-index.js"

_TAG = re.compile(r"<script\b.*?</script>|<[^>]*>", re.DOTALL)
"""A tag, or the data of a chart: its table has the words."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Letters that are not written with a mark that could be taken off; search.js knows the same.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                          "ı": "i", "ß": "ss"})  # fmt: skip


class Entry(NamedTuple):
    """A page as search knows it: `words` are all words of the page, folded, each once."""

    title: str
    url: str
    kind: str
    id: str
    words: frozenset[str]


def folded(text: str) -> str:
    """A text as search compares it: without case, without marks over letters."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in plain if not unicodedata.combining(one)).translate(_LETTERS)


def entry(title: str, url: str, kind: str, id: str, content: str) -> Entry:
    """The entry of a page, from its HTML; of a word that is very long its beginning is known."""
    text = folded(html.unescape(_TAG.sub(" ", content)))
    words = {word[:_LONGEST] for word in _WORD.findall(f"{text} {folded(title)} {id}")}
    return Entry(title, url, kind, id, frozenset(words))


def script(entries: Iterable[Entry]) -> str:
    """The index as a script that no text in it can end or break."""
    found = tuple(entries)
    kinds = sorted({one.kind for one in found})
    pages = [[one.title, one.url, kinds.index(one.kind), one.id] for one in found]
    places: dict[str, list[int]] = {}
    for number, one in enumerate(found):
        for word in one.words:
            places.setdefault(word, []).append(number)
    words = sorted(places)
    held = {
        "kinds": [_heading(kind) for kind in kinds],
        "pages": pages,
        "words": " ".join(words),
        "places": ",".join(_steps(places[word]) for word in words),
    }
    return f"self.TRACKER_INDEX={_inert(held)};\n"


def _heading(kind: str) -> str:
    return state(KINDS[kind].plural) if kind in KINDS else "Pages"


def _steps(numbers: Iterable[int]) -> str:
    """Rising numbers, each as its distance from the one before."""
    before, steps = 0, []
    for number in numbers:
        steps.append(_short(number - before))
        before = number
    return " ".join(steps)


def _short(number: int) -> str:
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text


def _inert(value: Any) -> str:
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return data
