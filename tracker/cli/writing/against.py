"""What a change is judged against before it is written: the base, and what the files would say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.cli.workspace.opening import Opening, git_stops
from tracker.cli.workspace.revisions import short
from tracker.finding import Finding, Severity
from tracker.law.change import Change, changes
from tracker.law.judge import Base, Verdict, judge
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.source.git import UnknownRevisionError
from tracker.source.overlay import Overlay
from tracker.source.snapshot import Folder

Files = dict[str, tuple[bytes | None, bytes]]
"""Files by their path from the root: what they hold (None where they are new), and what they will."""


@dataclass(frozen=True)
class Side:
    """What a move is judged against: the base where there is one, else the files as they stand."""

    opening: Opening
    work: Work
    base: Base
    name: str | None
    day: date

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the working tree does already."""
        return changes(self.base.before(self.work), self.work)

    @cached_property
    def law(self) -> Law:
        founding = self.base.tip.root is None
        return Law(self.work if founding else self.base.tip, self.work, self.day, founding)

    def before(self, project: Entity[Project]) -> Entity[Project] | None:
        """The project as the base has it; None where it is new."""
        found = next(
            (one for one in self.changes if one.kind == "project" and one.id == project.id), None
        )
        return project if found is None else found.before

    def judged(self, files: Mapping[str, bytes]) -> Verdict:
        """What would be said of the working tree with these files."""
        head = self.opening.load(Overlay(self.work.snapshot, files), self.opening.root)
        return judge(head, self.day, self.base)

    def errors(self, files: Mapping[str, bytes]) -> list[Finding]:
        """The errors that it would have with these files, and does not have now."""
        now = {_key(one) for one in self.judged({}).findings}
        return [
            one
            for one in self.judged(files).findings
            if one.severity is Severity.ERROR and _key(one) not in now
        ]


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.location.path, finding.message


def side(opening: Opening, work: Work, ref: str | None, day: date) -> Side:
    """The base that is named, else the branch that changes go to, else the files as they stand."""
    ref = ref or usual(opening)
    if ref is None:
        return Side(opening, work, Base(work, work, "the files as they stand"), None, day)
    base = opening.base(ref, Folder(opening.top), None)
    return Side(opening, work, base, short(ref), day)


def usual(opening: Opening) -> str | None:
    """The branch that changes go to, else the last commit; None where there is none yet."""
    if opening.repository is None:
        return None
    with git_stops():
        try:
            opening.repository.resolve("HEAD")
            return opening.repository.default_branch() or "HEAD"
        except UnknownRevisionError:
            return None
