"""Real git repositories for tests, the same ones every time: fixed people, fixed dates."""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

START = datetime.fromisoformat("2026-01-05T09:00:00+01:00")
AUTHOR = "Ada Author <ada@example.org>"
COMMITTER = "Cleo Committer <cleo@example.org>"


def children() -> set[str]:
    """The processes that this one has started and not reaped."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return set(listed.split())


class Repo:
    """A repository with a working tree; without a date, each commit is one hour after the last."""

    def __init__(
        self,
        path: Path,
        *,
        object_format: str = "sha1",
        branch: str = "main",
        start: datetime = START,
    ) -> None:
        self.path = path
        self._next = start
        path.mkdir(parents=True, exist_ok=True)
        self.git(
            "init", "--quiet", f"--object-format={object_format}", f"--initial-branch={branch}"
        )

    def git(
        self, *arguments: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> str:
        """Run git in the working tree and give what it wrote; `env` adds to its environment."""
        environ = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=environ | _people(AUTHOR, COMMITTER, self._next) | dict(env or {}),
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, and the folders above them; names are UTF-8 with surrogate escapes."""
        for name, content in files.items():
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        message: str = "a change",
        *,
        author: str = AUTHOR,
        committer: str = COMMITTER,
        date: str | None = None,
    ) -> str:
        """Commit all that lies in the working tree; the hash."""
        moment = self._moment(date)
        self.git("add", "--all")
        arguments = ("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--file=-")
        self.git(*arguments, stdin=message.encode(), env=_people(author, committer, moment))
        return self.git("rev-parse", "HEAD")

    def merge(
        self,
        branch: str,
        message: str = "merge",
        *,
        author: str = AUTHOR,
        date: str | None = None,
    ) -> str:
        """Merge a branch with a commit of its own; the hash."""
        people = _people(author, COMMITTER, self._moment(date))
        self.git("merge", "--quiet", "--no-ff", "-m", message, branch, env=people)
        return self.git("rev-parse", "HEAD")

    def _moment(self, date: str | None) -> datetime:
        """When a commit is made; the next one comes later."""
        moment = datetime.fromisoformat(date) if date else self._next
        self._next = max(self._next, moment) + timedelta(hours=1)
        return moment

    def remove(self, path: str) -> None:
        """Remove a file or a folder with all below it."""
        self.git("rm", "-r", "--quiet", "--", path)

    def move(self, old: str, new: str) -> None:
        """Move a file or a folder."""
        (self.path / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", "--", old, new)


def _people(author: str, committer: str, moment: datetime) -> dict[str, str]:
    found = {"GIT_AUTHOR_DATE": moment.isoformat(), "GIT_COMMITTER_DATE": moment.isoformat()}
    for role, person in (("AUTHOR", author), ("COMMITTER", committer)):
        name, _, email = person.partition(" <")
        found |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": email.rstrip(">")}
    return found
