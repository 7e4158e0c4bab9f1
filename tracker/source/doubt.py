"""Where the C parser is laxer than YAML 1.2, or reads a text otherwise: such texts are refused.

A first look at the bytes tells whether there can be such a place at all; few files have one.
Then a second walk looks at what stands between the scalars. Source: the YAML test suite.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from tracker.finding import Span
from tracker.source.refusal import Problem, at, refuse

_GLUED = re.compile(rb"""["'\]},\[{|>0-9+-]#""")
_QUESTION = re.compile(rb"[\s\[{,]\?[^\s]")
_TAB = re.compile(rb"\n\t+[^\s#]")
_TAB_LINE: Final = re.compile(r"\n\t+(?![\s#])")
_BLANK: Final = re.compile(r"[ \r\n]*")
_COMMENT: Final = re.compile(r"#[^\n]*")


def is_doubtful(content: bytes) -> bool:
    """False, quickly, for a file that has no place where readers could differ."""
    hashes = content.count(b"#")
    return (
        (
            hashes > content.count(b" #") + content.count(b"\n#")
            and _GLUED.search(content) is not None
        )
        or (hashes > 0 and b" \n" in content and (b"|" in content or b">" in content))
        or (b"?" in content and _QUESTION.search(content) is not None)
        or (b"\n\t" in content and _TAB.search(content) is not None)
        or content.endswith((b" ", b"\t"))
    )


def doubt(text: str, scalars: Iterable[Any]) -> Problem | None:
    """The first place of a sound document that another reader may read otherwise."""
    end = 0
    for event in scalars:
        problem = _between(text, end, event.start_mark.index) or _scalar(text, event)
        if problem is not None:
            return problem
        end = event.end_mark.index
    return _between(text, end, len(text))


def _between(text: str, start: int, end: int) -> Problem | None:
    """Between two scalars stand only indicators, white space and comments."""
    for comment in _COMMENT.finditer(text, start, end):
        index = comment.start()
        if index and text[index - 1] not in " \t\r\n":
            return refuse("glued-comment", at(text, index))
    tab = _TAB_LINE.search(text, max(start - 1, 0), end)
    return tab and refuse("tab", at(text, tab.start() + 1))


def _scalar(text: str, event: Any) -> Problem | None:
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in {"|", ">"}:
        return _block(text, event)
    if start and text[start - 1] == "?":
        return refuse("glued-question", at(text, start - 1))
    tab = _TAB_LINE.search(text, start, end)
    return tab and refuse("tab", at(text, tab.start() + 1))


def _block(text: str, event: Any) -> Problem | None:
    start, end = event.start_mark.index, event.end_mark.index
    header = text[start : end if (eol := text.find("\n", start)) < 0 else eol]
    comment = header.find("#")
    if comment > 0 and header[comment - 1] not in " \t":
        return refuse("glued-comment", at(text, start + comment))
    blank = _BLANK.match(text, end)
    is_last = blank is not None and blank.end() == len(text)
    if is_last and text[-1] == " " and text[text.rfind("\n") + 1 :].isspace():
        return refuse("unended-block", _of(event))
    if _hides_comment(text, event):
        return refuse("empty-block", _of(event))
    return None


def _hides_comment(text: str, event: Any) -> bool:
    """True for an empty block text whose blank lines are indented more than the comment below.

    YAML forbids it; a reader that goes by the comment's own indent takes the comment for text.
    """
    eol = text.find("\n", event.start_mark.index)
    blank = _BLANK.match(text, eol + 1)
    if (
        eol < 0
        or event.value.strip("\n")
        or not blank
        or text[blank.end() : blank.end() + 1] != "#"
    ):
        return False
    *lines, indent = blank.group().split("\n")
    return 0 < len(indent) < max(map(len, lines), default=0)


def _of(event: Any) -> Span:
    start = event.start_mark
    return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
