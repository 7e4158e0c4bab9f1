"""Why a document is not read: one name, one message and one way out for each reason."""

import re
from typing import Any, NamedTuple

from tracker.finding import START, Span


class Problem(NamedTuple):
    """Something about the text of a file: a code, what was found and expected, what to do."""

    code: str
    message: str
    hint: str
    span: Span = START


_REFUSALS: dict[str, tuple[str, str]] = {
    "size": ("the file has more than {limit} bytes", "split it: one record a file"),
    "encoding": ("the file is not UTF-8: byte {byte} cannot stand here", "save it as UTF-8"),
    "byte-order-mark": ("the file starts with a byte order mark", "save it as UTF-8 without a BOM"),
    "lfs-pointer": (
        "the file is a pointer of Git LFS, not the content",
        "keep YAML out of LFS: `git lfs untrack` it, then commit the file itself",
    ),
    "nul": ("the file holds a NUL byte", "remove it: the file is text"),
    "control": ("the file holds the control character {code}", "remove the character"),
    "line-separator": (
        "the file holds {code}, which only some readers take for the end of a line",
        "use an ordinary line break",
    ),
    "carriage-return": (
        "a carriage return stands here without its line feed",
        "use ordinary line ends (LF, or CRLF)",
    ),
    "hidden": (
        "the file holds the invisible character {code}, which can hide what a text says",
        "remove the character; comments must not hold it either",
    ),
    "hidden-escape": (
        "an escape in this text stands for a control or invisible character",
        "remove the escape; line breaks and tabs are the only ones allowed",
    ),
    "anchor": (
        "the anchor `&{name}` is refused: what a file says stands in it once, in full",
        "write the value out; quote the text if it is meant to start with `&`",
    ),
    "alias": (
        "the alias `*{name}` is refused: what a file says stands in it once, in full",
        "write the value out; quote the text if it is meant to start with `*`",
    ),
    "tag": (
        "the tag `{name}` is refused: values are plain text, numbers, true, false and null",
        "remove the tag; quote the text if it is meant to start with `!`",
    ),
    "tag-directive": (
        "a line that starts with `%TAG` is refused: tags are not read",
        "remove the line",
    ),
    "version": (
        "the file says that it is YAML {version}, and is read as YAML 1.2",
        "remove the %YAML line",
    ),
    "conflict": (
        "a conflict of a merge stands here, down to line {last}",
        "keep what is right of the two sides, and delete the three lines of markers",
    ),
    "merge-key": ("the merge key `<<` is refused", "write the merged keys out"),
    "documents": (
        "a second document starts here; one file holds one",
        "remove `---`, or use two files",
    ),
    "duplicate-key": ("the key `{key}` stands twice at one level", "keep one of the two"),
    "key-not-text": ("a key must be text, and this one is {found}", "{remedy}"),
    "depth": (
        "the file nests deeper than {limit} levels",
        "flatten it: use fewer brackets, or less indentation",
    ),
    "nodes": ("the file holds more than {limit} values", "split it into several files"),
    "scalar-size": (
        "this text has {size} bytes, more than the {limit} that one value may have",
        "shorten it, or keep it in a file of its own and link to it",
    ),
    "glued-comment": (
        "this `#` has no space before it, so only some readers see a comment",
        "put a space before the `#`",
    ),
    "glued-question": (
        "a `?` without a space after it starts this text in brackets, and some readers drop it",
        "quote the text",
    ),
    "tab": ("a tab stands where only spaces can", "indent and separate with spaces"),
    "unended-block": (
        "the file ends in spaces without a line break, so readers differ on this text",
        "remove the spaces, or end the line",
    ),
    "empty-block": (
        "this block text is empty to some readers, and goes on with the `#` line to others",
        "remove the spaces from the empty lines below `|` or `>`",
    ),
    "log-size": (
        "the log has more than {limit}",
        "split it, for example into one file a month: `2026-10.csv`",
    ),
    "log-line": (
        "this line has more than {limit}, which no event needs",
        "see whether its quotes come in pairs; keep long texts in a file of their own",
    ),
    "log-empty": (
        "the log is empty: its first line names the columns",
        "start it with the line `{columns}`",
    ),
    "log-separator": (
        "the columns of this log are separated by {found}",
        "save it with commas between the cells; numbers have a point, not a comma",
    ),
    "log-quotes": (
        "a quote stands here that does not enclose the whole of one cell",
        'enclose the cell in quotes, and write a quote within it twice: `"5"" pipe"`',
    ),
    "log-cells": (
        "this line has {found}, and the first line names {expected}",
        "give it a cell for each column; enclose a text with a comma in quotes",
    ),
    "log-columns": (
        "the first line names {found} columns, and an event log has {limit} at most",
        "see that it is an event log, with columns such as {columns}",
    ),
    "log-column-twice": ("the column `{column}` is named twice", "keep one of the two"),
    "log-column-missing": (
        "the log has no column `{column}`",
        "name it in the first line, and give each line its cell{instead}",
    ),
    "log-offsets": (
        "this moment has {found} offset from UTC, and the first of the log, in line {line}, has {other}",
        "write all moments of a log in one way; several offsets are fine",
    ),
    "log-misfits": (
        "more than {limit} cells of this log do not fit; the last of them stands here",
        "see whether it is an event log with these columns; mend the first of them, then check again",
    ),
    "not-yaml": ("the file is not YAML: {text}", "see the line above it as well"),
}


