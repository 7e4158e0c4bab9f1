"""What git is asked, what it may not be made to do, and what is said when it cannot answer."""

import gc
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from gitrepo import Repo, children

from tracker.source.commits import co_authors
from tracker.source.git import (
    LIMIT,
    AmbiguousRevisionError,
    GitError,
    GitMissingError,
    MissingObjectError,
    NotARepositoryError,
    Repository,
    ShallowCloneError,
    UnknownRevisionError,
)

ODD_NAMES = (
    "café.yaml",
    "new\nline.yaml",
    "tab\there.yaml",
    "quo\"te's.yaml",
    "-leading",
    "--output=F",
    ":(top)magic",
    "back\\slash",
    "sp ace/in folder/x",
    "\udcff\udcfe.yaml",
    "\nfirst",
    ":100644",
    "0" * 40,
    "a" * 40,
    "*",
)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def opened(repo: Repo) -> Repository:
    found = Repository.find(repo.path)
    assert found is not None
    return found


# Finding the repository


def test_it_is_found_from_a_folder_below(repo: Repo) -> None:
    (repo.path / "a/b").mkdir(parents=True)
    found = Repository.find(repo.path / "a/b")
    assert found is not None
    assert found.root == repo.path.resolve()


def test_there_may_be_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()  # not a repository: it is empty
    assert Repository.find(tmp_path) is None


