"""The declaration of an output format, and the registry that finds each by its file."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tracker.finding import Severity

if TYPE_CHECKING:  # the escaper is imported through here, by commands that judge nothing
    from tracker.law.judge import Verdict


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


Render = Callable[["Verdict", Context], Iterator[str]]
"""Yields pieces of text, the last of which ends in a newline."""


@dataclass(frozen=True)
class Format:
    """One way to say a verdict, by the name that `--format` takes."""

    name: str
    render: Render


def output(render: Render) -> Format:
    """Declares a format; its name is the function's, and the file's."""
    return Format(render.__name__, render)


@cache
def formats() -> Mapping[str, Format]:
    """Every format, by name: one for each module here that declares an object of its own name."""
    package = import_module("tracker.outputs")
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        declared = getattr(import_module(f"tracker.outputs.{info.name}"), info.name, None)
        if isinstance(declared, Format):
            found[declared.name] = declared
    return found
