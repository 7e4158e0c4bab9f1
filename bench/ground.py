"""The ground that figures stand on: generated workspaces, and the same items in a peer's format."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import generate
from measure import TRACKER, Bound, Command, Job, NotMeasuredError, Run, Runner, gist, in_turns, run

FULL = 10_000
"""Files of the largest workspace, at which bounds are judged."""

CHANGED = 10
GIT = [
    "git",
    *("-c", "user.name=Bench", "-c", "user.email=bench@example.org"),
    *("-c", "commit.gpgsign=false", "-c", "gc.auto=0"),
]


@dataclass(frozen=True)
class Ground:
    """Where generated files lie, how large the largest workspace is, and how a job is run."""

    root: Path
    size: int = FULL
    runs: int = 5
    runner: Runner = run

    def bound(self, bound: Bound) -> Bound | None:
        """A bound that is meant for the full size: in small workspaces start-up is all there is."""
        return bound if self.size >= FULL else None

    @property
    def small(self) -> int:
        """The size for what would take too long over the largest workspace."""
        return max(self.size // 10, 20)

    @property
    def pages(self) -> int:
        """The size of a workspace with about a thousand goals, projects and processes."""
        return max(self.size * 167 // 1000, 20)

    def turns(self, *jobs: Job, times: int | None = None) -> list[list[Run]]:
        """The runs of each job, in rounds."""
        return in_turns(self.runner, times or self.runs, jobs)

    def workspace(self, size: int) -> Path:
        """A repository with a generated workspace of that size, made once."""

        def make(folder: Path) -> None:
            generate(size, folder)
            repository(folder)
            change(folder)

        return self.made(f"work-{size}", make)

    def made(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder that is filled where it is not there yet."""
        folder = self.root / name
        if not folder.exists():
            folder.mkdir(parents=True)
            make(folder)
        return folder

    def check(self, size: int, *options: str) -> Job:
        """`tracker check` of a workspace of that size."""
        return [Command([TRACKER, "check", *options], self.workspace(size))]

    def site(self, size: int) -> Job:
        """`tracker site build`, into a folder that is not there."""
        out = self.root / f"site-{size}"
        argv: Sequence[str | Path] = [TRACKER, "site", "build", "--output", out]
        return [Command(argv, self.workspace(size), afresh=out)]


def files(folder: Path) -> int:
    """How many files a workspace has."""
    return sum(1 for _ in (folder / "work").rglob("*.yaml"))


def repository(folder: Path) -> None:
    """Make a folder a repository with one commit."""
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All"]):
        done = subprocess.run(
            [*GIT, "-C", folder, *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotMeasuredError(f"git {arguments[0]} in {folder} failed: {gist(done.stderr)}")


def change(folder: Path) -> None:
    """Change ten files after the commit, so that a check with a base has something to compare."""
    plans = sorted(folder.glob("work/projects/*/plan.yaml"))
    for path in plans[:: max(1, len(plans) // CHANGED)][:CHANGED]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: ", "title: Later ", 1), encoding="utf-8")
