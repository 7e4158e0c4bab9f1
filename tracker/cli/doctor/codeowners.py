"""CODEOWNERS, as GitHub and as GitLab read it: which lines decide over a path, and whether they name somebody.

Sources: "About code owners" of GitHub's documentation, "Syntax of CODEOWNERS file" and "Advanced
CODEOWNERS configuration" of GitLab's. Patterns are matched in time bounded by the product of both
lengths, whatever they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from tracker.cli.doctor.host import Host
from tracker.model.adopt import wild


class Wild(Enum):
    """What stands for something else in a pattern."""

    ONE = "?"
    MANY = "*"
    FOLDERS = "**"


Name = str | tuple[str | Wild, ...]
"""One name of a path; its characters, where some of them stand for others."""
Steps = tuple[Name | Wild, ...]
"""The names of a path, with FOLDERS for any number of them."""

_ALL: Name = (Wild.MANY,)
_BELOW: Steps = (Wild.FOLDERS, _ALL)


class Rule(NamedTuple):
    """One line: the paths that it takes, and how many it names; one that excludes takes them out."""

    line: int
    takes: tuple[Steps, ...]
    owners: int
    excludes: bool = False

    def may_fit(self, first: str) -> bool:
        """False where no path that begins so can fit; asked first, as most lines are of other folders."""
        return any(not isinstance(steps[0], str) or steps[0] == first for steps in self.takes)

    def fits(self, path: Sequence[str]) -> bool:
        return any(wild(steps, path, Wild.FOLDERS, _named) for steps in self.takes)


class Ruling(NamedTuple):
    """Which lines decide over a path, and whether somebody has to agree to a change of it."""

    is_owned: bool = False
    lines: tuple[int, ...] = ()


@dataclass
class Section:
    """Rules of which the last that fits decides; the owners of an optional one need not agree."""

    is_optional: bool = False
    rules: list[Rule] = field(default_factory=list)
    _below: dict[str, list[Rule]] = field(default_factory=dict)

    def below(self, first: str) -> list[Rule]:
        """The rules that can fit what lies there."""
        if first not in self._below:
            self._below[first] = [rule for rule in self.rules if rule.may_fit(first)]
        return self._below[first]

    def ruling(self, path: Sequence[str]) -> Ruling:
        fitting = [rule for rule in self.below(path[0]) if rule.fits(path)]
        if not fitting:
            return Ruling()
        # What is excluded stays so, whatever comes after it.
        last = next((rule for rule in fitting if rule.excludes), fitting[-1])
        is_asked = not last.excludes and last.owners > 0
        return Ruling(is_asked and not self.is_optional, (last.line,))


@dataclass(frozen=True)
class CodeOwners:
    """A whole file; `skipped` are the lines that its forge, or this reader, passes over."""

    sections: tuple[Section, ...]
    skipped: tuple[int, ...]

    def effort(self, paths: Iterable[str]) -> int:
        """How often a rule is held against a path, at most."""
        firsts = Counter(path.partition("/")[0] for path in paths)
        return sum(
            many * len(section.below(first))
            for first, many in firsts.items()
            for section in self.sections
        )

    def ruling(self, path: str) -> Ruling:
        """The lines of all sections in which somebody has to agree; else those that name nobody."""
        names = path.split("/")
        found = [section.ruling(names) for section in self.sections]
        owning = [one for one in found if one.is_owned]
        lines = tuple(line for one in owning or found for line in one.lines)
        return Ruling(bool(owning), lines)


def read(text: str, host: Host | None) -> CodeOwners:
    """A file as its forge reads it; one that is not known, as GitHub does."""
    return _gitlab(text) if host is Host.GITLAB else _github(text)


# What both have in common.

_LINE = re.compile(r"(?P<pattern>(?:\\.|[^\s\\]|\\\Z)+)\s*(?P<owners>.*)\Z")
"""A pattern, in which a space follows a backslash, and whatever comes after it."""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.split("\n"), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            yield number, said


def _split(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    return (found["pattern"], found["owners"]) if found else (line, "")


def _name(text: str) -> Name:
    found: list[str | Wild] = []
    characters = iter(text)
    for one in characters:
        if one == "\\":
            found.append(next(characters, one))
        else:
            found.append({"?": Wild.ONE, "*": Wild.MANY}.get(one, one))
    return tuple(found) if Wild.ONE in found or Wild.MANY in found else "".join(map(str, found))


def _steps(names: Iterable[str]) -> Steps:
    return tuple(Wild.FOLDERS if name == "**" else _name(name) for name in names)


def _named(step: Name | Wild, name: str) -> bool:
    if isinstance(step, tuple):
        return wild(step, name, Wild.MANY, _is_one)
    return step == name


def _is_one(part: str | Wild, character: str) -> bool:
    return part in (Wild.ONE, character)


# GitHub: the last line that fits decides, one without an owner too.

_OWNER = re.compile(r"@[^\s@/]+(?:/[^\s@/]+)?\Z|[^\s@]+@[^\s@]+\Z")
_REFUSED = re.compile(r"!|\\#|.*(?:[\[\]]|\*\*\*)")
"""Patterns of .gitignore that GitHub does not take: it skips their lines."""


def _github(text: str) -> CodeOwners:
    section, skipped = Section(), []
    for number, line in _lines(text):
        pattern, rest = _split(line)
        owners = re.sub(r"(?:^|\s)#.*", "", rest).split()
        if _REFUSED.match(pattern) or not all(map(_OWNER.match, owners)):
            skipped.append(number)
        else:
            section.rules.append(Rule(number, _on_github(pattern), len(owners)))
    return CodeOwners((section,), tuple(skipped))


def _on_github(pattern: str) -> tuple[Steps, ...]:
    """A slash inside anchors a pattern at the root; the name of a folder takes all that lies in it."""
    names = pattern.strip("/").split("/")
    start: Steps = () if "/" in pattern.rstrip("/") else (Wild.FOLDERS,)
    if names[-1] == "**":
        return ((*start, *_steps(names[:-1]), *_BELOW),)
    exact = (*start, *_steps(names))
    if names[-1] == "*":  # a last `*` does not go deeper
        return (exact,)
    below = (*exact, *_BELOW)
    return (below,) if pattern.endswith("/") else (exact, below)


# GitLab: the last line of each section decides, and a section's heading names owners for all its lines.

_HEADING = re.compile(r"(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[\d*\])?(?P<owners>\s.*)?")
_REFERENCE = re.compile(r"@@?[\w.-]|[^\s@]+@[^\s@]")


def _gitlab(text: str) -> CodeOwners:
    section, usual = Section(), 0
    sections, skipped = {"": section}, []
    for number, line in _lines(text):
        heading = _HEADING.match(line)
        if heading is not None:
            usual = _references(heading["owners"] or "")
            section = _opened(sections, heading["name"].lower(), bool(heading["optional"]))
            continue
        pattern, owners = _split(line)
        if "[" in pattern:  # a set of characters: GitLab reads it, and this does not
            skipped.append(number)
            continue
        count = _references(owners) if owners else usual
        takes = (_on_gitlab(pattern.removeprefix("!")),)
        section.rules.append(Rule(number, takes, count, pattern.startswith("!")))
    return CodeOwners(tuple(sections.values()), tuple(skipped))


def _opened(sections: dict[str, Section], name: str, is_optional: bool) -> Section:
    """The section of a heading: those of one name are one, and optional where all of them are."""
    section = sections.setdefault(name, Section(is_optional))
    section.is_optional = section.is_optional and is_optional
    return section


def _references(text: str) -> int:
    """How many people, groups and roles a text names; what looks like none is passed over."""
    return sum(map(bool, map(_REFERENCE.match, text.split())))


def _on_gitlab(pattern: str) -> Steps:
    """As a shell would, from the root if it starts with a slash: a folder is taken if it ends in one."""
    names = ("" if pattern.startswith("/") else "**/") + pattern.removeprefix("/")
    *folders, last = (names + "**/*" if names.endswith("/") else names).split("/")
    return (*_steps(folders), _name(last))
