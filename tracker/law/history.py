"""History: changes, folded over the main line from git alone; and each step judged by the law of its day.

A step is one commit of the main line, of a merge what it brought. States are compared with the
last that could be read, so that a broken file in the middle hides no move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tracker.finding import Finding, Severity
from tracker.law.change import Change, changes
from tracker.law.check import Case, Check, checks, run
from tracker.law.judge import Base, law_of
from tracker.law.passing import given, passed
from tracker.law.past import Landing, Past
from tracker.law.policy import Law
from tracker.law.proof import Evidence, Proof
from tracker.law.proving import proof_of
from tracker.law.readable import Key, Readable
from tracker.model.follow import Landed, Line
from tracker.model.work import Work
from tracker.source.commits import Commit

Between = Callable[[str, str], tuple[Commit, ...]]
"""The commits that the second of two revisions holds and the first does not."""


@dataclass(frozen=True, eq=False)
class Step:
    """One commit of the main line: the Work before (as it could last be read) and after, and between.

    `findings` are what the law of its day says of it, and of files that it left unreadable.
    `read` gives the files of the commit; `unread` says of entities that could not be read before which
    fields could not, each since which commit. `unverified` is how many approvals of its gates stand
    there by a name alone.
    """

    commit: Commit
    before: Work
    after: Work
    changes: tuple[Change, ...]
    law: Law
    read: Callable[[str], bytes]
    findings: tuple[Finding, ...] = ()
    unverified: int = 0
    unread: Mapping[Key, Mapping[str, str]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day it landed: a commit can be written long before."""
        return max(self.commit.authored.date(), self.commit.committed.date())

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)


@dataclass(frozen=True)
class Judging:
    """How steps are judged: by a law of one's own in place of each day's, with what proves approvals."""

    law: Work | None = None
    evidence: Evidence = field(default_factory=Evidence)


def steps(line: Line, start: Work, between: Between, judging: Judging) -> Iterator[Step]:
    """Every commit of a line that begins after `start`, judged."""
    readable, past = Readable(start), Past()
    for landed in line.walk(start):
        step = _step(landed, readable, between, judging, past)
        yield step
        past.land(step.changes, Landing(step.commit.hash, step.day))


def _step(
    landed: Landed, readable: Readable, between: Between, judging: Judging, past: Past
) -> Step:
    commit, after = landed.commit, landed.work
    before, unread = readable.work, dict(readable.since)
    among = readable.land(landed)
    commits: tuple[Commit, ...] = (commit,)
    found = changes(before, after, commits, among)
    if len(commit.parents) > 1 and any(change.kind in _WRITTEN for change in found):
        # Who wrote what is approved stands in the commits that were merged, not in the merge.
        commits = tuple(between(commit.parents[0], commit.hash))
        found = changes(before, after, commits, among)
    parent = commit.parents[0] if commit.parents else "BASE"
    day = max(commit.authored.date(), commit.committed.date())
    base = Base(before, before, parent, commits, compared=parent, evidence=judging.evidence)
    law = law_of(after, day, base, judging.law)
    findings: tuple[Finding, ...] = ()
    proof = proof_of(law)
    if found or after.faults:
        case = Case(after, law, found, past=past)
        findings = tuple(run(case, landed.changed.read, _rules(proof)))
    by_name = 0 if proof is Proof.SIGNATURE else _approvals(found, law)
    return Step(commit, before, after, found, law, landed.changed.read, findings, by_name, unread)


def _approvals(found: tuple[Change, ...], law: Law) -> int:
    return sum(len(given(found, gate.review)) for gate in passed(found, law))


_WRITTEN = ("review", "approval")
UNREADABLE = ("syntax", "unreadable-file")


@cache
def _rules(proof: Proof) -> tuple[Check, ...]:
    """The rules of a change, and those of files that cannot be read.

    The forge's reviews are not in git: where they are the proof, none can be had of it later.
    """
    unproven = ("approval-unproven",) if proof is Proof.REVIEW else ()
    return tuple(
        rule
        for rule in checks().values()
        if (rule.needs_base or rule.rule in UNREADABLE) and rule.rule not in unproven
    )
