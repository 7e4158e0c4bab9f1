"""Text from a repository as Markdown and Mermaid that mean nothing: what is seen is what was written.

Marks of Markdown and HTML become references to their characters, which open nothing. What a forge
looks for in the text that comes out of Markdown (mentions, issues, commits, addresses, emoji) is
broken by a character that is not seen, U+2060: it joins words, and is no letter of any name.
"""

import re

from tracker.outputs.escape import escaped

JOINER = "\u2060"
_SPACES = re.compile(r"\s+")
_FORGE = re.compile(
    r"[@#~](?=\w)|[!%&](?=\d)|(?<=[a-z])-(?=\d)|:(?=[\w+/-])|(?<=www)\.",
    re.IGNORECASE,
)
_COMMIT = re.compile(r"[0-9a-f]{7,}", re.IGNORECASE)
_SHORT = re.compile(r".{1,6}")
"""Shorter than what a forge takes for the hash of a commit."""
_MATH = "<span>$</span>"


def inert(text: str) -> str:
    """One line of text that stands anywhere in Markdown or HTML, cells of tables too."""
    line = _SPACES.sub(" ", escaped(text)).strip(" ")
    line = _COMMIT.sub(lambda found: JOINER.join(_SHORT.findall(found[0])), line)
    line = _FORGE.sub(lambda found: found[0] + JOINER, line)
    return "".join(map(_character, line))


def _character(one: str) -> str:
    if one == "$":
        return _MATH  # GitHub's own way to write one that opens no formula
    if one.isascii() and not one.isalnum() and one not in " ,":
        return f"&#{ord(one)};"
    return one


def drawn(text: str) -> str:
    """A label in a picture of Mermaid's: marks are drawn by their wide forms, which mean nothing."""
    line = _SPACES.sub(" ", escaped(text)).strip(" ")[:60]
    return "".join(map(_wide, line)) or "…"


def _wide(one: str) -> str:
    if one.isascii() and not one.isalnum() and one not in " -,.":
        return chr(ord(one) + 0xFEE0)
    return one
