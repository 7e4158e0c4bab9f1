"""The remote of a checkout: what the checkout lacks is fetched, within bounds."""

import os
import subprocess
from collections.abc import Iterator

from tracker.cli.terminal.stop import Stop
from tracker.source.git import GitError, Repository, ShallowCloneError, UnknownRevisionError

BRANCH = "refs/heads/"
ORIGIN = "refs/remotes/origin/"
DEEPER = (50, 500, 5_000)
"""How many commits more a shallow clone is asked for, one after the other."""

NO_SUCH_BRANCH = 2
"""What `git ls-remote --exit-code` ends with; whatever else is not 0 is no answer."""

_QUIET = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
_MEND = "check out the whole history: `fetch-depth: 0` for actions/checkout"


class Remote:
    """Where the checkout came from; asked only for what the checkout lacks."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def has(self, commit: str) -> bool:
        """True where a commit is here, or could be fetched by its hash."""
        return self._knows(commit) or (self._fetch(commit) and self._knows(commit))

    def branch(self, name: str) -> bool:
        """True where there is such a branch, here or there; a remote that says nothing is no answer."""
        if self._knows(ORIGIN + name):
            return True
        asked = self._git("ls-remote", "--exit-code", "origin", BRANCH + name)
        if asked.returncode not in (0, NO_SUCH_BRANCH):
            raise self._failed(asked)
        return asked.returncode == 0

    def take(self, ref: str, commit: str) -> None:
        """Fetch a commit that a ref of the remote leads to; a ref that has moved on is no answer."""
        if self._knows(commit):
            return
        asked = self._git("fetch", *_QUIET, *self._depth(1), "origin", ref)
        if asked.returncode != 0 or not self._knows(commit):
            raise self._failed(asked)

    def lost(self, before: str) -> bool:
        """True where the head's history does not hold what was there before."""
        self.bring(before)
        return not self._repository.is_ancestor(before, "HEAD")

    def merged_with(self, merge: str) -> str | None:
        """The commit that a merge was made with, where that is what is checked out.

        Read from the commit itself, because a shallow clone hides its parents.
        """
        if self._repository.resolve("HEAD") != merge:
            return None
        about = self._git("cat-file", "commit", merge).stdout.partition("\n\n")[0]
        parents = [line[7:] for line in about.splitlines() if line.startswith("parent ")]
        return parents[0] if len(parents) > 1 else None

    def bring(self, base: str, tips: tuple[str, ...] | None = None, head: str = "HEAD") -> None:
        """Fetch the base, and as much history as it takes to see where the head left it.

        A branch that is here may be what an earlier run of this machine left behind: it is fetched
        where it lacks one of its tips, and where no tip is known.
        """
        if not self._knows(base) or not self._is_fresh(base, tips):
            wanted = self._wanted(base)
            asked = self._git("fetch", *_QUIET, *self._depth(1), "origin", wanted)
            if asked.returncode != 0 or not self._knows(base):
                raise self._failed(asked)
        for more in self._steps(base, head):
            both = (self._wanted(base), self._repository.resolve(head))  # the head by its hash
            asked = self._git("fetch", *_QUIET, f"--deepen={more}", "origin", *both)
            if asked.returncode != 0:
                raise self._failed(asked)

    def _is_fresh(self, base: str, tips: tuple[str, ...] | None) -> bool:
        """True where the base holds its tips, as far as this clone can see."""
        git = self._repository
        try:
            return tips is None or (
                bool(tips) and all(git.is_ancestor(tip, git.resolve(base)) for tip in tips)
            )
        except GitError:  # a tip that is not here, or lies behind the end of a shallow clone
            return False

    def _steps(self, base: str, head: str) -> Iterator[int]:
        for more in DEEPER:
            if self._is_whole(base, head):
                return
            yield more
        if not self._is_whole(base, head):
            raise Stop(
                f"the base lies more than {sum(DEEPER):,} commits back, and this clone is shallow",
                _MEND,
            )

    def _is_whole(self, base: str, head: str) -> bool:
        """True where the commits between base and head are here; what it comes to is Tracker's to say."""
        git = self._repository
        try:
            shared = git.merge_base(git.resolve(base), git.resolve(head))
            if shared is not None:
                git.log(shared, head)
        except ShallowCloneError:
            return False
        return True

    def _wanted(self, base: str) -> str:
        name = base.removeprefix(ORIGIN)
        return base if name == base else f"+{BRANCH}{name}:{base}"

    def _depth(self, count: int) -> tuple[str, ...]:
        return (f"--depth={count}",) if self._repository.is_shallow() else ()

    def _knows(self, ref: str) -> bool:
        try:
            self._repository.resolve(ref)
        except UnknownRevisionError:
            return False
        return True

    def _fetch(self, commit: str) -> bool:
        asked = self._git("fetch", *_QUIET, *self._depth(1), "origin", commit)
        if asked.returncode != 0 and "not our ref" not in asked.stderr:
            raise self._failed(asked)
        return asked.returncode == 0

    def _git(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["git", "-C", self._repository.root, "-c", f"core.hooksPath={os.devnull}", *arguments],
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip

    def _failed(self, asked: "subprocess.CompletedProcess[str]") -> Stop:
        lines = asked.stderr.strip().splitlines() or ["git gave no reason"]
        return Stop(
            f"what the change is compared with is not here, and could not be fetched: {lines[-1]}",
            _MEND,
        )
