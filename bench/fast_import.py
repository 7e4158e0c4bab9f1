"""Histories by the thousand: commits are written by `git fast-import`, without a working tree."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
APART = timedelta(hours=1)

Files = Mapping[str, str | None]
"""What one commit leaves at each path that it changes; None where it removes."""


def fast_import(folder: Path, commits: Iterable[Files]) -> None:
    """A repository whose branch `main` has these commits, and is checked out."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(commits)))
    _git(folder, "reset", "--quiet", "--hard", "main")


def _stream(commits: Iterable[Files]) -> Iterator[bytes]:
    moment = START
    for at, files in enumerate(commits):
        stamp = f"Ada Author <ada@example.org> {int(moment.timestamp())} +0000"
        yield f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\n".encode()
        yield _data(f"Step {at}")
        for path, text in files.items():
            yield f"D {path}\n".encode() if text is None else f"M 100644 inline {path}\n".encode()
            yield b"" if text is None else _data(text)
        yield b"\n"
        moment += APART


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", "-C", folder, *arguments], input=stdin, check=True, capture_output=True)