def test_a_worktree_is_a_repository(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit()
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    found = Repository.find(tmp_path / "tree")
    assert found is not None
    assert found.root == (tmp_path / "tree").resolve()
    assert found.resolve("side") == first


def test_a_broken_git_file_never_means_the_repository_above(repo: Repo) -> None:
    repo.commit()
    (repo.path / "inner").mkdir()
    (repo.path / "inner/.git").write_text("gitdir: ../nowhere\n")
    found = Repository.find(repo.path / "inner")
    assert found is not None
    with pytest.raises(NotARepositoryError):
        found.resolve("HEAD")


def test_variables_of_the_caller_do_not_lead_elsewhere(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = repo.commit("here")
    other = Repo(tmp_path / "other")
    other.write({"x": "elsewhere"})
    other.commit("elsewhere")
    for name, value in {
        "GIT_DIR": str(other.path / ".git"),
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.path / ".git/objects"),
        "GIT_NAMESPACE": "x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.abbrev",
        "GIT_CONFIG_VALUE_0": "nonsense",
        "GIT_TRACE": str(tmp_path / "trace"),
    }.items():
        monkeypatch.setenv(name, value)
    assert opened(repo).resolve("HEAD") == here
    assert not (tmp_path / "trace").exists()


# Revisions


def test_names_of_a_commit(repo: Repo) -> None:
    first = repo.commit()
    second = repo.commit()
    repo.git("tag", "-m", "annotated", "v1")
    repo.git("branch", "feature/café")
    git = opened(repo)
    for name in ("HEAD", "main", "v1", "refs/tags/v1", "feature/café", second, second[:9], "@"):
        assert git.resolve(name) == second, name
    assert git.resolve("HEAD~1") == first


@pytest.mark.parametrize(
    "ref",
    ["", "-x", "--output=F", "--all", "a\nb", "a\0b", " ", "HEAD HEAD", "\x1b[31m", "HEAD\n"],
)
def test_hostile_names_are_refused_before_git_sees_them(
    repo: Repo, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit()
    monkeypatch.chdir(repo.path)
    with pytest.raises(UnknownRevisionError) as caught:
        opened(repo).resolve(ref)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message
    assert not (repo.path / "F").exists()


@pytest.mark.parametrize(
    "ref", ["nope", "HEAD~9", "^main", "main..main", "HEAD:file", "HEAD^{tree}", "f" * 40, "@{9}"]
)
def test_what_names_no_commit_is_unknown(repo: Repo, ref: str) -> None:
    repo.write({"file": "x"})
    repo.commit()
    with pytest.raises(GitError):
        opened(repo).resolve(ref)


def test_unknown_says_how_to_get_it(repo: Repo) -> None:
    repo.commit()
    with pytest.raises(UnknownRevisionError, match="'origin/main' is not known here") as caught:
        opened(repo).resolve("origin/main")
    assert caught.value.hint == "git fetch --all --tags"


@pytest.mark.parametrize("length", [40, 64])
def test_the_zero_hash_is_no_base(repo: Repo, length: int) -> None:
    repo.commit()
    with pytest.raises(UnknownRevisionError, match="all-zero"):
        opened(repo).resolve("0" * length)


def test_a_tag_cannot_pose_as_the_branch(repo: Repo) -> None:
    repo.commit()
    repo.git("tag", "main")
    repo.git("config", "core.warnAmbiguousRefs", "false")
    second = repo.commit()
    git = opened(repo)
    with pytest.raises(AmbiguousRevisionError) as caught:
        git.resolve("main")
    assert "refs/heads/main" in caught.value.hint
    assert git.resolve("refs/heads/main") == second


def test_few_digits_of_a_hash_may_fit_several(repo: Repo) -> None:
    repo.commit()
    hashes = [repo.git("commit-tree", "-m", str(number), "HEAD^{tree}") for number in range(400)]
    prefixes = [name[:4] for name in hashes]
    twice = next(prefix for prefix in prefixes if prefixes.count(prefix) > 1)
    with pytest.raises(AmbiguousRevisionError):
        opened(repo).resolve(twice)


def test_without_a_commit_head_is_unknown(repo: Repo) -> None:
    with pytest.raises(UnknownRevisionError, match="no commit yet"):
        opened(repo).resolve("HEAD")


# Trees and blobs


def test_a_tree_lists_every_name_as_it_is(repo: Repo) -> None:
    repo.write({name: name.encode("utf-8", "surrogateescape") for name in ODD_NAMES})
    commit = repo.commit()
    git = opened(repo)
    items = git.tree(commit)
    assert {item.path for item in items} == set(ODD_NAMES)
    contents = dict(git.blobs(item.hash for item in items))
    assert all(
        contents[item.hash] == item.path.encode("utf-8", "surrogateescape") for item in items
    )


def test_a_tree_below_a_folder(repo: Repo) -> None:
    repo.write({"work/a": "1", "work/b/c": "2", "workshop/d": "3", "-x/e": "4", "*/f": "5"})
    commit = repo.commit()
    git = opened(repo)
    assert [item.path for item in git.tree(commit, "work")] == ["work/a", "work/b/c"]
    assert [item.path for item in git.tree(commit, "work/")] == ["work/a", "work/b/c"]
    assert [item.path for item in git.tree(commit, "-x")] == ["-x/e"]
    assert [item.path for item in git.tree(commit, "*")] == ["*/f"]
    assert git.tree(commit, "none") == []


def test_modes_of_a_tree(repo: Repo) -> None:
    repo.write({"plain": "1", "run": "2"})
    (repo.path / "run").chmod(0o755)
    (repo.path / "link").symlink_to("plain")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    (repo.path / "module").mkdir()
    commit = repo.commit()
    modes = {item.path: item.mode for item in opened(repo).tree(commit)}
    assert modes == {"plain": "100644", "run": "100755", "link": "120000", "module": "160000"}


def blob(repo: Repo, content: bytes) -> str:
    return repo.git("hash-object", "-w", "--stdin", stdin=content)


def test_blobs_come_once_and_in_order(repo: Repo) -> None:
    a, b = blob(repo, b"a"), blob(repo, b"")
    assert list(opened(repo).blobs([b, a, b, a])) == [(b, b""), (a, b"a")]
    assert list(opened(repo).blobs([])) == []


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 2, 3 * LIMIT, 20 * LIMIT])
def test_large_blobs_are_cut_and_the_next_one_is_whole(repo: Repo, size: int) -> None:
    large, small = blob(repo, b"x" * size), blob(repo, b"small")
    found = list(opened(repo).blobs([large, small]))
    assert [name for name, _ in found] == [large, small]
    assert len(found[0][1]) == min(size, LIMIT + 1)
    assert found[1][1] == b"small"


def test_many_blobs_do_not_block_the_pipes(repo: Repo) -> None:
    repo.write({f"f{number}": f"{number} " * 400 for number in range(4000)})
    commit = repo.commit()
    git = opened(repo)
    assert len(list(git.blobs(item.hash for item in git.tree(commit)))) == 4000


