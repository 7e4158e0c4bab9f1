"""Judging what was opened: the head, against a base where one is asked for, under the law that is meant."""

from datetime import date
from pathlib import Path

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.evidence import proved, ssh_stops
from tracker.cli.workspace.opening import Opening, git_stops
from tracker.finding import Severity
from tracker.law.judge import Base, Verdict, judge
from tracker.model.work import Work
from tracker.source.snapshot import Folder, Snapshot

POLICIES = ("base", "head")
FOUND = 1
"""The exit code where something is as grave as `--fail-on`, or graver."""


def day_of(opening: Opening, ref: str) -> date:
    with git_stops():
        return opening.git().commit_date(opening.revision(ref).commit)


def verdict(
    opening: Opening,
    head: Snapshot,
    base_ref: str | None,
    policy: str,
    day: date,
    reviews: Path | None = None,
) -> Verdict:
    given = None if policy in POLICIES else opening.policy(Path(policy))
    if given is not None:
        sound_policy(given, policy, day)
    if given is None and isinstance(head, Folder):
        opening.demand()
    work = opening.load(head, opening.root_in(head), given)
    _something(work)
    base: Base | None = None
    if base_ref is not None:
        base = proved(opening, opening.base(base_ref, head, given), work, reviews)
    law = given if given is not None else (work if policy == "head" else None)
    with ssh_stops():
        return judge(work, day, base, policy, law)


def sound_policy(policy: Work, name: str, day: date) -> None:
    """A law that is broken itself judges nothing."""
    errors = [
        finding for finding in judge(policy, day).findings if finding.severity is Severity.ERROR
    ]
    if errors:
        first = errors[0]
        at = f"{name}/{first.location.path}:{first.location.span.line}"
        raise Stop(
            f"the policy is at fault: {at}: {first.message}",
            first.hint or "mend it, then check again",
        )


def _something(work: Work) -> None:
    """Nothing to judge is not a clean bill."""
    if work.root is None and work.workspace is None:
        raise Stop(
            "the revision holds no workspace", "name one that does, or judge by `--policy DIR`"
        )
    judged = {
        kind: count for kind, count in work.files.items() if kind not in ("workspace", "lifecycle")
    }
    if not judged and not work.faults:
        raise Stop(
            "nothing was found to check: the workspace holds no goals, projects, processes or people",
            "`tracker new project ID` starts one; with `adopt`, see that its `files` match something",
        )
