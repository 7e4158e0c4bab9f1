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
    "encoding": ("the file is not UTF-8: byte 0x{byte:02x} cannot stand here", "save it as UTF-8"),
    "byte-order-mark": ("the file starts with a byte order mark", "save it as UTF-8 without a BOM"),
    "lfs-pointer": (
        "the file is a pointer of Git LFS, not the content",
        "keep YAML out of LFS: `git lfs untrack` it, then commit the file itself",
    ),
    "nul": ("the file holds a NUL byte", "remove it: YAML is text"),
    "control": ("the file holds the control character U+{code:04X}", "remove the character"),
    "line-separator": (
        "the file holds U+{code:04X}, which only some readers take for the end of a line",
        "use an ordinary line break",
    ),
    "carriage-return": (
        "a carriage return stands here without its line feed",
        "use ordinary line ends (LF, or CRLF)",
    ),
    "hidden": (
        "the file holds the invisible character U+{code:04X}, which can hide what a text says",
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
    "tag-directive": ("a %TAG directive is refused", "remove the line"),
    "version": (
        "the file says that it is YAML {version}, and is read as YAML 1.2",
        "remove the %YAML line",
    ),
    "merge-key": ("the merge key `<<` is refused", "write the merged keys out"),
    "documents": ("a second document starts here; one file holds one", "remove `---`, or use two files"),
    "duplicate-key": ("the key `{key}` stands twice in one mapping", "keep one of the two"),
    "key-not-text": ("a key must be text, and this one is {found}", "quote the key"),
    "depth": ("the file nests deeper than {limit} levels", "flatten it"),
    "nodes": ("the file holds more than {limit} values", "split it into several files"),
    "scalar-size": (
        "this text has {size} bytes, more than the {limit} that one value may have",
        "shorten it, or keep it in a file of its own and link to it",
    ),
    "not-yaml": ("the file is not YAML: {text}", "see the line above it as well"),
}


def refuse(code: str, span: Span, /, **facts: Any) -> Problem:
    """The refusal of that name, filled with what was found."""
    message, hint = _REFUSALS[code]
    return Problem(code, message.format(**facts), hint, span)


def ambiguous(text: str, value: object, others: str, span: Span) -> Problem:
    """A scalar that Tracker reads in one way and other readers in another."""
    shown = text if len(text) <= 40 else text[:37] + "..."
    is_text = isinstance(value, str)
    here = "text" if is_text else f"the number {value}"
    hint = f'quote it: "{shown}"' if is_text else f'write {value}, or quote it where text is meant: "{shown}"'
    return Problem("ambiguous", f"`{shown}` is {here} here, and {others} to other YAML readers", hint, span)


_LFS = b"version https://git-lfs.github.com/spec/"
_HIDDEN = "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff" + _HIDDEN + "]|\r(?!\n)"
)
_SUSPECT_ASCII = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_SEPARATORS = frozenset("\x85\u2028\u2029")


def bytes_refused(content: bytes, limit: int) -> Problem | None:
    """Refuses what is wrong with a file before anything of it is parsed."""
    if len(content) > limit:
        return refuse("size", START, limit=f"{limit:,}")
    if content.startswith(_LFS):
        return refuse("lfs-pointer", START)
    if content.isascii():
        suspect = _SUSPECT_ASCII.search(content)
        return suspect and _character_refused(content.decode("ascii"), suspect.start())
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        return refuse("encoding", _at(before, len(before)), byte=content[error.start])
    found = _SUSPECT.search(text)
    return found and _character_refused(text, found.start())


def _character_refused(text: str, index: int) -> Problem:
    character = text[index]
    span = _at(text, index)
    if character == "\0":
        return refuse("nul", span)
    if character == "\r":
        return refuse("carriage-return", span)
    if character == "\ufeff" and index == 0:
        return refuse("byte-order-mark", span)
    code = ord(character)
    if character in _SEPARATORS:
        return refuse("line-separator", span, code=code)
    return refuse("control" if code < 0xA0 or code in (0xFFFE, 0xFFFF) else "hidden", span, code=code)


def _at(text: str, index: int) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + 1)


# The parser's own words, and what they mean to somebody who edits the file.
_PARSER: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second `: ` stands in this value, or the line is indented deeper than its neighbours",
        "quote the value, or line the key up with the one above",
    ),
    ("found a tab character", "a tab cannot indent", "indent with spaces"),
    ("cannot start any token", "a value cannot start with this character", "quote the value"),
    ("could not find expected ':'", "a key without its `:`", "write `key: value`"),
    ("found unexpected end of stream", "a quote or bracket is opened and never closed", "close it"),
    (
        "did not find expected ',' or ']'",
        "a list in brackets goes on without `,` or `]`",
        "separate the items with `,` and close the list with `]`",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in braces goes on without `,` or `}`",
        "separate the entries with `,` and close the mapping with `}`",
    ),
    (
        "did not find expected '-' indicator",
        "this line is neither an item of the list above nor outside it",
        "line it up with the items above, or indent it under one of them",
    ),
    (
        "did not find expected key",
        "this line does not line up with the keys above",
        "line the key up with its neighbours; quote a value that goes on after a closing quote",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "put `-` on a line of its own below the key",
    ),
    ("found unknown escape character", "this escape is not one of YAML's", "write `\\\\` for a backslash"),
    (
        "did not find expected <document start>",
        "the document has ended, and something follows it",
        "line this up with the lines above, or remove it",
    ),
)


def parser_refused(error: Any, content: bytes) -> Problem:
    """A complaint of the parser in plain words, at the place where it stopped."""
    problem = " ".join(filter(None, (error.problem, error.context)))
    mark = error.problem_mark or error.context_mark
    span = START if mark is None else Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    if mark is not None and _is_tab(content, mark):
        return Problem("not-yaml", "a tab cannot indent", "indent with spaces", span)
    for words, message, hint in _PARSER:
        if words in problem:
            return Problem("not-yaml", message, hint, span)
    return refuse("not-yaml", span, text=problem or "it cannot be parsed")


def _is_tab(content: bytes, mark: Any) -> bool:
    lines = content.decode("utf-8", "replace").split("\n")
    if mark.line >= len(lines):
        return False
    line = lines[mark.line]
    return "\t" in line[: mark.column + 1] and not line[: mark.column].strip()
