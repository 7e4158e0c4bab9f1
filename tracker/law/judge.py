"""Judging: the findings of a head, alone or against a base, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.finding import Finding, Severity
from tracker.law.change import Change, changes
from tracker.law.check import Case, ignored, run
from tracker.law.compared import compared
from tracker.law.past import Past
from tracker.law.policy import Law
from tracker.law.proof import NOTHING, Evidence
from tracker.model.work import Work
from tracker.source.commits import Commit


@dataclass(frozen=True)
class Base:
    """The other side of a change.

    `work` is the tip of the base, or what both share where the head does not hold it, being
    `behind` by so many commits. `tip` is where the law stands. `commits` are those between.
    `compared` is the hash of the commit that the head is compared with; `evidence` proves approvals.
    """

    work: Work
    tip: Work
    label: str
    commits: tuple[Commit, ...] = ()
    behind: int = 0
    compared: str = "BASE"
    evidence: Evidence = NOTHING

    def before(self, head: Work) -> Work:
        """The side that a head is compared with, entity by entity."""
        return compared(self.work, self.tip, head)


@dataclass(frozen=True)
class Verdict:
    """What was found, and what was read to find it; every output is made of this.

    `policy` is `base`, `head` or the folder that the law was read from; `before` is what the head
    was compared with, `ignored` are the rules that the law switches off, `law` is what judged.
    """

    findings: tuple[Finding, ...]
    work: Work
    head: str
    base: str | None
    policy: str
    as_of: date
    changes: tuple[Change, ...] = ()
    before: Work | None = None
    ignored: tuple[str, ...] = ()
    law: Law | None = None

    @property
    def transitions_judged(self) -> bool:
        return self.base is not None

    @property
    def files(self) -> Mapping[str, int]:
        """How many files of each kind were read."""
        return self.work.files

    @property
    def entities(self) -> Mapping[str, int]:
        """How many of each kind those files hold."""
        return self.work.counts()

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, threshold: Severity) -> bool:
        """True where a finding is as grave as the threshold, or graver."""
        return any(finding.severity.reaches(threshold) for finding in self.findings)


def judge(
    head: Work,
    as_of: date,
    base: Base | None = None,
    policy: str = "base",
    law: Work | None = None,
    past: Past | None = None,
) -> Verdict:
    """A head is judged by the law of the base; without a base only its state is, by its own.

    With `law` (the head itself, or a folder given on the command line) that is the law instead.
    `past` is what came before the base, for the rules that judge a history.
    """
    case = opened(head, as_of, base, law, past)
    findings = run(case, head.snapshot.read)
    return Verdict(
        tuple(findings), head, head.snapshot.label, base.label if base else None, policy, as_of,
        case.changes or (), base.before(head) if base else None, ignored(case.law.settings), case.law,
    )  # fmt: skip


def opened(
    head: Work,
    as_of: date,
    base: Base | None = None,
    law: Work | None = None,
    past: Past | None = None,
) -> Case:
    """What there is to judge: the law that rules, and with a base the changes."""
    found = changes(base.before(head), head, base.commits) if base is not None else None
    given = law_of(head, as_of, base, law)
    return Case(head, given, found, base is None or not base.behind, past)


def law_of(head: Work, as_of: date, base: Base | None = None, law: Work | None = None) -> Law:
    """The law that judges a head: the base's, its own where the base has no workspace, or one given."""
    founding = base is not None and base.tip.root is None and law in (None, head)
    ruling = head if founding or base is None else base.tip
    name = base.compared[:12] if base is not None else "BASE"
    evidence = replace(base.evidence, commits=base.commits) if base is not None else NOTHING
    return Law(ruling if law is None or founding else law, head, as_of, founding, name, evidence)
