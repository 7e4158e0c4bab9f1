"""Where somebody stands: the workspace, the repository around it, and what is not committed or not landed.

Gathered at the cost of one check. Whatever cannot be told is left out, and `trouble` says why.
"""

from dataclasses import dataclass, replace

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.evidence import proved, ssh_stops, uncommitted
from tracker.cli.workspace.opening import Opening, git_stops, is_bare
from tracker.cli.workspace.revisions import short
from tracker.law.change import Change
from tracker.law.judge import Base, Verdict, judge
from tracker.model.work import Work
from tracker.source.git import Repository, UnknownRevisionError
from tracker.source.snapshot import Folder

HEAD = "HEAD"


@dataclass(frozen=True)
class Standing:
    """What is known of a place.

    `base` is what the change is compared with, `ahead` how many commits of the head it lacks,
    `behind` how many of its own the head lacks, as far as they were fetched.
    `uncommitted` are the paths of the workspace that differ from the last commit.
    """

    opening: Opening
    bare: bool = False
    branch: str | None = None
    commit: str | None = None
    base: str | None = None
    ahead: int = 0
    behind: int = 0
    uncommitted: tuple[str, ...] = ()
    verdict: Verdict | None = None
    trouble: Stop | None = None

    @property
    def repository(self) -> Repository | None:
        return self.opening.repository

    @property
    def work(self) -> Work | None:
        return self.verdict.work if self.verdict else None

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.verdict.changes if self.verdict else ()

    @property
    def against(self) -> str:
        """The base as people type it; HEAD where it is the commit that is checked out."""
        return short(self.base or HEAD)

    @property
    def pushes(self) -> bool:
        """True where changes land on a branch of another repository."""
        return (self.base or "").startswith("refs/remotes/")

    @property
    def on_default(self) -> bool:
        """True on the branch that changes go to."""
        return self.branch is not None and self.branch == self.against.removeprefix("origin/")


def standing(opening: Opening) -> Standing:
    """Where somebody stands who starts in that place."""
    found = Standing(opening, bare=opening.repository is None and is_bare(opening.top))
    try:
        found = _with_git(found)
    except Stop as stop:
        found = replace(found, trouble=stop)
    if opening.root is None:
        return found
    head = Folder(opening.top)
    work = opening.load(head, opening.root)
    if found.commit is None:
        return replace(found, verdict=judge(work, today()))
    base = None
    for ref in dict.fromkeys((found.base or HEAD, HEAD)):
        try:
            base = opening.base(ref, head, None)
        except Stop as stop:
            found = replace(found, trouble=found.trouble or stop, base=None)
        else:
            break
    base = proved(opening, base, work) if base else None
    paths = base.evidence.uncommitted if base else uncommitted(opening, work)
    with ssh_stops():
        said = judge(work, today(), base)
    return replace(
        _named(found, base),
        ahead=len(base.commits) if base else 0,
        behind=base.behind if base else 0,
        uncommitted=tuple(sorted(paths)),
        verdict=said,
    )


def _with_git(found: Standing) -> Standing:
    repository = found.repository
    if repository is None:
        return found
    with git_stops():
        found = replace(found, branch=repository.branch())
        try:
            return replace(found, commit=repository.resolve(HEAD), base=repository.default_branch())
        except UnknownRevisionError:
            return found


def _named(found: Standing, base: Base | None) -> Standing:
    """A base that is the very commit which is checked out is called HEAD, unless it is elsewhere."""
    if base is not None and base.label == found.commit and not found.pushes:
        return replace(found, base=None)
    return found
