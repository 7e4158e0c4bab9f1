"""A folder and a revision answer alike, and neither leads out of the repository."""

import hashlib
import os
import socket
from pathlib import Path

import pytest
from gitrepo import Repo, children
from hypothesis import given
from hypothesis import strategies as st

from tracker.source.entries import clean
from tracker.source.folder import HUGE
from tracker.source.git import GitError, Repository
from tracker.source.snapshot import (
    LIMIT,
    Entry,
    Folder,
    Mode,
    Revision,
    Snapshot,
    UnreadableError,
)

FILES: dict[str, str | bytes] = {
    "tracker.yaml": "a: 1\n",
    "work/goals.yaml": "b: 2\n",
    "work/projects/one/project.yaml": "title: One\n",
    "work/projects/two/project.yaml": "title: One\n",
    "work.yaml": "beside: the folder\n",
    "work-shop/x": "",
    "café/ü.yaml": "ü\n",
    "new\nline/tab\t.yaml": "x",
    "-lead/--output=F": "y",
    "\udcff\udcfe/raw": b"\xff\x00\xfe",
    "large": b"x" * (LIMIT + 10),
    "exact": b"x" * LIMIT,
}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def revision(repo: Repo, commit: str) -> Revision:
    found = Repository.find(repo.path)
    assert found is not None
    return Revision(found, commit)


def both(repo: Repo) -> tuple[Folder, Revision]:
    return Folder(repo.path), revision(repo, repo.commit())


def everything(snapshot: Snapshot) -> list[tuple[str, str, bytes | None, str | None]]:
    paths = [entry.path for entry in snapshot.entries()]
    found = [(blob.path, blob.hash, blob.content, blob.error) for blob in snapshot.blobs(paths)]
    return sorted(found, key=lambda blob: blob[0])


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_same_tree_gives_the_same_answers(tmp_path: Path, object_format: str) -> None:
    repo = Repo(tmp_path / "repo", object_format=object_format)
    repo.write(FILES)
    repo.write({"work/run.sh": "#!/bin/sh\n"})
    (repo.path / "work/run.sh").chmod(0o755)
    (repo.path / "work/link").symlink_to("goals.yaml")
    (repo.path / "work/linked-folder").symlink_to("projects")
    (repo.path / "dangling").symlink_to("/nonexistent")
    folder, committed = both(repo)
    assert folder.entries() == committed.entries()
    assert everything(folder) == everything(committed)
    for under in ("", "work", "work/", "work/projects", "./work", "work-shop", "café", "nothing"):
        assert folder.entries(under) == committed.entries(under), under
    for path in [*FILES, "work", "work/link", "work/link/x", "work/linked-folder/one", "no", ""]:
        assert folder.exists(path) == committed.exists(path), path
    assert folder.label == "working tree"
    assert committed.label == committed.commit
    by_path = {entry.path: entry.mode for entry in folder.entries()}
    assert by_path["work/run.sh"] is Mode.executable
    assert by_path["work/link"] is Mode.symlink
    assert by_path["work/linked-folder"] is Mode.symlink
    assert by_path["tracker.yaml"] is Mode.file


names = st.text(
    st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=8
).filter(lambda name: name not in (".", "..", ".git"))


