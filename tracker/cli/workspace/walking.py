"""Walking the main line: which commits are meant, what is told on the way, and how far it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.progress import Progress
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.evidence import proofs
from tracker.cli.workspace.judging import day_of, sound_policy
from tracker.cli.workspace.opening import Opening, git_stops
from tracker.law.history import Judging, Step, steps
from tracker.law.moved import History
from tracker.model.digest import uncollected
from tracker.model.follow import Line
from tracker.model.work import Work
from tracker.source.commits import Commit
from tracker.source.ssh import SshError
from tracker.views.reports.audit import Judged, judged

_WORTH_TELLING = 500


@dataclass
class Walk:
    """One walk along the main line: where it ended, and what was told and judged on the way."""

    head: str
    end: Work
    since: str | None = None
    told: History = field(default_factory=History)
    judged: list[Judged] = field(default_factory=list)
    unverified: int = 0


def walk(
    opening: Opening, at: str | None = None, since: str | None = None, policy: Path | None = None
) -> Walk:
    """The commits of the main line up to a revision, each step judged.

    With `since` the line begins after that revision, and what stood there is taken as it is.
    """
    law = None
    if policy is not None:
        law = opening.policy(policy)
        sound_policy(law, str(policy), today())
    else:
        opening.demand()
    head = opening.revision(at or "HEAD").commit
    start = None if since is None else _start(opening, since, head)
    with git_stops():
        commits = opening.git().log(start, head, first_parent=True)
    if not commits:
        raise Stop(f"there is no commit after {since}", "name an older revision")
    with git_stops(), uncollected():
        line = Line(opening.git(), commits, opening.root, opening.library, law)
        before = line.start()
        found = Walk(head, before, start)
        found.told.open(before)

        def between(base: str, tip: str) -> tuple[Commit, ...]:
            return tuple(opening.git().log(base, tip))

        first = date.min if start is None else day_of(opening, start)
        judging = Judging(law, proofs(opening.git()), first)
        try:
            for step in watched(steps(line, before, between, judging), len(commits)):
                found.told.land(step)
                found.judged += filter(None, [judged(step)])
                found.unverified += sum(not one.is_verified for one in step.approvals)
                found.end = step.after
        except SshError as error:
            raise Stop(error.message, error.hint) from error
    return found


def _start(opening: Opening, since: str, head: str) -> str:
    commit = opening.revision(since).commit
    with git_stops():
        is_part = opening.git().is_ancestor(commit, head)
    if not is_part:
        raise Stop(
            f"{since} is no part of this history",
            "name a revision that the head came from: `git log --first-parent` lists the main line",
        )
    return commit


def watched(steps: Iterator[Step], count: int) -> Iterator[Step]:
    """On a terminal, and where it is long: how far it is, on standard error."""
    with Progress("commits", _WORTH_TELLING) as progress:
        for at, step in enumerate(steps, 1):
            progress.tell(at, count)
            yield step
