r"""The one escaper: text from a repository becomes text that no terminal and no CI log acts on.

What cannot be seen, or moves what is seen, is spelled out: `\x1b`, `\n`, `\u202e`. Printable text
stays as it is, a backslash too, so that what a help line says can be pasted.

CI systems read commands out of the log of a job: GitHub a line that starts with `::`, and `##[`
anywhere; Azure Pipelines `##vso[`; TeamCity `##teamcity[`. A backslash between the two characters
that open the command breaks each: `:\:`, `#\#[`. A backslash, because it is what the other escapes
start with, it is seen in every font, and whoever takes it out has the text of the file again.
"""

import re

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

# Printable to Python, and yet not to be seen: fillers and joiners that have no width or no ink.
# The variation selectors U+FE0E and U+FE0F stay: emoji are written with them.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
_COMMAND = re.compile(r"##(?=\w*\[)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"\](?=\()")
_COMMAND_AT_START = re.compile(r"\s*:(?=:)")


def spaced(text: str) -> str:
    """Text with plain spaces between thousands, for where a thin one would be spelled out."""
    return text.replace("\u202f", " ")


def escaped(text: str) -> str:
    """One line of text that is safe to print, wherever in a line it comes to stand."""
    if text.isascii() and text.isprintable() and "##" not in text and "::" not in text:
        return text
    return "".join(cells(text))


def in_json(dumped: str) -> str:
    r"""A JSON document that no CI log acts on, and that is read as the same data.

    Only strings hold a `#`, and `\\u0023` is one in every reader.
    """
    return _COMMAND.sub(r"#\\u0023", dumped)


def cells(text: str) -> list[str]:
    """What is printed for each character of a text."""
    shown = [_shown(character) for character in text]
    for found in _COMMAND.finditer(text):
        shown[found.start() + 1] = "\\#"
    start = _COMMAND_AT_START.match(text)
    if start:
        shown[start.end()] = "\\:"
    return shown


def _shown(character: str) -> str:
    if character.isprintable() and not _UNSEEN.match(character):
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as Python carries it
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clipped(text: str, limit: int) -> str:
    """A text of at most so many characters; one that is longer says how many are left out."""
    if len(text) <= limit:
        return text
    mark = f"… ({len(text) - limit + 40:,} more characters)"
    return text[: limit - 40] + mark


def unlinked(text: str) -> str:
    r"""Text without `[words](address)`, which is a link in the plain text of SARIF too: `]\(`."""
    return _LINK.sub(r"]\\", text)


def sound(text: str, limit: int = 65_536) -> str:
    """Text within a limit for data, without surrogates, which many readers of JSON refuse."""
    return clipped(_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text), limit)