def test_stopping_early_leaves_no_process(repo: Repo) -> None:
    hashes = [blob(repo, b"%d" % number * 50_000) for number in range(40)] * 2
    git = opened(repo)
    before = children()
    contents = git.blobs(hashes)
    next(contents)
    assert len(children() - before) == 1
    contents.close()
    assert children() == before


def test_an_error_of_the_consumer_leaves_no_process(repo: Repo) -> None:
    name = blob(repo, b"x" * LIMIT)
    git = opened(repo)
    before = children()
    with pytest.raises(ZeroDivisionError):
        [1 // 0 for _ in git.blobs([name])]
    gc.collect()
    assert children() == before


def test_a_blob_that_is_missing_is_an_error(repo: Repo) -> None:
    present = blob(repo, b"x")
    with pytest.raises(MissingObjectError) as caught:
        list(opened(repo).blobs([present, "a" * 40]))
    assert "git fsck" in caught.value.hint


def test_a_damaged_blob_is_an_error(repo: Repo) -> None:
    name = blob(repo, b"x" * 5000)
    place = repo.path / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(b"garbage")
    with pytest.raises(GitError):
        list(opened(repo).blobs([name]))


def test_a_tree_is_no_blob(repo: Repo) -> None:
    repo.commit()
    with pytest.raises(GitError):
        list(opened(repo).blobs([repo.git("rev-parse", "HEAD^{tree}")]))


def test_only_full_hashes_are_asked_for(repo: Repo) -> None:
    with pytest.raises(ValueError, match="not a full hash"):
        list(opened(repo).blobs(["HEAD"]))


def test_sha256_repositories(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", object_format="sha256")
    repo.write({"a": "1"})
    first = repo.commit()
    repo.write({"a": "2"})
    second = repo.commit()
    git = opened(repo)
    assert git.object_format() == "sha256"
    assert git.resolve("HEAD") == second
    assert len(second) == 64
    assert [content for _, content in git.blobs([git.tree(second)[0].hash])] == [b"2"]
    assert [commit.paths for commit in git.log(first, second)] == [("a",)]
    assert git.merge_base(first, second) == first


# History


def test_merge_base_and_ancestors(repo: Repo) -> None:
    root = repo.commit()
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit("side")
    repo.git("checkout", "--quiet", "main")
    tip = repo.commit("tip")
    git = opened(repo)
    assert git.merge_base(side, tip) == root
    assert git.merge_base(root, tip) == root
    assert git.is_ancestor(root, tip)
    assert git.is_ancestor(tip, tip)
    assert not git.is_ancestor(tip, root)
    assert not git.is_ancestor(side, tip)


def test_unrelated_histories_have_no_merge_base(repo: Repo) -> None:
    one = repo.commit()
    repo.git("checkout", "--quiet", "--orphan", "other")
    two = repo.commit("another beginning")
    git = opened(repo)
    assert git.merge_base(one, two) is None
    assert not git.is_ancestor(one, two)


def test_an_absent_commit_is_an_error_not_an_answer(repo: Repo) -> None:
    here = repo.commit()
    git = opened(repo)
    for ask in (git.merge_base, git.is_ancestor, git.log):
        with pytest.raises(MissingObjectError):
            ask("a" * 40, here)
    with pytest.raises(MissingObjectError):
        git.tree("a" * 40)


def test_the_day_of_a_commit_is_the_authors(repo: Repo) -> None:
    late = repo.commit(date="2026-03-01T23:30:00-08:00")
    early = repo.commit(date="2026-03-02T00:30:00+14:00")
    git = opened(repo)
    assert git.commit_date(late) == date(2026, 3, 1)
    assert git.commit_date(early) == date(2026, 3, 2)
    assert type(git.commit_date(late)) is date


def test_log_tells_who_when_and_what(repo: Repo) -> None:
    base = repo.commit("base")
    repo.write({"b": "1", "a/c": "1"})
    message = """\
        A title

        Co-authored-by: in the middle <middle@example.org>

        Some prose.

        Signed-off-by: Nobody <nobody@example.org>
        co-authored-BY:  Grace Hopper   <grace@example.org>
        Co-authored-by: Grace Hopper <grace@example.org>
        Co-authored-by: without an address
    """
    head = repo.commit(
        textwrap.dedent(message),
        author="Zoë Ünal <zoe@example.org>",
        committer="GitHub <noreply@example.org>",
        date="2026-02-03T04:05:06+05:30",
    )
    (commit,) = opened(repo).log(base, head)
    assert commit.hash == head
    assert commit.parents == (base,)
    assert commit.paths == ("a/c", "b")
    assert (commit.author_name, commit.author_email) == ("Zoë Ünal", "zoe@example.org")
    assert (commit.committer_name, commit.committer_email) == ("GitHub", "noreply@example.org")
    assert commit.authored == datetime.fromisoformat("2026-02-03T04:05:06+05:30")
    assert commit.co_authors == (
        ("in the middle", "middle@example.org"),
        ("Grace Hopper", "grace@example.org"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Co-authored-by: Ada <ada@example.org>",
        " Co-authored-by: Ada <ada@example.org>",
        "> * Co-Authored-By : Ada <ada@example.org>",
        "Co-authored-by: ada@example.org",
        "Co-authored-by:\n Ada <ada@example.org>",
        "Co-authored-by: Ada\r\n\t<ada@example.org>",
        'Co-authored-by: "Ada <B>" <ada@example.org>',
        "Co-authored-by: Ada (ada@example.org)",
        "x\rCo-authored-by: Ada <ada@example.org>",
        "Co-authored-by: Bea <bea@example.org>, Ada <ada@example.org>",
    ],
)
def test_a_co_author_is_seen_in_whatever_form(line: str) -> None:
    assert "ada@example.org" in [email for _, email in co_authors(f"A title\n\n{line}\n")]


def test_what_is_no_co_author_is_none() -> None:
    assert co_authors("Fix what ada@example.org said\n\nReviewed-by: Ada <ada@example.org>") == ()
    assert co_authors("Co-authored-by: Bea\nAsk ada@example.org") == ()


def test_a_long_message_is_read_at_once() -> None:
    assert co_authors(f"{'>' * 200_000}\nCo-authored-by: {'a' * 200_000}\n{' ' * 200_000}") == ()


def test_log_goes_from_old_to_new_and_may_begin_at_the_beginning(repo: Repo) -> None:
    repo.write({"a": "1"})
    first = repo.commit("one")
    second = repo.commit("empty")
    repo.write({"a": "2"})
    third = repo.commit("three")
    git = opened(repo)
    repo.git("config", "log.showRoot", "false")
    whole = git.log(None, third)
    assert [(commit.hash, commit.paths) for commit in whole] == [
        (first, ("a",)),
        (second, ()),
        (third, ("a",)),
    ]
    assert [commit.hash for commit in git.log(first, third)] == [second, third]
    assert git.log(third, third) == []
    assert git.log(third, first) == []


def test_log_survives_any_name_and_any_message(repo: Repo) -> None:
    base = repo.commit()
    repo.write(dict.fromkeys(ODD_NAMES, "x"))
    messages = ["", "\n\n", "a" * 40, ":100644 x", "%H%x00", "commit " + "a" * 40]
    commits = [repo.commit("names")] + [repo.commit(message) for message in messages]
    found = opened(repo).log(base, commits[-1])
    assert [commit.hash for commit in found] == commits
    assert set(found[0].paths) == set(ODD_NAMES)
    assert all(commit.paths == () for commit in found[1:])


def test_log_of_messages_in_other_encodings(repo: Repo) -> None:
    base = repo.commit()
    repo.git("config", "i18n.commitEncoding", "latin1")
    repo.git("config", "i18n.logOutputEncoding", "utf-16")
    people = {"GIT_AUTHOR_NAME": "Jos\udce9"}
    repo.git("commit", "--allow-empty", "--quiet", "-m", b"caf\xe9", env=people)
    (commit,) = opened(repo).log(base, "HEAD")
    assert commit.author_name == "José"


def test_a_commit_with_a_date_no_calendar_holds(repo: Repo) -> None:
    base = repo.commit()
    raw = (
        f"tree {repo.git('rev-parse', 'HEAD^{tree}')}\nparent {base}\n"
        "author A <> 99999999999999999 +9999\ncommitter C <c> 1 +0000\n\nodd\n"
    )
    odd = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw.encode()
    )
    (commit,) = opened(repo).log(base, odd)
    assert commit.authored.tzinfo is not None
    assert (commit.author_name, commit.author_email) == ("A", "")
    assert isinstance(opened(repo).commit_date(odd), date)


def test_a_merge_tells_both_sides_and_only_its_own_changes(repo: Repo) -> None:
    repo.write({"p": "base", "m": "base"})
    base = repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write({"side": "1"})
    repo.commit("on the side", author="Sid Side <sid@example.org>")
    repo.git("checkout", "--quiet", "main")
    repo.write({"main": "1"})
    repo.commit("on main", author="Max Main <max@example.org>")
    clean = repo.merge("side", author="Mia Merge <mia@example.org>")
    found = {commit.author_email: commit for commit in opened(repo).log(base, "HEAD")}
    assert found["sid@example.org"].paths == ("side",)
    assert found["max@example.org"].paths == ("main",)
    assert found["mia@example.org"].paths == ()
    assert len(found["mia@example.org"].parents) == 2

    repo.git("checkout", "--quiet", "side")
    repo.write({"m": "theirs"})
    repo.commit("theirs", author="Sid Side <sid@example.org>")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repo.write({"m": "neither", "\n:odd": "smuggled in"})
    evil = repo.commit("merge with a change", author="Eve <eve@example.org>")
    commits = opened(repo).log(clean, evil)
    assert [commit.paths for commit in commits] == [("m",), ("\n:odd", "m")]


def test_a_changed_submodule_cannot_hide(repo: Repo) -> None:
    entry = '[submodule "m"]\n\tpath = m\n\turl = https://example.org/m\n\tignore = all\n'
    repo.write({".gitmodules": entry})
    repo.git("config", "diff.ignoreSubmodules", "all")
    base = repo.commit()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},m")
    repo.git("commit", "--quiet", "--allow-empty", "-m", "adds it")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'2' * 40},m")
    repo.git("commit", "--quiet", "--allow-empty", "-m", "moves it")
    assert [commit.paths for commit in opened(repo).log(base, "HEAD")] == [("m",), ("m",)]


