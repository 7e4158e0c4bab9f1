"""The git program, asked with a disarmed environment; the only module that runs it.

Names of files are UTF-8 with surrogate escapes, so that any name survives the way in and out.
"""

import os
import re
import subprocess
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import IO

from tracker.source import disarm
from tracker.source.commits import FORMAT, Commit, TreeItem, moment, parse
from tracker.source.entries import LIMIT
from tracker.source.giterrors import (
    AmbiguousRevisionError,
    GitError,
    GitMissingError,
    MissingObjectError,
    NotARepositoryError,
    ShallowCloneError,
    UnknownRevisionError,
    explained,
    missing,
)

__all__ = [
    "LIMIT",
    "AmbiguousRevisionError",
    "Commit",
    "GitError",
    "GitMissingError",
    "MissingObjectError",
    "NotARepositoryError",
    "Repository",
    "ShallowCloneError",
    "TreeItem",
    "UnknownRevisionError",
]

_LOG = (
    *("-z", "--raw", "--no-abbrev", "--no-renames", "--root", "--no-ext-diff", "--no-textconv"),
    *("--topo-order", "--reverse", "--full-history", "--no-notes", "--no-decorate"),
    *("--ignore-submodules=none", "--no-relative"),
    f"--format={FORMAT}",
)

_SKIP = 8 << 20
"""A rest longer than this is cheaper to leave behind with a new process than to drain."""

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True)
class Repository:
    """A git repository with a working tree, known by the tree's root; it reads and never writes."""

    root: Path
    environ: Mapping[str, str] = field(
        default_factory=lambda: dict(os.environ), repr=False, compare=False
    )

    @classmethod
    def find(cls, path: Path, environ: Mapping[str, str] | None = None) -> "Repository | None":
        """The repository whose working tree holds a path, or None; asks no git."""
        start = path.resolve()
        roots = (folder for folder in (start, *start.parents) if _holds_git(folder))
        root = next(roots, None)
        return None if root is None else cls(root) if environ is None else cls(root, environ)

    def resolve(self, ref: str) -> str:
        """The full hash of the commit that a revision names.

        Raises UnknownRevisionError, or AmbiguousRevisionError where git would warn and choose.
        """
        if not ref or ref.startswith("-") or _FORBIDDEN.search(ref):
            raise UnknownRevisionError(f"{ref!r} is not the name of a revision", "git branch --all")
        if not ref.strip("0") and len(ref) in (40, 64):
            hint = "a first push has no base: judge the state alone, or name the branch it goes to"
            raise UnknownRevisionError("the all-zero hash stands for no commit", hint)
        asked = self._checked_out() if ref == "HEAD" else ref
        done = self._run("rev-parse", "--verify", "--end-of-options", asked + "^{commit}")
        said = done.stderr.decode("utf-8", "replace")
        if "is ambiguous" in said:
            hint = f"write it in full: refs/heads/{ref}, refs/tags/{ref} or more digits of the hash"
            raise AmbiguousRevisionError(f"{ref!r} names more than one revision", hint)
        found = done.stdout.decode("ascii", "replace").strip()
        if done.returncode == 0 and _HASH.fullmatch(found):
            return found
        raise self._unknown(ref, said)

    def tree(self, commit: str, under: str = "") -> list[TreeItem]:
        """Every file, symlink and submodule of a commit, optionally below one folder."""
        where = ["--", under.rstrip("/")] if under else []
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", self._commit(commit), *where)
        return [_tree_item(line) for line in listing.split(b"\0") if line]

    def blobs(
        self, hashes: Iterable[str], limit: int = LIMIT
    ) -> Generator[tuple[str, bytes], None, None]:
        """The content of each distinct blob, cut to `limit` + 1 bytes, in the order asked for."""
        wanted = list(dict.fromkeys(hashes))
        if strange := next((one for one in wanted if not _HASH.fullmatch(one)), None):
            raise ValueError(f"not a full hash: {strange!r}")
        while wanted:
            read = 0  # how many were read of those that this process was asked for
            with self._batch(wanted) as answers:
                for blob in wanted:
                    read += 1
                    size = self._size(answers.readline(), blob)
                    # With its line feed, so that the common small blob is one reading.
                    content = answers.read(min(size, limit) + 1)
                    if len(content) <= min(size, limit):
                        raise _stopped(blob)
                    yield blob, content if size > limit else content[:-1]
                    rest = size - len(content) + 1
                    if rest > _SKIP or not _drain(answers, rest):
                        break
            wanted = wanted[read:]

    def merge_base(self, a: str, b: str) -> str | None:
        """The best common ancestor of two commits, or None where their histories never met."""
        a, b = self._commit(a), self._commit(b)
        done = self._run("merge-base", a, b)
        base = done.stdout.decode("ascii", "replace").split()[0] if done.returncode == 0 else None
        if base is None and done.returncode != 1:
            raise self._failure(done)
        if base not in (a, b):
            self._refuse_cut_history(a, b, *([f"^{base}"] if base else []))
        return base

    def merge_bases(self, a: str, b: str) -> list[str]:
        """All best common ancestors of two commits: after crossing merges there are several."""
        a, b = self._commit(a), self._commit(b)
        done = self._run("merge-base", "--all", a, b)
        if done.returncode not in (0, 1):
            raise self._failure(done)
        bases = done.stdout.decode("ascii", "replace").split()
        self._refuse_cut_history(a, b, *(f"^{base}" for base in bases))
        return bases

    def touching(self, commits: Iterable[str], paths: Iterable[str]) -> frozenset[str]:
        """Those of the commits in which these paths differ from a parent's, from any one of them."""
        listing = self._git(
            *("log", "--no-walk=unsorted", "-m", "-z", "--raw", "--no-renames", "--no-ext-diff"),
            *("--no-notes", "--no-relative", "--format=%H", *map(self._commit, commits)),
            *("--", *paths),
        )
        found = (token.strip() for token in listing.split(b"\0"))
        return frozenset(
            one.decode("ascii") for one in found if re.fullmatch(rb"[0-9a-f]{40,64}", one)
        )

    def is_ancestor(self, a: str, b: str) -> bool:
        """True where `b` holds `a` in its history, or is it."""
        a, b = self._commit(a), self._commit(b)
        done = self._run("merge-base", "--is-ancestor", a, b)
        if done.returncode not in (0, 1):
            raise self._failure(done)
        if done.returncode == 1:
            self._refuse_cut_history(b, f"^{a}")
        return done.returncode == 0

    def is_shallow(self) -> bool:
        """True where older history was left out of this clone."""
        return self._text("rev-parse", "--is-shallow-repository") == "true"

    def commit_date(self, commit: str) -> date:
        """The day a commit was written, by its author's calendar."""
        written = self._text("log", "-1", "--no-notes", "--format=%aI", self._commit(commit))
        return moment(written).date()

    def log(
        self,
        base: str | None,
        head: str,
        paths: Iterable[str] = (),
        *,
        first_parent: bool = False,
    ) -> list[Commit]:
        """The commits of `head` that `base` does not hold, parents before children.

        Without a base, all of them. With `first_parent` only the main line, and a merge's paths
        are then what it brought to that line; else they are what differs from all its parents.
        """
        span = [self._commit(head), *([f"^{self._commit(base)}"] if base else [])]
        where = list(paths)
        where = [] if "" in where else where
        self._refuse_cut_history(*span)
        merges = ("--first-parent", "--diff-merges=first-parent") if first_parent else ("-c",)
        arguments = [*_LOG, *merges, *span, "--", *where]
        return parse(self._git("log", *arguments))

    def lacking(self, a: str, b: str) -> int:
        """How many commits of `b` the commit `a` does not hold."""
        return int(self._text("rev-list", "--count", self._commit(b), f"^{self._commit(a)}"))

    @cached_property
    def _format(self) -> str:
        return self._text("rev-parse", "--show-object-format")

    def object_format(self) -> str:
        """The name of the hash that names objects: `sha1` or `sha256`."""
        return self._format

    def default_branch(self) -> str | None:
        """The full ref of the branch that changes go to: origin's, else a `main`, else a `master`.

        In full, because a tag of the same name would win over a short one. A remote's is
        preferred, under whatever name the local branch follows it: that is what a pull request
        lands on, and the local one can be old.
        """
        names = ("main", "master")
        places = ["refs/remotes/origin/HEAD"]
        places += [f"refs/{side}/{name}" for name in names for side in ("remotes/*", "heads")]
        listing = self._text("for-each-ref", "--format=%(refname) %(symref) %(upstream)", *places)
        found = {one[0]: one[1:] for one in (line.split(" ") for line in listing.splitlines())}
        pointed, _ = found.get("refs/remotes/origin/HEAD", ("", ""))
        if pointed:
            return pointed
        for name in names:
            local = f"refs/heads/{name}"
            _, followed = found.get(local, ("", ""))
            for place in (f"refs/remotes/origin/{name}", followed, local):
                if place in found:
                    return place
        return None

    def branch(self) -> str | None:
        """The branch that is checked out, born or not; None where a commit is checked out itself."""
        done = self._run("symbolic-ref", "--quiet", "--short", "HEAD")
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None

    def names(self, most: int) -> list[str]:
        """The branches and tags by their short names, the newest first."""
        places = ("refs/heads", "refs/tags", "refs/remotes")
        form = ("--format=%(refname:short)", "--sort=-creatordate", f"--count={most}")
        return self._text("for-each-ref", *form, *places).splitlines()

    def lacks(self, *paths: str) -> bool:
        """True where one of these files is there, not known to git, and not ignored by it."""
        form = ("--others", "--exclude-standard", "-z", "--")
        return bool(self._git("ls-files", *form, *paths))

    def config(self, name: str) -> str | None:
        """The value of one setting as git sees it, or None."""
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*\.(?:[^\x00\n]*\.)?[A-Za-z][A-Za-z0-9-]*", name):
            raise ValueError(f"not the name of a setting: {name!r}")
        done = self._run("config", "--null", "--get", name)
        if done.returncode not in (0, 1):
            raise self._failure(done)
        return done.stdout.decode("utf-8", "replace").rstrip("\0") if done.returncode == 0 else None

    def _checked_out(self) -> str:
        """The hash of what is checked out, or `HEAD` where that cannot be read.

        A branch or a tag that is called HEAD as well is not meant, and never stands in for it.
        """
        done = self._run("show-ref", "--verify", "--hash", "HEAD")
        if done.returncode == 0:
            return done.stdout.decode("ascii", "replace").strip()
        branch = (
            self._run("symbolic-ref", "--quiet", "HEAD").stdout.decode("utf-8", "replace").strip()
        )
        if branch and self._run("rev-parse", "--verify", "--quiet", branch).returncode != 0:
            raise _unborn()
        return "HEAD"  # it names an object that is lost

    def _commit(self, ref: str) -> str:
        return ref if _HASH.fullmatch(ref) and ref.strip("0") else self.resolve(ref)

    def _refuse_cut_history(self, *span: str) -> None:
        """Refuse to answer from history that ends where the clone was cut, not where it began."""
        if not self.is_shallow():
            return
        place = self._text("rev-parse", "--git-path", "shallow")
        cuts = set((self.root / place).read_text("ascii").split())
        if not cuts.isdisjoint(self._text("rev-list", *span).split()):
            message = "this clone is shallow: history that is needed is not here"
            raise ShallowCloneError(message, "git fetch --unshallow")

    def _text(self, *arguments: str) -> str:
        return self._git(*arguments).decode("utf-8", "surrogateescape").rstrip("\n")

    def _git(self, *arguments: str) -> bytes:
        done = self._run(*arguments)
        if done.returncode != 0:
            raise self._failure(done)
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run git to its end; an interruption of the wait ends it too."""
        command = self._command(arguments)
        with self._start(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            try:
                output, said = process.communicate()
            except BaseException:
                process.kill()
                process.wait()
                raise
        return subprocess.CompletedProcess(command, process.returncode, output, said)

    def _start(
        self, command: list[str | bytes], stdin: int, stderr: int
    ) -> "subprocess.Popen[bytes]":
        environ = disarm.environment(self.environ, self.root)
        try:
            return subprocess.Popen(
                command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=environ,
                bufsize=1 << 17,
            )
        except OSError as failed:
            message = f"git could not be started: {failed.strerror}"
            raise GitMissingError(message, "install git") from failed

    @contextmanager
    def _batch(self, hashes: list[str]) -> Iterator[IO[bytes]]:
        """One `cat-file` for all hashes; it is ended and reaped however the block is left."""
        command = self._command(("cat-file", "--batch", "--buffer"))
        with self._start(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdin
            assert process.stdout
            # A thread, because git answers while it is still asked: either pipe could fill up.
            feeder = threading.Thread(target=_feed, args=(process.stdin, hashes), daemon=True)
            try:
                feeder.start()
                yield process.stdout
            finally:
                process.kill()
                if feeder.ident:
                    feeder.join()

    def _size(self, header: bytes, blob: str) -> int:
        """The size that a header of `cat-file --batch` announces."""
        name, _, rest = header.decode("ascii", "replace").strip().partition(" ")
        kind, _, size = rest.partition(" ")
        if name == blob and kind == "blob" and size.isdecimal():
            return int(size)
        self._git("cat-file", "blob", blob)
        raise _stopped(blob)

    def _unknown(self, ref: str, said: str) -> GitError:
        if "Needed a single revision" not in said:
            return explained(said)
        named = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", ref)
        found = named.stdout.decode("ascii", "replace").strip()
        if named.returncode == 0 and found != ref:  # every full hash is a name
            return self._no_commit(ref, found)
        if ref == "HEAD":
            return _unborn()
        hint = "git fetch --unshallow" if self.is_shallow() else "git fetch --all --tags"
        return UnknownRevisionError(f"the revision {ref!r} is not known here", hint)

    def _no_commit(self, ref: str, found: str) -> GitError:
        """The name is known, and what it stands for is lost, or something else."""
        done = self._run("cat-file", "-t", found)
        if done.returncode != 0:
            return missing(f"{found}, which {ref} names")
        kind = done.stdout.decode("ascii", "replace").strip()
        return UnknownRevisionError(f"{ref!r} names a {kind}, and no commit", "git branch --all")

    def _failure(self, done: subprocess.CompletedProcess[bytes]) -> GitError:
        return explained(done.stderr.decode("utf-8", "replace"))

    def _command(self, arguments: tuple[str, ...]) -> list[str | bytes]:
        program = disarm.program(self.environ)
        if program is None:
            hint = "install git, or add its folder to PATH"
            raise GitMissingError("the program git was not found", hint)
        return [program, "-C", _raw(str(self.root)), *disarm.OPTIONS, *map(_raw, arguments)]


def version(environ: Mapping[str, str]) -> str | None:
    """What the git that would be run calls itself (`2.39.5`), or None where there is none."""
    found = disarm.program(environ)
    if found is None:
        return None
    done = subprocess.run([found, "--version"], capture_output=True, check=False)
    said = re.search(rb"[0-9]+(?:\.[0-9]+)+", done.stdout)
    return said[0].decode("ascii") if said else None


def _holds_git(folder: Path) -> bool:
    """True where `.git` is a repository, or the file by which a worktree points to one."""
    try:
        return (folder / ".git").is_file() or (folder / ".git" / "HEAD").exists()
    except OSError:
        return False


def _tree_item(line: bytes) -> TreeItem:
    head, _, path = line.partition(b"\t")
    mode, _, name = head.decode("ascii").split(" ")
    return TreeItem(mode, name, path.decode("utf-8", "surrogateescape"))


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _unborn() -> UnknownRevisionError:
    return UnknownRevisionError("there is no commit yet", "git add --all && git commit")


def _stopped(blob: str) -> MissingObjectError:
    return MissingObjectError(f"git stopped while it read object {blob}", "git fsck")


def _feed(questions: IO[bytes], hashes: list[str]) -> None:
    # A broken pipe here means that git ended first; the reading side sees it and says why.
    with suppress(OSError), questions:
        questions.write(b"".join(b"%s\n" % one.encode("ascii") for one in hashes))


def _drain(answers: IO[bytes], count: int) -> bool:
    """Read past `count` bytes; False where the stream ended before."""
    while count > 0:
        passed = len(answers.read(min(count, 1 << 16)))
        if not passed:
            return False
        count -= passed
    return True
