"""What is said about a file: findings, where they point and how grave they are.

The lowest storey: it imports nothing of ours, and everything above speaks in its words.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Route = tuple[str | int, ...]
"""The keys and indices that lead from the root of a document to a value."""


class Severity(StrEnum):
    """How grave a finding is; the order of declaration is the order of gravity."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)

    def reaches(self, threshold: "Severity") -> bool:
        """True where this severity is as grave as the threshold, or graver."""
        return self.rank <= threshold.rank


class Span(NamedTuple):
    """A stretch of text: lines and columns count characters from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line that holds a character of it."""
        return max(self.line, self.end_line - (self.end_column <= 1))


START = Span(1, 1, 1, 1)
"""The place of a finding that concerns a file as a whole."""


class Spot(NamedTuple):
    """A symbolic place: a file, the route in it, and whether the key or the value is meant.

    It is made concrete once, by the runner, and only for files that have findings. Where the file
    says nothing under the first key of the route, `instead` is a place that tells more than the
    start of the file.
    """

    path: str
    route: Route = ()
    key: bool = False
    instead: "Spot | None" = None


class Location(NamedTuple):
    """A concrete place: a path from the repository's root, and a span in that file."""

    path: str
    span: Span = START


class Related(NamedTuple):
    """Another place that explains a finding."""

    message: str
    location: Location


Place = Spot | Location
"""A place as whoever found something knows it: symbolic, or concrete already."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check or a loader has to say, before rule, severity and position are stamped on it."""

    at: Place
    message: str
    hint: str | None = None
    related: tuple[tuple[str, Place], ...] = ()
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about one place, under one rule."""

    rule: str
    severity: Severity
    message: str
    location: Location
    hint: str | None = None
    related: tuple[Related, ...] = ()
    before: str | None = None
    after: str | None = None

    @property
    def order(self) -> tuple[str, int, str, int, str]:
        """Findings are sorted by path, line and rule; the rest makes the order total."""
        at = self.location
        return (at.path, at.span.line, self.rule, at.span.column, self.message)