def test_the_main_line_shows_what_each_merge_brought(repo: Repo) -> None:
    base = repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write({"one": "1"})
    repo.commit()
    repo.write({"two": "2"})
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.write({"direct": "1"})
    direct = repo.commit()
    merged = repo.merge("side")
    found = opened(repo).log(base, "HEAD", first_parent=True)
    assert [(commit.hash, commit.paths) for commit in found] == [
        (direct, ("direct",)),
        (merged, ("one", "two")),
    ]


def test_a_rename_is_two_paths(repo: Repo) -> None:
    repo.write({"old/a": "the same content\n" * 9})
    base = repo.commit()
    repo.git("config", "diff.renames", "copies")
    repo.move("old/a", "new/a")
    head = repo.commit()
    (commit,) = opened(repo).log(base, head)
    assert commit.paths == ("new/a", "old/a")


def test_log_of_some_paths_keeps_side_branches_that_came_to_nothing(repo: Repo) -> None:
    repo.write({"p/a": "1", "q": "1"})
    base = repo.commit()
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write({"p/a": "2"})
    touched = repo.commit("touches", author="Sid <sid@example.org>")
    repo.write({"p/a": "1"})
    back = repo.commit("takes it back")
    repo.git("checkout", "--quiet", "main")
    repo.write({"q": "2"})
    repo.commit("elsewhere")
    repo.merge("side")
    git = opened(repo)
    found = git.log(base, "HEAD", ["p"])
    assert [commit.hash for commit in found] == [touched, back]
    assert found[0].parents == (base,)
    assert git.log(base, "HEAD", [":(top)q"]) == []
    assert git.log(base, "HEAD", ["--output=F"]) == []
    assert len(git.log(base, "HEAD", [""])) == 4


