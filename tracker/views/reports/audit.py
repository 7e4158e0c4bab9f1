"""The audit as rows: the moves of a line, and the commits of which the law of their day says something."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.finding import Finding, Severity
from tracker.law.history import Step
from tracker.law.moved import Moved


class Judged(NamedTuple):
    """A commit with what is said of it; `read` gives its files."""

    commit: str
    day: str
    author: str
    subject: str
    findings: tuple[Finding, ...]
    read: Callable[[str], bytes]


@dataclass(frozen=True)
class AuditReport:
    """What was found along a line: after `since`, up to `head`, by each day's law or one `policy`.

    `unverified` is how many approvals of gates stand there by a name alone, with nothing in git to prove them.
    """

    moves: tuple[Moved, ...]
    judged: tuple[Judged, ...]
    commits: int
    head: str
    unverified: int = 0
    since: str | None = None
    policy: str | None = None

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(one.severity is severity for each in self.judged for one in each.findings)

    @property
    def refused(self) -> int:
        """How many moves the law of their day would have refused."""
        return sum(one.refused is not None for one in self.moves)

    def fails(self, threshold: Severity) -> bool:
        """True where a finding is as grave as the threshold, or graver."""
        return any(one.severity.reaches(threshold) for each in self.judged for one in each.findings)


def judged(steps: Iterable[Step]) -> list[Judged]:
    """The steps of which something is said."""
    return [
        Judged(
            step.commit.hash, step.day.isoformat(), step.commit.author_name, step.commit.subject,
            step.findings, step.read,
        )
        for step in steps
        if step.findings
    ]  # fmt: skip