def refuse(code: str, span: Span, /, **facts: Any) -> Problem:
    """The refusal of that name, filled with what was found; long texts are cut short."""
    message, hint = _REFUSALS[code]
    short = {name: shown(str(fact)) for name, fact in facts.items()}
    return Problem(code, message.format(**short), hint.format(**short), span)


def shown(text: str) -> str:
    """A text as a message quotes it: on one line, and short enough to be read."""
    text = " ".join(text[:200].split())
    return text if len(text) <= 60 else text[:57] + "..."


def ambiguous(text: str, value: object, others: str, span: Span) -> Problem:
    """A scalar that Tracker reads in one way and other readers in another."""
    is_text = isinstance(value, str)
    here = "text" if is_text else f"the number {value}"
    quoted = f'quote it: "{text}"' if len(text) <= 60 else "quote it"
    hint = quoted if is_text else f"write {value}, or where text is meant {quoted}"
    return Problem(
        "ambiguous",
        f"`{shown(text)}` is {here} here, and {others} to other YAML readers",
        hint,
        span,
    )


def further(limit: int, span: Span) -> Problem:
    """Stands for the warnings beyond the limit, at the first of them."""
    message = f"readers disagree on this value too; after {limit:,} of them no more are listed"
    return Problem(
        "ambiguous", message, "quote the values above, then check again for the rest", span
    )


_LFS = b"version https://git-lfs.github.com/spec/"
_SEPARATORS = frozenset("\x85\u2028\u2029")
# Control characters, and format controls of zero width (Unicode's Cf but for the visible ones).
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_INVISIBLE = (
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_SUSPECT = re.compile(f"[{_CONTROLS}{_INVISIBLE}]|\r(?!\n)")
_ORDINARY = bytes({*range(0x20, 0x7F), *b"\t\n"})

UNSEEN = re.compile(f"[{_CONTROLS}{_INVISIBLE}]")
"""A character that no text may hold, written out or escaped."""


def bytes_refused(content: bytes, limit: int) -> Problem | None:
    """Refuses what is wrong with a file before anything of it is parsed."""
    if len(content) > limit:
        return refuse("size", START, limit=f"{limit:,}")
    if content.startswith(_LFS):
        return refuse("lfs-pointer", START)
    if b"%TAG" in content and (content.startswith(b"%TAG") or b"\n%TAG" in content):
        # Here, and not on its event: the parser takes quadratic time over many of them.
        line = (
            1
            if content.startswith(b"%TAG")
            else content.count(b"\n", 0, content.index(b"\n%TAG") + 1) + 1
        )
        return refuse("tag-directive", Span(line, 1, line, 5))
    if content.isascii() and not content.translate(None, _ORDINARY):
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        return refuse("encoding", at(before, len(before)), byte=f"0x{content[error.start]:02x}")
    found = _SUSPECT.search(text)
    return found and _character_refused(text, found.start())


_OURS, _OR, _THEIRS = b"<<<<<<<", b"=======", b">>>>>>>"


def conflicted(content: bytes) -> Problem | None:
    """Where git has left a conflict in a file; whatever a parser says of one leads astray."""
    first = 0
    wanted = _OURS
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.startswith(_OURS):
            first, wanted = number, _OR
        elif wanted != _OURS and line.startswith(wanted):
            if wanted == _THEIRS:
                return refuse("conflict", Span(first, 1, first, 8), last=number)
            wanted = _THEIRS
    return None


def _character_refused(text: str, index: int) -> Problem:
    character = text[index]
    span = at(text, index)
    if character == "\0":
        return refuse("nul", span)
    if character == "\r":
        return refuse("carriage-return", span)
    if character == "\ufeff" and index == 0:
        return refuse("byte-order-mark", span)
    code = f"U+{ord(character):04X}"
    if character in _SEPARATORS:
        return refuse("line-separator", span, code=code)
    is_control = character < "\xa0" or character in "\ufffe\uffff"
    return refuse("control" if is_control else "hidden", span, code=code)


def at(text: str, index: int) -> Span:
    """The place of one character, told by its index."""
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + 1)


def at_end(text: str) -> Span:
    """The place of the last character that can be seen: the parser's marks may lie beyond it."""
    return at(text, max(len(text.rstrip()) - 1, 0))
