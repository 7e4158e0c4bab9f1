"""A forge made of folders: a remote, and checkouts of it as CI makes them."""

import shutil
import subprocess
import sys
from pathlib import Path

from gitrepo import Repo

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PROJECT = "work/projects/x/project.yaml"
ZERO = "0" * 40


def workspace(phase: str = "idea") -> dict[str, str | bytes]:
    """A workspace with one project, in a phase: `idea`, `doing`, `done`."""
    return {
        "work/tracker.yaml": "title: Org\ncurrency: EUR\n"
        "calendar: {working_days: [mon], hours_per_day: 8}\nlifecycle: simple\n",
        "work/lifecycles/simple.yaml": "title: S\nstart: idea\nfinal: [done]\n"
        "phases: [{id: idea}, {id: doing}, {id: done}]\n",
        PROJECT: project(phase),
    }


def project(phase: str, title: str = "X") -> str:
    """A project in a phase, which nothing else is said of."""
    return f"title: {title}\nstatus: active\nphase: {phase}\n"


def write(repo: Repo, phase: str, title: str = "X") -> str:
    """Commit a phase of the project; the hash."""
    repo.write({PROJECT: project(phase, title)})
    return repo.commit(f"{phase}: {title}")


def checked_out(origin: Repo, ref: str, folder: Path, depth: int = 0) -> Repo:
    """A checkout as `actions/checkout` makes it: a ref, detached; with depth 0 all branches too."""
    made = Repo(folder)
    made.git("remote", "add", "origin", origin.path.as_uri())
    every = ["+refs/heads/*:refs/remotes/origin/*"] if depth == 0 else []
    shallow = [f"--depth={depth}"] if depth else []
    wanted = [*every, f"+{ref}:refs/remotes/checked/out"]
    made.git("fetch", "-q", "--no-tags", *shallow, "origin", *wanted)
    made.git("checkout", "-q", "--detach", "refs/remotes/checked/out")
    return made


def published(folder: Path) -> Path:
    """What would be published of this repository, as it stands in the working tree."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and not name.startswith("tests/") and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return folder


def run(
    command: list[str | Path], folder: Path, environ: dict[str, str]
) -> "subprocess.CompletedProcess[str]":
    """A program of CI's, with nothing in its environment but the search path and what is given."""
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder.parent), **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