# Shallow and partial clones


def clone(repo: Repo, place: Path, *options: str) -> Repository:
    repo.git("clone", "--quiet", *options, f"file://{repo.path}", str(place))
    found = Repository.find(place)
    assert found is not None
    return found


def test_depth_one_cannot_tell_history(repo: Repo, tmp_path: Path) -> None:
    old = repo.commit()
    new = repo.commit()
    git = clone(repo, tmp_path / "clone", "--depth=1")
    assert git.is_shallow()
    assert not opened(repo).is_shallow()
    with pytest.raises(UnknownRevisionError) as unknown:
        git.resolve(old)
    assert unknown.value.hint == "git fetch --unshallow"
    with pytest.raises(ShallowCloneError) as shallow:
        git.log(None, new)
    assert shallow.value.hint == "git fetch --unshallow"
    assert git.log(new, new) == []


def test_a_deeper_clone_answers_where_it_can(repo: Repo, tmp_path: Path) -> None:
    commits = [repo.commit(str(number)) for number in range(6)]
    git = clone(repo, tmp_path / "clone", "--depth=3")
    assert git.merge_base(commits[4], commits[5]) == commits[4]
    assert git.is_ancestor(commits[4], commits[5])
    assert [commit.hash for commit in git.log(commits[3], commits[5])] == commits[4:]
    with pytest.raises(ShallowCloneError):
        git.log(None, commits[5])


