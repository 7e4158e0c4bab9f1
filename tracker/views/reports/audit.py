"""The audit as rows: the moves of a line, and the commits of which the law of their day says something."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.finding import Finding, Severity
from tracker.law.history import Step
from tracker.law.moved import Moved


class Judged(NamedTuple):
    """A commit with what is said of it; `read` gives its files.

    `other` is the other side of a merge that says to have merged the main line into a branch: that
    this branch then became the main line turns it round, and what was landed step by step is one.
    """

    commit: str
    day: str
    author: str
    subject: str
    findings: tuple[Finding, ...]
    read: Callable[[str], bytes]
    other: str | None = None


_MAIN = re.compile(r"Merge (remote-tracking )?branch '([^']+/)?(main|master)'")
"""How git names a merge of the main line into another, where nobody says otherwise."""


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


def judged(step: Step) -> Judged | None:
    """A step, where something is said of it: without what would have mended it before it landed."""
    if not step.findings:
        return None
    commit, findings = step.commit, tuple(replace(one, hint=None) for one in step.findings)
    turns = len(commit.parents) > 1 and _MAIN.match(commit.subject)
    other = commit.parents[1] if turns else None
    return Judged(
        commit.hash, step.day.isoformat(), commit.author_name, commit.subject, findings, step.read, other
    )  # fmt: skip
