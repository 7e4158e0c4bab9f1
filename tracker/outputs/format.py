"""The declaration of an output format, and the registry that finds each by its file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from tracker.declared import declared
from tracker.finding import Severity

Said = TypeVar("Said")
"""What a format says: a verdict, the review of a change, or a report."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What an output needs beside the verdict, and only the command line knows.

    `read` gives the bytes of a file of the head, for excerpts; it raises OSError or LookupError
    where there is none. `width` is the terminal's, in columns; 0 where there is no terminal: then
    messages stay on one line each. `changed_lines` are the lines of the head that the change
    touches, by path; None where they are not known. `base_name` and `head_name` are what the user
    called the revisions. From `fail_on` on the command fails.
    """

    seconds: float
    read: Callable[[str], bytes]
    colour: bool = False
    width: int = 80
    changed_lines: Mapping[str, frozenset[int]] | None = None
    base_name: str | None = None
    head_name: str | None = None
    fail_on: Severity = Severity.ERROR


@dataclass(frozen=True)
class Format(Generic[Said]):
    """One way to say something, by the name that `--format` takes.

    `render` yields pieces of text, the last of which ends in a newline.
    """

    name: str
    render: Callable[[Said, Context], Iterator[str]]


def output(render: Callable[[Said, Context], Iterator[str]]) -> Format[Said]:
    """Declares a format; its name is the function's, and the file's."""
    return Format(render.__name__, render)


VERDICTS, REVIEWS = "tracker.outputs", "tracker.outputs.review"
REPORTS = "tracker.outputs.report"
"""Where the formats of a verdict lie, those of the review of a change, and those of a report."""


@cache
def formats(folder: str = VERDICTS) -> Mapping[str, Format[Any]]:
    """Every format, by name: one for each module of a folder that declares an object of its own name."""
    return {one.name: one for one in declared(folder, Format)}
