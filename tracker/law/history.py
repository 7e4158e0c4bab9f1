"""History: changes, folded over the main line from git alone; and each step judged by the law of its day.

A step is one commit of the main line, of a merge what it brought. States are compared with the
last that could be read, so that a broken file in the middle hides no move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from msgspec import structs

from tracker.finding import Finding, Severity
from tracker.law.change import Change, changes
from tracker.law.check import Case, Check, checks, run
from tracker.law.judge import Base, law_of
from tracker.law.past import Landing, Past
from tracker.law.policy import Law
from tracker.law.proof import Evidence, Proof
from tracker.law.proving import proof_of
from tracker.model.entity import Entity
from tracker.model.follow import Landed, Line, Touched
from tracker.model.kinds import KINDS
from tracker.model.work import Work
from tracker.source.commits import Commit

Between = Callable[[str, str], tuple[Commit, ...]]
"""The commits that the second of two revisions holds and the first does not."""


@dataclass(frozen=True, eq=False)
class Step:
    """One commit of the main line: the Work before (as it could last be read) and after, and between.

    `findings` are what the law of its day says of it, and of files that it left unreadable.
    `read` gives the files of the commit, `unread` says of entities that could not be read before since which commit.
    """

    commit: Commit
    before: Work
    after: Work
    changes: tuple[Change, ...]
    law: Law
    read: Callable[[str], bytes]
    findings: tuple[Finding, ...] = ()
    unread: Mapping[tuple[str, str], str] = field(default_factory=dict)

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
    readable, past = _Readable(start), Past()
    for landed in line.walk(start):
        step = _step(landed, readable, between, judging, past)
        yield step
        past.land(step.changes, Landing(step.commit.hash, step.day))


def _step(
    landed: Landed, readable: "_Readable", between: Between, judging: Judging, past: Past
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
    if found or after.faults:
        case = Case(after, law, found, past=past)
        findings = tuple(run(case, landed.changed.read, _rules(proof_of(law))))
    return Step(commit, before, after, found, law, landed.changed.read, findings, unread)


_WRITTEN = ("review", "approval")
_UNREADABLE = ("syntax", "unreadable-file")


@cache
def _rules(proof: Proof) -> tuple[Check, ...]:
    """The rules of a change, and those of files that cannot be read.

    The forge's reviews are not in git: where they are the proof, none can be had of it later.
    """
    unproven = ("approval-unproven",) if proof is Proof.REVIEW else ()
    return tuple(
        rule
        for rule in checks().values()
        if (rule.needs_base or rule.rule in _UNREADABLE) and rule.rule not in unproven
    )


class _Readable:
    """The Work with the last readable state of what cannot be read now."""

    def __init__(self, start: Work) -> None:
        self.work = start
        self.since: dict[tuple[str, str], str] = {}
        self._kept: dict[tuple[str, str], Entity[Any]] = {}

    def land(self, landed: Landed) -> Touched:
        """A step is made; what it touched, with what was kept and is now gone for good."""
        before, after = self.work, landed.work
        self._keep_each(before, landed)
        if after.unnamed:
            self._keep_collections(before, landed)
        lost = self._lose(after)
        self.work = self._patched(after) if self._kept else after
        return landed.touched if not lost else _joined(landed.touched, lost)

    def _keep_each(self, before: Work, landed: Landed) -> None:
        for kind, ids in landed.touched.items():
            for id in ids:
                now, old = landed.work.of(kind).get(id), before.of(kind).get(id)
                kept = _known(old, now) if old is not None and now is not None else None
                if kept is None:
                    self._kept.pop((kind, id), None)
                    self.since.pop((kind, id), None)
                else:
                    self._keep(kept, landed.commit)

    def _keep_collections(self, before: Work, landed: Landed) -> None:
        """All that a collection held stays known while it cannot be read."""
        after = landed.work
        for kind in after.opaque:
            for id, entity in before.of(kind).items():
                if entity.path in after.unnamed and id not in after.of(kind):
                    self._keep(entity, landed.commit)

    def _keep(self, entity: Entity[Any], commit: Commit) -> None:
        self._kept[entity.kind, entity.id] = entity
        self.since.setdefault((entity.kind, entity.id), commit.hash)

    def _lose(self, after: Work) -> list[tuple[str, str]]:
        lost = [
            (kind, id)
            for (kind, id), entity in self._kept.items()
            if id not in after.of(kind) and entity.path not in after.unnamed
        ]
        for key in lost:
            del self._kept[key], self.since[key]
        return lost

    def _patched(self, after: Work) -> Work:
        entities = dict(after.entities)
        for (kind, id), entity in self._kept.items():
            entities[kind] = dict(sorted({**entities.get(kind, {}), id: entity}.items()))
        kept = {entity.path for entity in self._kept.values()}
        opaque = after.opaque if after.unnamed - kept else frozenset()
        return replace(after, entities=entities, unnamed=after.unnamed - kept, opaque=opaque)


def _joined(touched: Touched, more: list[tuple[str, str]]) -> Touched:
    found = dict(touched)
    for kind, id in more:
        found[kind] = found.get(kind, frozenset()) | {id}
    return found


def _known(old: Entity[Any], now: Entity[Any]) -> Entity[Any] | None:
    """An entity with the states that could last be read; None where all of them can be read now."""
    if now.unreadable:
        return None if old.unreadable else old
    names = ("phase", "status") if now.kind == "project" else (KINDS[now.kind].state or "",)
    lost = {
        name: getattr(old.record, name)
        for name in names
        if name and not now.knows(name) and old.knows(name)
    }
    if not lost or old.unreadable:
        return None
    broken = now.broken - {(name,) for name in lost}
    return replace(now, record=structs.replace(now.record, **lost), broken=broken)
