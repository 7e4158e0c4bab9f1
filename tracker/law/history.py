"""History: changes, folded over the main line from git alone; and each step judged by the law of its day.

A step is one commit of the main line, of a merge what it brought. States are compared with the
last that could be read, so that a broken file in the middle hides no move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from tracker.finding import Finding, Severity
from tracker.law.approved import Approved, approved, settled
from tracker.law.change import Change, changes
from tracker.law.check import Case, Check, checks, run
from tracker.law.judge import Base, law_of
from tracker.law.past import Landing, Past
from tracker.law.policy import Law
from tracker.law.proof import Evidence, Proof
from tracker.law.proving import proof_of
from tracker.law.readable import Key, Readable
from tracker.model.entity import Entity
from tracker.model.follow import Landed, Line, Touched
from tracker.model.work import Work
from tracker.source.commits import Commit

Between = Callable[[str, str], tuple[Commit, ...]]
"""The commits that the second of two revisions holds and the first does not."""


@dataclass(frozen=True, eq=False)
class Step:
    """One commit of the main line: the Work before (as it could last be read) and after, and between.

    `findings` are what the law of its day says of it, and of files that it left unreadable.
    `read` gives the files of the commit; `unread` says of entities that could not be read before which
    fields could not, each since which commit. `day` is when it landed, never before the step before
    it. `approvals` are those of the gates that it passes.
    """

    commit: Commit
    before: Work
    after: Work
    changes: tuple[Change, ...]
    law: Law
    read: Callable[[str], bytes]
    day: date
    findings: tuple[Finding, ...] = ()
    approvals: tuple[Approved, ...] = ()
    unread: Mapping[Key, Mapping[str, str]] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)


@dataclass(frozen=True)
class Judging:
    """How steps are judged: by a law of one's own in place of each day's, with what proves approvals.

    `since` is the day of the commit before the line.
    """

    law: Work | None = None
    evidence: Evidence = field(default_factory=Evidence)
    since: date = date.min


def steps(line: Line, start: Work, between: Between, judging: Judging) -> Iterator[Step]:
    """Every commit of a line that begins after `start`, judged."""
    readable, past, day = Readable(start), Past(), judging.since
    for landed in line.walk(start):
        # Whoever writes an earlier day than that of the commit before gains no law by it.
        day = max(day, _day(landed.commit))
        before, since = readable.work, dict(readable.since)
        found, commits = _brought(landed, before, readable.land(landed), between)
        law = _law(landed, before, commits, day, judging)
        findings, approvals = _judged(landed, found, law, past, line)
        yield Step(
            landed.commit, before, landed.work, found, law, landed.changed.read, day,
            findings, approvals, since,
        )  # fmt: skip
        past.land(found, Landing(landed.commit.hash, day))


def _day(commit: Commit) -> date:
    """The day it landed: a commit can be written long before."""
    return max(commit.authored.date(), commit.committed.date())


def _brought(
    landed: Landed, before: Work, among: Touched, between: Between
) -> tuple[tuple[Change, ...], tuple[Commit, ...]]:
    """What a step changes, and the commits that it is made of."""
    commit = landed.commit
    commits: tuple[Commit, ...] = (commit,)
    found = changes(before, landed.work, commits, among)
    if len(commit.parents) > 1 and any(change.kind in _WRITTEN for change in found):
        # Who wrote what is approved stands in the commits that were merged, not in the merge.
        commits = tuple(between(commit.parents[0], commit.hash))
        found = changes(before, landed.work, commits, among)
    return found, commits


def _law(
    landed: Landed, before: Work, commits: tuple[Commit, ...], day: date, judging: Judging
) -> Law:
    parents = landed.commit.parents
    parent = parents[0] if parents else "BASE"
    base = Base(before, before, parent, commits, compared=parent, evidence=judging.evidence)
    return law_of(landed.work, day, base, judging.law)


def _judged(
    landed: Landed, found: tuple[Change, ...], law: Law, past: Past, line: Line
) -> tuple[tuple[Finding, ...], tuple[Approved, ...]]:
    """What the law says of a step, and the approvals of the gates that it passes."""
    if not found and not landed.work.faults:
        return (), ()
    case = Case(landed.work, law, found, past=past)
    findings = run(case, landed.changed.read, _rules(proof_of(law)))

    def coming(folder: str) -> Iterator[tuple[date, Entity[Any]]]:
        for commit, entity in line.coming(landed.commit, folder):
            yield max(law.as_of, _day(commit)), entity

    approvals = tuple(approved(found, law, findings, coming))
    settled_ = settled(findings, approvals, past.answering)
    past.answering.update(one.path for one in approvals if one.late is not None)
    return settled_, approvals


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
