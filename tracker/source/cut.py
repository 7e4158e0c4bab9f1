"""Text that a comment cuts short by mistake: `title: The #1 shop` is read as `The`.

YAML says so, and every reader does. A number right behind the hash tells that no comment was
meant: those start with a space, or with a word.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tracker.finding import Span
from tracker.source.refusal import Problem, shown

_NUMBERED = re.compile(rb"[ \t]#[0-9]")
_BEHIND: Final = re.compile(r"[ \t]+(#[0-9][^\n\r]*)")
_COMMENT: Final = re.compile(r"[ \t]#[ \t].*")


def may_cut(content: bytes) -> bool:
    """False, quickly, for a file that has no such place."""
    return b"#" in content and _NUMBERED.search(content) is not None


def cuts(text: str, scalars: Iterable[Any]) -> Iterator[Problem]:
    """The texts of a sound document behind which a hash and a number stand."""
    for event in scalars:
        found = None if event.style else _BEHIND.match(text, event.end_mark.index)
        if found is not None and any(map(str.isalpha, event.value)):
            yield _cut(event, found[1].rstrip(), found.start(1) - event.end_mark.index)


def _cut(event: Any, lost: str, gap: int) -> Problem:
    line, column = event.end_mark.line + 1, event.end_mark.column + gap + 1
    whole = f"{event.value} {_COMMENT.sub('', lost)}"
    quoted = (
        f'quote it: "{whole}"' if len(whole) <= 60 and not set('"\\') & set(whole) else "quote it"
    )
    return Problem(
        "cut",
        f"only `{shown(event.value)}` is read here: what stands behind ` #` is a comment",
        f"{quoted}; or put a space behind the `#` where a comment is meant",
        Span(line, column, line, column + len(lost)),
    )
