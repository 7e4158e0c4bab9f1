"""What the C parser complains of, in the words of somebody who edits the file.

Source: the messages in libyaml's scanner.c and parser.c.
"""

import re
from typing import Any, NamedTuple

from tracker.finding import START, Span
from tracker.source.refusal import Problem, at, at_end, refuse


class _Complaint(NamedTuple):
    """The first whose words are in the parser's text is the one that is told."""

    words: str
    code: str
    message: str
    hint: str
    at_start: bool = False
    """Points at what was begun, not at where the parser gave up."""


_TEXT = "quote the text if it is meant to start with"
_COMPLAINTS: tuple[_Complaint, ...] = tuple(
    _Complaint(*row)
    for row in (
        (
            "found a tab character",
            "tab",
            "a tab stands where only spaces can",
            "indent and separate with spaces",
        ),
        (
            "incompatible YAML document",
            "version",
            "the file says that it is of a version of YAML that nobody reads",
            "remove the %YAML line",
        ),
        (
            "directive",
            "directive",
            "a line that starts with `%` is a directive, and none is read but `%YAML 1.2`",
            f"remove the line; {_TEXT} `%`",
            True,
        ),
        ("scanning an anchor", "anchor", "`&` starts an anchor, which is refused", f"{_TEXT} `&`"),
        ("scanning an alias", "alias", "`*` starts an alias, which is refused", f"{_TEXT} `*`"),
        ("tag", "tag", "`!` starts a tag, which is refused", f"{_TEXT} `!`"),
        (
            "scanning a block scalar",
            "block-header",
            "something that cannot stand there follows `|` or `>` on its line",
            f"start the text on the next line; {_TEXT} `|` or `>`",
        ),
        (
            "mapping values are not allowed",
            "colon",
            "a second `: ` stands in this value, or the line is indented deeper than the others",
            "quote the value, or line the key up with the one above",
        ),
        (
            "mapping keys are not allowed",
            "question",
            "a key cannot be started with `?` here",
            f"write `key: value`; {_TEXT} `?`",
        ),
        (
            "block sequence entries are not allowed",
            "list-start",
            "a list cannot start here",
            "put `-` on a line of its own below the key",
        ),
        (
            "could not find expected ':'",
            "no-colon",
            "this line is neither `key: value` nor the rest of the value above",
            "write `key: value`, or indent it under the value that it belongs to",
            True,
        ),
        (
            "found unexpected end of stream",
            "unclosed",
            "the quote that opens here is never closed",
            "close it with the same quote",
            True,
        ),
        (
            "found unexpected document indicator",
            "marker-in-quotes",
            "a line in this quoted text starts with `---` or `...`, which ends a document",
            "close the quote above that line, or indent the line",
            True,
        ),
        (
            "unknown escape character",
            "escape",
            "this escape is not one of YAML's",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        (
            "hexdecimal number",
            "escape",
            "`\\x`, `\\u` and `\\U` need 2, 4 and 8 hexadecimal digits after them",
            "write the character itself",
        ),
        (
            "invalid Unicode character escape",
            "escape",
            "this escape stands for no character (YAML has no pairs of surrogates)",
            "write the character itself",
        ),
        (
            "did not find expected ',' or ']'",
            "brackets",
            "a list in brackets goes on without `,` or `]`",
            "separate the items with `,` and close the list with `]`",
        ),
        (
            "did not find expected ',' or '}'",
            "braces",
            "a mapping in braces goes on without `,` or `}`",
            "separate the entries with `,` and close the mapping with `}`",
        ),
        (
            "found unexpected ':'",
            "colon-in-brackets",
            "a `:` in brackets or braces has no space after it",
            "put a space after the `:`, or quote the text",
        ),
        (
            "did not find expected '-' indicator",
            "list-indent",
            "this line is neither an item of the list above nor outside it",
            "line it up with the items above, or indent it under one of them",
        ),
        (
            "did not find expected key",
            "indent",
            "this line does not line up with the keys above",
            "line the key up with its neighbours",
        ),
        (
            "did not find expected node content",
            "no-value",
            "a value is missing before this place",
            "write the value; quote a text that starts with `:` or `,`",
        ),
        (
            "did not find expected <document start>",
            "after-end",
            "the document has ended, and something follows it",
            "line this up with the lines above, or remove it",
        ),
    )
)
_NO_START = {
    "@": "`@` is reserved, and no text can start with it",
    "`": "a backtick is reserved, and no text can start with it",
    "%": "`%` at this place is reserved, and no text can start with it",
}


def too_deep(error: Any) -> Span | None:
    """Where the parser met its own limit of nesting, which newer ones have; None elsewhere."""
    is_limit = "nesting depth" in (error.problem or "") and error.problem_mark
    return _point(error.problem_mark) if is_limit else None


def parser_refused(error: Any, content: bytes) -> Problem:
    """A complaint of the parser in plain words, at the place that has to be mended."""
    complaint = " ".join(filter(None, (error.problem, error.context)))
    mark = error.problem_mark or error.context_mark
    text = content.decode("utf-8", "replace")
    if mark is None:
        return refuse("not-yaml", START, text=complaint or "it cannot be parsed")
    found = text[mark.index : mark.index + 1]
    if found == "\t" or _indents_with_tab(text, mark):
        return refuse("tab", _point(mark))
    if "cannot start any token" in complaint:
        reason = _NO_START.get(found, f"no value can start with `{found}`")
        return Problem("character", reason, _quoted(text[mark.index :]), _point(mark))
    if "flow" in complaint and not text[mark.index :].strip():
        if "expected ',' or" in complaint:
            hint = f"close it with `{_CLOSING[text[error.context_mark.index]]}`"
            return Problem(
                "unclosed", "this bracket is never closed", hint, _point(error.context_mark)
            )
        return Problem(
            "unclosed", "the file ends inside a bracket", "close the bracket", at_end(text)
        )
    if found == ":" and ("expected key" in complaint or "node content" in complaint):
        hint = "write `key: value`; quote a text that starts with `:`"
        return Problem("no-key", "a `:` stands here without a key before it", hint, _point(mark))
    if "expected key" in complaint and text[: mark.index].rstrip(" ").endswith(("'", '"')):
        message = "something follows the quote that closes this text"
        return Problem("after-quote", message, "put all of the text into the quotes", _point(mark))
    place = _point(mark) if found else at_end(text)
    for words, code, message, hint, at_start in _COMPLAINTS:
        if words in complaint:
            is_begun = at_start and error.context_mark
            return Problem(code, message, hint, _point(error.context_mark) if is_begun else place)
    return refuse("not-yaml", place, text=complaint)


_BAD_ESCAPE = re.compile(r"![^\s]*%[89a-fA-F]")


def tag_refused(content: bytes) -> Problem:
    """The parser decodes the escapes of a tag, and gives up on those that are not UTF-8."""
    text = content.decode("utf-8", "replace")
    found = _BAD_ESCAPE.search(text)
    span = at(text, found.start()) if found else START
    return Problem("tag", "`!` starts a tag, which is refused", f"{_TEXT} `!`", span)


_CLOSING = {"[": "]", "{": "}"}


def _quoted(text: str) -> str:
    """How the rest of a line is quoted, where that is plain to see."""
    value = text.partition("\n")[0].partition(" #")[0].strip()
    return "quote the value" if len(value) > 60 or '"' in value else f'quote it: "{value}"'


def _point(mark: Any) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _indents_with_tab(text: str, mark: Any) -> bool:
    """True where nothing but white space with a tab in it stands before the mark in its line."""
    before = text[mark.index - mark.column : mark.index]
    return "\t" in before and not before.strip()
