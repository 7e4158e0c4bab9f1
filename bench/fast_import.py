"""Histories by the thousand: commits are written by `git fast-import`, without a working tree."""

import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
APART = timedelta(hours=1)

_ANY = ("utf-8", "surrogatepass")

Files = Mapping[str, str | None]
"""What one commit leaves at each path that it changes; None where it removes."""


def _plainly(at: int) -> tuple[str, str]:
    return "Ada Author", f"Step {at}"


def fast_import(
    folder: Path,
    commits: Iterable[Files],
    told: Callable[[int], tuple[str, str]] = _plainly,
) -> None:
    """A repository whose branch `main` has these commits, and is checked out.

    `told` gives the author of a commit, and its message.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(commits, told)))
    _git(folder, "reset", "--quiet", "--hard", "main")


def _stream(commits: Iterable[Files], told: Callable[[int], tuple[str, str]]) -> Iterator[bytes]:
    moment = START
    for at, files in enumerate(commits):
        author, message = told(at)
        stamp = f"{author} <ada@example.org> {int(moment.timestamp())} +0000"
        yield f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\n".encode(*_ANY)
        yield _data(message)
        for path, text in files.items():
            verb = "D" if text is None else "M 100644 inline"
            yield f"{verb} {_quoted(path)}\n".encode(*_ANY)
            yield b"" if text is None else _data(text)
        yield b"\n"
        moment += APART


def _quoted(path: str) -> str:
    plain = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'


def _data(text: str) -> bytes:
    raw = text.encode(*_ANY)
    return b"data %d\n%s\n" % (len(raw), raw)


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", "-C", folder, *arguments], input=stdin, check=True, capture_output=True)