@given(
    st.dictionaries(
        st.lists(names, min_size=1, max_size=3).map("/".join), st.binary(max_size=40), max_size=8
    )
)
def test_any_tree_reads_alike_from_disk_and_from_git(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    repo = Repo(tmp_path_factory.mktemp("any"))
    # A file cannot stand where another path needs a folder.
    files = {
        path: content
        for path, content in files.items()
        if not any(other.startswith(f"{path}/") for other in files)
    }
    # git looks for its own files under other spellings too; those are not ours to write.
    files = {path: content for path, content in files.items() if ".git" not in path.lower()}
    repo.write(dict(files))
    folder, committed = both(repo)
    assert {entry.path for entry in folder.entries()} == set(files)
    assert folder.entries() == committed.entries()
    assert everything(folder) == everything(committed)


def test_entries_are_below_a_folder_not_beside_it(repo: Repo) -> None:
    repo.write(FILES)
    for snapshot in both(repo):
        paths = [entry.path for entry in snapshot.entries("work")]
        assert paths == sorted(path for path in FILES if path.startswith("work/"))
        assert snapshot.entries("work.yaml") == []
        assert snapshot.entries("..") == []
        assert snapshot.entries("/") == []
        assert snapshot.entries(".git") == []


def test_a_known_hash_brings_no_content(repo: Repo) -> None:
    repo.write({"a": "1", "b": "1", "c": "2"})
    known = {hashlib.sha1(b"blob 1\x001").hexdigest()}
    for snapshot in both(repo):
        found = {blob.path: blob for blob in snapshot.blobs(["a", "b", "c"], known)}
        assert found["a"].content is None
        assert found["b"].content is None
        assert found["a"].hash in known
        assert found["a"].error is None
        assert found["c"].content == b"2"


def test_content_is_cut_one_byte_past_the_limit(repo: Repo) -> None:
    repo.write(FILES)
    for snapshot in both(repo):
        assert len(snapshot.read("large")) == LIMIT + 1
        assert len(snapshot.read("exact")) == LIMIT
        assert snapshot.read("tracker.yaml") == b"a: 1\n"
        assert snapshot.read("./work//goals.yaml") == b"b: 2\n"


OUTSIDE = (
    "..",
    "../secret",
    "work/../../secret",
    "/etc/passwd",
    "//etc/passwd",
    ".git/config",
    "work/../.git/config",
    "a\0b",
    "",
    ".",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out(repo: Repo, path: str) -> None:
    (repo.path.parent / "secret").write_text("s")
    repo.write({"work/a": "1"})
    for snapshot in both(repo):
        (blob,) = snapshot.blobs([path])
        assert (blob.hash, blob.content) == ("", None)
        assert blob.error
        with pytest.raises(UnreadableError):
            snapshot.read(path)
        assert snapshot.exists(path) == (path in ("", "."))


def test_paths_are_plain(repo: Repo) -> None:
    assert clean("a/./b//c/") == "a/b/c"
    assert clean("a/../b") == "b"
    assert clean("..a/b.git/.github") == "..a/b.git/.github"
    repo.write({"work/a": "1"})
    for snapshot in both(repo):
        assert snapshot.exists("work/./a")
        assert snapshot.exists("work/../work/a")
        assert not snapshot.exists("work/a/b")


def test_what_has_no_content_says_why(repo: Repo) -> None:
    repo.write({"a": "1", "folder/b": "2"})
    (repo.path / "link").symlink_to("a")
    (repo.path / "way").symlink_to("folder")
    for snapshot in both(repo):
        reasons = {
            blob.path: blob.error
            for blob in snapshot.blobs(["link", "gone", "folder", "way/b", "a/b"])
        }
        assert "symbolic link" in str(reasons["link"])
        assert reasons["gone"] == "there is no such file"
        assert reasons["way/b"] == "there is no such file"
        assert reasons["a/b"] == "there is no such file"
        assert reasons["folder"]
        # One bad path does not end the run.
        assert [blob.content for blob in snapshot.blobs(["gone", "a"])] == [None, b"1"]


def test_a_submodule_is_one_entry(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(repo.path / "vendor/inner")
    inner.write({"x": "1"})
    commit = inner.commit()
    repo.write({"a": "1"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/inner")
    folder, committed = both(repo)
    expected = [Entry("a", Mode.file), Entry("vendor/inner", Mode.submodule)]
    assert folder.entries() == committed.entries() == expected
    for snapshot in (folder, committed):
        assert snapshot.exists("vendor/inner")
        assert not snapshot.exists("vendor/inner/x")
        assert snapshot.entries("vendor/inner") == []
        (blob,) = snapshot.blobs(["vendor/inner/x"])
        assert blob.content is None
        assert blob.error


def test_a_worktree_inside_is_another_repository(repo: Repo) -> None:
    repo.commit()
    repo.git("worktree", "add", "--quiet", "-b", "side", str(repo.path / "trees/side"))
    (repo.path / "trees/side/x").write_text("1")
    assert Folder(repo.path).entries() == [Entry("trees/side", Mode.submodule)]


# A folder alone


def test_a_folder_needs_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    folder = Folder(tmp_path)
    (blob,) = folder.blobs(["a"])
    assert blob.hash == hashlib.sha1(b"blob 1\x001").hexdigest()


def test_a_folder_needs_no_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"a": "1"})
    monkeypatch.setenv("PATH", "/nonexistent")
    assert Folder(repo.path).read("a") == b"1"


def test_pipes_sockets_and_devices_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)
        listener.bind("socket")
    (tmp_path / "device").symlink_to("/dev/zero")
    folder = Folder(tmp_path)
    assert folder.entries() == [
        Entry("device", Mode.symlink),
        Entry("pipe", Mode.other),
        Entry("socket", Mode.other),
    ]
    for blob in folder.blobs(["pipe", "socket", "device"]):
        assert blob.content is None
        assert blob.error


def test_a_pipe_that_takes_the_place_of_a_file_blocks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("1")
    real = os.open

    def swap(path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == b"a":
            (tmp_path / "a").unlink()
            os.mkfifo(tmp_path / "a")
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", swap)
    (blob,) = Folder(tmp_path).blobs(["a"])
    assert blob.error == "it is not a regular file"


def test_a_link_that_takes_the_place_of_a_folder_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, secret = tmp_path / "root", tmp_path / "secret"
    for place in (root / "a/b", secret):
        place.mkdir(parents=True)
        (place / "x").write_text("secret" if place == secret else "1")
    real = os.open

    def swap(path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == b"b":
            (root / "a/b").rename(root / "a/c")
            (root / "a/b").symlink_to(secret)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", swap)
    (blob,) = Folder(root).blobs(["a/b/x"])
    assert blob.content is None


def test_files_that_vanish_or_are_forbidden_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone", "here", "mine"):
        (tmp_path / name).write_text(name)
    folder = Folder(tmp_path)
    paths = [entry.path for entry in folder.entries()]
    (tmp_path / "gone").unlink()
    real = os.open

    def forbid(
        path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None
    ) -> int:
        if path == b"mine":
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", forbid)
    found = {blob.path: blob for blob in folder.blobs(paths)}
    assert found["gone"].error == "there is no such file"
    assert found["mine"].error == "permission denied"
    assert found["mine"].hash == ""
    assert found["here"].content == b"here"


def test_a_folder_that_may_not_be_listed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").write_text("1")
    real = os.scandir

    def forbid(path: bytes) -> object:
        if path.endswith(b"closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", forbid)
    assert Folder(tmp_path).entries() == [Entry("closed", Mode.other), Entry("open", Mode.file)]


def test_a_huge_file_is_told_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(HUGE + 1)
    (blob,) = Folder(tmp_path).blobs(["huge"])
    assert (blob.hash, blob.content) == ("", None)
    assert blob.error == "it is larger than 64 MiB"


def test_a_deep_tree_is_listed(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 300)
    (tmp_path / deep).mkdir(parents=True)
    (tmp_path / deep / "x").write_text("1")
    folder = Folder(tmp_path)
    assert folder.entries() == [Entry(f"{deep}/x", Mode.file)]
    assert folder.read(f"{deep}/x") == b"1"


def test_reading_leaves_no_descriptor_open(repo: Repo) -> None:
    repo.write({"a/b/c": "1", "a/d": "2", "e": "3"})
    before = len(list(Path("/proc/self/fd").iterdir()))
    for snapshot in both(repo):
        everything(snapshot)
        next(iter(snapshot.blobs(["a/b/c", "e"])))
        snapshot.exists("a/b/c")
        snapshot.exists("a/x/y")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


# A revision alone


def crafted(repo: Repo, *entries: tuple[str, str, str]) -> Revision:
    """A commit whose tree git itself would not write."""
    raw = b"".join(
        f"{mode} {name}".encode() + b"\0" + bytes.fromhex(blob) for mode, name, blob in entries
    )
    tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=raw)
    return revision(repo, repo.git("commit-tree", "-m", "crafted", tree))


def test_names_that_git_would_not_write_are_never_opened(repo: Repo) -> None:
    blob = repo.git("hash-object", "-w", "--stdin", stdin=b"x")
    inner = repo.git(
        "hash-object",
        "-t",
        "tree",
        "-w",
        "--stdin",
        "--literally",
        stdin=(b"100644 passwd\0" + bytes.fromhex(blob)),
    )
    found = crafted(
        repo, ("40000", "..", inner), ("40000", ".git", inner), ("100644", "fine", blob)
    )
    assert found.entries() == [Entry("../passwd", Mode.other), Entry("fine", Mode.file)]
    (refused,) = found.blobs(["../passwd"])
    assert refused.content is None
    assert not found.exists("../passwd")


def test_a_tree_that_holds_a_name_twice_is_refused(repo: Repo) -> None:
    one = repo.git("hash-object", "-w", "--stdin", stdin=b"1")
    two = repo.git("hash-object", "-w", "--stdin", stdin=b"2")
    found = crafted(repo, ("100644", "a", one), ("100644", "a", two))
    with pytest.raises(GitError, match="one name twice"):
        found.entries()


def test_an_old_revision_stays_as_it_was(repo: Repo) -> None:
    repo.write({"a": "1", "b/c": "1"})
    old = revision(repo, repo.commit())
    repo.write({"a": "2"})
    repo.remove("b")
    new = revision(repo, repo.commit())
    assert old.read("a") == b"1"
    assert old.exists("b")
    assert new.read("a") == b"2"
    assert not new.exists("b")


def test_an_empty_tree_is_empty(repo: Repo) -> None:
    for snapshot in both(repo):
        assert snapshot.entries() == []
        assert list(snapshot.blobs([])) == []
        assert snapshot.exists("")


def test_each_distinct_content_is_read_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"a": "same", "b": "same", "c": "other"})
    found = revision(repo, repo.commit())
    asked: list[str] = []
    real = Repository.blobs

    def count(self: Repository, hashes: dict[str, object], limit: int) -> object:
        asked.extend(hashes)
        return real(self, hashes, limit)

    monkeypatch.setattr(Repository, "blobs", count)
    assert len(list(found.blobs(["a", "b", "c"]))) == 3
    assert len(asked) == 2


def test_stopping_early_leaves_no_process(repo: Repo) -> None:
    repo.write({str(number): str(number) * LIMIT for number in range(6)})
    found = revision(repo, repo.commit())
    # Another test's server may live in this process: what counts is what this one adds.
    others = children()
    contents = found.blobs([entry.path for entry in found.entries()])
    next(contents)
    assert children() - others
    del contents
    assert children() <= others