def test_a_cut_side_branch_is_not_taken_for_unrelated(repo: Repo, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit(str(number))
    repo.git("checkout", "--quiet", "-b", "side")
    for number in range(3):
        side = repo.commit(f"side {number}")
    repo.git("checkout", "--quiet", "main")
    for number in range(3):
        tip = repo.commit(f"main {number}")
    git = clone(repo, tmp_path / "clone", "--depth=2", "--no-single-branch")
    with pytest.raises(ShallowCloneError):
        git.merge_base(side, tip)
    with pytest.raises(ShallowCloneError):
        git.is_ancestor(side, tip)


def test_a_partial_clone_fetches_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.write({"a": "1"})
    repo.commit()
    repo.git("config", "uploadpack.allowFilter", "true")
    git = clone(repo, tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    canary = tmp_path / "fetched"
    upload = tmp_path / "upload-pack"
    upload.write_text(f'#!/bin/sh\ntouch {canary}\nexec git-upload-pack "$@"\n')
    upload.chmod(0o755)
    for name, value in {
        "remote.origin.uploadpack": str(upload),
        "protocol.file.allow": "always",
        "protocol.allow": "always",
    }.items():
        repo.git("-C", str(git.root), "config", name, value)
    (item,) = git.tree(git.resolve("HEAD"))
    with pytest.raises(MissingObjectError) as caught:
        list(git.blobs([item.hash]))
    assert "--refetch" in caught.value.hint
    assert not canary.exists()
    # The trap is set: git left to itself walks into it.
    repo.git("-C", str(git.root), "cat-file", "blob", item.hash)
    assert canary.exists()


# Configuration and branches


def test_the_default_branch_is_what_the_remote_says(repo: Repo, tmp_path: Path) -> None:
    repo.git("checkout", "--quiet", "-b", "trunk")
    repo.commit()
    git = clone(repo, tmp_path / "clone")
    assert git.default_branch() == "refs/remotes/origin/trunk"
    repo.git("-C", str(git.root), "remote", "set-head", "origin", "--delete")
    assert git.default_branch() is None


def test_the_default_branch_of_a_repository_without_a_remote(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", branch="master")
    git = opened(repo)
    assert git.default_branch() is None
    repo.commit()
    assert git.default_branch() == "refs/heads/master"
    repo.git("branch", "main")
    assert git.default_branch() == "refs/heads/main"
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert git.default_branch() == "refs/remotes/origin/main"


def test_the_default_branch_is_what_the_local_one_follows(repo: Repo) -> None:
    repo.commit()
    git = opened(repo)
    repo.git("update-ref", "refs/remotes/company/main", "HEAD")
    assert git.default_branch() == "refs/heads/main"
    repo.git("config", "remote.company.fetch", "+refs/heads/*:refs/remotes/company/*")
    repo.git("config", "branch.main.remote", "company")
    repo.git("config", "branch.main.merge", "refs/heads/main")
    assert git.default_branch() == "refs/remotes/company/main"
    repo.git("update-ref", "-d", "refs/remotes/company/main")
    assert git.default_branch() == "refs/heads/main"  # what it follows is gone
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert git.default_branch() == "refs/remotes/origin/main"


def test_commits_that_are_lacking(repo: Repo) -> None:
    base = repo.commit()
    repo.commit()
    head = repo.commit()
    git = opened(repo)
    assert (git.lacking(base, head), git.lacking(head, base)) == (2, 0)


def test_settings(repo: Repo) -> None:
    repo.git("config", "user.email", "me@example.org")
    repo.git("config", "branch.a b.x", "two\nlines")
    git = opened(repo)
    assert git.config("user.email") == "me@example.org"
    assert git.config("branch.a b.x") == "two\nlines"
    assert git.config("user.absent") is None
    for name in ("", "--list", "user", "a b", "x.y z"):
        with pytest.raises(ValueError, match="not the name"):
            git.config(name)


# Errors of the surroundings


def test_without_git_it_says_so(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GitMissingError, match="not found") as caught:
        opened(repo).resolve("HEAD")
    assert "install git" in caught.value.hint


@pytest.mark.parametrize("path", [".", "", "bin"])
def test_a_git_of_the_checkouts_is_not_run(
    repo: Repo, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("git", "bin/git"):
        repo.write({place: "#!/bin/sh\ntouch canary\n"})
        (repo.path / place).chmod(0o755)
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(GitMissingError):
        opened(repo).resolve("HEAD")
    assert not (repo.path / "canary").exists()


def program(tmp_path: Path, script: str) -> str:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\n" + script)
    (folder / "git").chmod(0o755)
    return str(folder)


def test_dubious_ownership_gives_gits_own_advice(repo: Repo, tmp_path: Path) -> None:
    said = (
        "fatal: detected dubious ownership in repository at '/x'\n"
        "To add an exception for this directory, call:\n\n"
        "\tgit config --global --add safe.directory /x\n"
    )
    path = program(tmp_path, f"cat >&2 <<'END'\n{said}END\nexit 128\n")
    git = Repository(repo.path, {"PATH": path + ":/usr/bin:/bin"})
    with pytest.raises(NotARepositoryError, match="someone else") as caught:
        git.resolve("HEAD")
    assert caught.value.hint == "git config --global --add safe.directory /x"


def test_real_git_refuses_a_foreign_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    real = shutil.which("git")
    # The switch by which git's own tests make a repository look like someone else's.
    path = program(tmp_path, f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    git = Repository(repo.path, {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull})
    for ask in (
        lambda: git.resolve("HEAD"),
        lambda: git.tree("a" * 40),
        lambda: list(git.blobs(["a" * 40])),
        git.is_shallow,
    ):
        with pytest.raises(NotARepositoryError) as caught:
            ask()
        assert caught.value.hint.startswith("git config --global --add safe.directory")


def test_an_interruption_ends_git(repo: Repo, tmp_path: Path) -> None:
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    # More than a pipe holds: it gets past this line only when its output is being read.
    path = program(tmp_path, f"head -c 1000000 /dev/zero; echo $$ > {pipe}; exec sleep 600\n")
    code = (
        "from pathlib import Path; from tracker.source.git import Repository\n"
        f"environ = {{'PATH': {path + ':/usr/bin:/bin'!r}}}\n"
        f"Repository(Path({str(repo.path)!r}), environ).resolve('x')"
    )
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    ready, _, _ = select.select([reader], [], [], 60)
    assert ready, "git was not started"
    pid = int(os.read(reader, 40))
    os.close(reader)
    child.send_signal(signal.SIGINT)
    child.wait(60)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# A hostile repository


def arm(repo: Repo, canary: Path, name: str) -> str:
    """A program that leaves a trace; the path of it."""
    script = repo.path.parent / f"trap-{name}"
    script.write_text(f"#!/bin/sh\ntouch {canary}/{name}\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_a_hostile_configuration_runs_nothing(repo: Repo, tmp_path: Path) -> None:
    canary = tmp_path / "canaries"
    canary.mkdir()
    repo.write({"a.txt": "1", ".gitattributes": "* diff=evil filter=evil merge=evil\n"})
    base = repo.commit()
    repo.write({"a.txt": "2"})
    head = repo.commit()
    signed = repo.git("cat-file", "commit", head).replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    head = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode() + b"\n")
    repo.git("update-ref", "refs/heads/main", head)
    settings = {
        "alias.cat-file": "!{}",
        "alias.log": "!{}",
        "core.alternateRefsCommand": "{}",
        "core.askPass": "{}",
        "core.editor": "{}",
        "core.fsmonitor": "{}",
        "core.gitProxy": "{}",
        "core.pager": "{}",
        "core.sshCommand": "{}",
        "credential.helper": "!{}",
        "diff.evil.command": "{}",
        "diff.evil.textconv": "{}",
        "diff.external": "{}",
        "filter.evil.clean": "{}",
        "filter.evil.process": "{}",
        "filter.evil.smudge": "{}",
        "gpg.program": "{}",
        "gpg.ssh.program": "{}",
        "interactive.diffFilter": "{}",
        "merge.evil.driver": "{}",
        "pager.log": "{}",
        "pager.ls-tree": "{}",
        "sequence.editor": "{}",
        "trailer.sign.command": "{}",
        "trailer.co-authored-by.cmd": "{}",
    }
    for number, (name, value) in enumerate(settings.items()):
        repo.git("config", name, value.format(arm(repo, canary, f"{number}-{name}")))
    for name, value in {
        "log.showSignature": "true",
        "log.mailmap": "true",
        "log.follow": "true",
        "log.decorate": "full",
        "log.diffMerges": "on",
        "color.ui": "always",
        "diff.orderFile": "/nonexistent",
        "diff.noprefix": "true",
        "diff.relative": "true",
        "format.pretty": "oneline",
        "core.worktree": "/nonexistent",
        "core.quotePath": "true",
    }.items():
        repo.git("config", name, value)
    hooks = repo.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        os.link(arm(repo, canary, hook), hooks / hook)
    git = opened(repo)
    assert git.resolve("main") == head
    items = {item.path: item.hash for item in git.tree(head)}
    assert dict(git.blobs(items.values()))[items["a.txt"]] == b"2"
    assert [commit.paths for commit in git.log(base, head)] == [("a.txt",)]
    assert [commit.paths for commit in git.log(base, head, first_parent=True)] == [("a.txt",)]
    assert git.merge_base(base, head) == base
    assert git.is_ancestor(base, head)
    assert git.default_branch() == "refs/heads/main"
    assert git.commit_date(head) == date(2026, 1, 5)
    assert git.config("user.email") is None
    assert not git.is_shallow()
    assert list(canary.iterdir()) == []
    # The traps are set: without our care some of them go off.
    repo.git("--work-tree=.", "-c", "diff.orderFile=/dev/null", "log", "-p", "-1")
    assert list(canary.iterdir()) != []


def test_people_and_contents_cannot_be_rewritten_from_aside(repo: Repo) -> None:
    repo.write({"a": "real"})
    base = repo.commit("base")
    repo.write({"a": "newer"})
    head = repo.commit("head", author="Real Name <real@example.org>")
    real = repo.git("rev-parse", "HEAD:a")
    repo.git("replace", real, blob(repo, b"false"))
    repo.git("replace", base, repo.git("commit-tree", "-m", "false", "HEAD^{tree}"))
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/grafts").write_text(f"{head}\n")
    (repo.path / ".mailmap").write_text("False Name <false@example.org> <real@example.org>\n")
    repo.git("config", "mailmap.file", str(repo.path / ".mailmap"))
    git = opened(repo)
    assert list(git.blobs([real])) == [(real, b"newer")]
    assert git.is_ancestor(base, head)
    (commit,) = git.log(base, head)
    assert commit.author_email == "real@example.org"
    assert commit.parents == (base,)


def test_reading_writes_nothing(repo: Repo) -> None:
    repo.write({"a": "1"})
    base = repo.commit()
    before = {place: place.stat().st_mtime_ns for place in (repo.path / ".git").rglob("*")}
    git = opened(repo)
    items = git.tree(base)
    list(git.blobs(item.hash for item in items))
    git.log(None, base)
    git.default_branch()
    after = {place: place.stat().st_mtime_ns for place in (repo.path / ".git").rglob("*")}
    assert after == before


def test_undated_is_in_utc() -> None:
    from tracker.source.commits import UNDATED, moment

    assert moment("nonsense") == UNDATED
    assert moment("2026-01-01T00:00:00") == datetime(2026, 1, 1, tzinfo=UTC)
