"""What a review is made of: plain values, from groups down to one thing that changed.

Every text may hold what somebody wrote into a file: whoever prints it escapes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a thing is meant: as it should be, against the law, worth a look, or neither."""

    GOOD = "good"
    BAD = "bad"
    CARE = "care"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed: what it is, what it was and what it becomes, and what that means.

    `kind` says what sort of row it is (`phase`, `criterion`, `date`, `added`, `finding` ...).
    """

    kind: str
    text: str
    old: str | None = None
    new: str | None = None
    note: str | None = None
    tone: Tone = Tone.PLAIN
    items: tuple["Item", ...] = ()

    def count(self) -> int:
        """How many rows it is, with those below it."""
        return 1 + sum(one.count() for one in self.items)


@dataclass(frozen=True, slots=True)
class Block:
    """Things of one sort under a heading: dates, budget, people."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a picture: `passed`, `left` or `skipped` by this change, `present`, or `ahead`."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Section:
    """All that happens to one project, process, goal, person or part of the law.

    `ref` is `kind/id`, `event` is `new`, `gone`, `renamed` or `changed`; `phases` is the picture of
    a project whose phase moves, empty for all others.
    """

    ref: str
    title: str
    event: str
    blocks: tuple[Block, ...]
    phases: tuple[Phase, ...] = ()

    def count(self) -> int:
        return sum(item.count() for block in self.blocks for item in block.items)


@dataclass(frozen=True, slots=True)
class Group:
    """Sections of one sort: projects, processes, goals, people, law."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The whole: three lines, whose law was asked and when, and what happens to whom."""

    allowed: bool
    verdict: str
    why: str
    who: str
    base: str
    head: str
    policy: str
    as_of: str
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The three lines that come first, each after its label."""
        return (
            ("Allowed" if self.allowed else "Not allowed", self.verdict),
            ("Why", self.why),
            ("Who must act", self.who),
        )

    def sections(self) -> Iterator[Section]:
        for group in self.groups:
            yield from group.sections
