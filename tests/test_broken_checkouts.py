"""Checkouts that are broken, cut or strange: none passes for a clean one, and each says what mends it.

The change in each of them is illegal. So a command either stops, with exit code 2 and a remedy, or it
has seen the change and says so; what never comes is silence, a clean bill or a traceback.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from checkouts import PROJECT, ZERO, workspace, write
from click.testing import Result
from gitrepo import Repo
from test_cli import run

Break = Callable[[Repo], Path | None]
"""Breaks a repository, or gives the broken folder that it made of one."""

JUDGING = (
    "check --base main", "check --base main --head HEAD", "check --pr", "diff main", "history", "audit",
)  # fmt: skip
WRITING = ("move x doing --base main --dry-run", "approve x --base main")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base on `main`; on `change`, a project that has jumped from its first phase to the last."""
    repo = Repo(tmp_path_factory.mktemp("model") / "repo")
    repo.write(workspace())
    repo.commit("the base")
    repo.git("branch", "change")
    repo.git("checkout", "--quiet", "change")
    write(repo, "done")
    return repo.path


@pytest.fixture
def repo(model: Path, tmp_path: Path) -> Repo:
    shutil.copytree(model, tmp_path / "repo", symlinks=True)
    return Repo(tmp_path / "repo")


# What is broken.


def stored(repo: Repo, name: str) -> Path:
    """The file that holds an object."""
    hash = repo.git("rev-parse", name)
    return repo.path / ".git/objects" / hash[:2] / hash[2:]


def lost(name: str) -> Break:
    return lambda repo: stored(repo, name).unlink()


def overwritten(name: str, content: bytes) -> Break:
    def broken(repo: Repo) -> None:
        place = stored(repo, name)
        place.chmod(0o644)
        place.write_bytes(content)

    return broken


def replaced(path: str, content: str) -> Break:
    """A file of git's own, with something else in it."""

    def broken(repo: Repo) -> None:
        place = repo.path / ".git" / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(content)

    return broken


def packed(repo: Repo) -> Path:
    repo.git("repack", "-a", "-d", "--quiet")
    return next((repo.path / ".git/objects/pack").glob("*.pack"))


def a_pack_is_cut(repo: Repo) -> None:
    pack = packed(repo)
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:200])


def the_index_of_a_pack_is_lost(repo: Repo) -> None:
    packed(repo).with_suffix(".idx").unlink()


def all_objects_are_lost(repo: Repo) -> None:
    shutil.rmtree(repo.path / ".git/objects")


def there_is_no_base(repo: Repo) -> None:
    repo.git("branch", "--delete", "--force", "main")


def the_base_is_a_file(repo: Repo) -> None:
    replaced("refs/heads/main", repo.git("rev-parse", f"main:{PROJECT}") + "\n")(repo)


def no_commit_is_there_yet(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "--orphan", "unborn")


def histories_never_met(repo: Repo) -> None:
    no_commit_is_there_yet(repo)
    repo.commit("elsewhere")
    write(repo, "idea")
    write(repo, "done")


def a_tag_is_called_like_the_base(repo: Repo) -> None:
    repo.git("tag", "main", "change")


def the_head_is_no_branch(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "--detach")


def nobody_is_known(repo: Repo) -> None:
    repo.git("config", "user.useConfigOnly", "true")


def commits_are_replaced(repo: Repo) -> None:
    repo.git("replace", repo.git("rev-parse", "main"), repo.git("rev-parse", "change"))


def history_is_grafted_away(repo: Repo) -> None:
    replaced("info/grafts", repo.git("rev-parse", "change") + "\n")(repo)


def history_is_marked_as_cut(repo: Repo) -> None:
    replaced("shallow", repo.git("rev-parse", "change") + "\n")(repo)


def a_file_is_assumed_unchanged(repo: Repo) -> None:
    repo.git("update-index", "--assume-unchanged", PROJECT)


def files_are_left_out(repo: Repo) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/work/tracker.yaml", "/work/lifecycles")


def a_merge_is_under_way(repo: Repo) -> None:
    text = (repo.path / PROJECT).read_text()
    repo.write({PROJECT: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> main\n"})


def the_settings_are_in_conflict(repo: Repo) -> None:
    path = "work/tracker.yaml"
    text = (repo.path / path).read_text()
    repo.write({path: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> main\n"})


def the_workspace_is_gone(repo: Repo) -> None:
    shutil.rmtree(repo.path / "work")


def the_project_is_a_pipe(repo: Repo) -> None:
    (repo.path / PROJECT).unlink()
    os.mkfifo(repo.path / PROJECT)


def linked(path: str) -> Break:
    def broken(repo: Repo) -> None:
        place, elsewhere = repo.path / path, repo.path.parent / "elsewhere"
        place.rename(elsewhere)
        place.symlink_to(elsewhere)

    return broken


def submodule(path: str) -> Break:
    """A folder became a repository of its own, and was not fetched."""

    def broken(repo: Repo) -> None:
        commit = repo.git("rev-parse", "HEAD")
        repo.git("rm", "-r", "--quiet", "--cached", path)
        shutil.rmtree(repo.path / path)
        (repo.path / path).mkdir()
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")
        repo.git("commit", "--quiet", "-m", "apart")

    return broken


def it_has_no_files(repo: Repo) -> Path:
    return cloned(repo, "--bare")


def it_says_of_itself_that_it_has_no_files(repo: Repo) -> None:
    repo.git("config", "core.bare", "true")


def it_is_a_worktree_of_what_is_gone(repo: Repo) -> Path:
    repo.git("worktree", "add", "--quiet", "../worktree", "-b", "other")
    shutil.rmtree(repo.path)
    return repo.path.parent / "worktree"


def cut(depth: int) -> Break:
    return lambda repo: cloned(repo, f"--depth={depth}", "--no-single-branch")


def partial(filter: str) -> Break:
    return lambda repo: cloned(repo, f"--filter={filter}")


def it_borrows_objects_that_are_gone(repo: Repo) -> Path:
    made = cloned(repo, "--shared", address=str(repo.path))
    shutil.rmtree(repo.path)
    return made


def cloned(repo: Repo, *options: str, address: str = "") -> Path:
    """A clone of the branch; what it lacks cannot be fetched."""
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("symbolic-ref", "HEAD", "refs/heads/main")
    made = repo.path.parent / "clone"
    words = ("clone", "--quiet", "--branch", "change", *options, address or repo.path.as_uri())
    repo.git(*words, str(made))
    if "--bare" not in options:
        subprocess.run(["git", "-C", made, "branch", "-q", "main", "origin/main"], check=True)
    return made


STOPS: dict[str, Break] = {
    "the file of the base is lost": lost(f"main:{PROJECT}"),
    "the file of the base is empty": overwritten(f"main:{PROJECT}", b""),
    "the file of the base is junk": overwritten(f"main:{PROJECT}", b"junk"),
    "the tree of the base is lost": lost("main^{tree}"),
    "the tree of the base is empty": overwritten("main^{tree}", b""),
    "the commit of the base is lost": lost("main"),
    "the commit of the base is junk": overwritten("main", b"junk"),
    "the commit of the head is lost": lost("change"),
    "all objects are lost": all_objects_are_lost,
    "a pack is cut": a_pack_is_cut,
    "the index of a pack is lost": the_index_of_a_pack_is_lost,
    "objects are borrowed from what is gone": it_borrows_objects_that_are_gone,
    "a clone without blobs": partial("blob:none"),
    "a clone without trees": partial("tree:0"),
    "a clone of depth 1": cut(1),
    "history is marked as cut": history_is_marked_as_cut,
    "no base": there_is_no_base,
    "the base is junk": replaced("refs/heads/main", "junk\n"),
    "the base is an empty file": replaced("refs/heads/main", ""),
    "the base is zeros": replaced("refs/heads/main", f"{ZERO}\n"),
    "the base is a commit that is nowhere": replaced("refs/heads/main", f"{'1' * 40}\n"),
    "the base is a file": the_base_is_a_file,
    "a tag is called like the base": a_tag_is_called_like_the_base,
    "packed references are junk": replaced("packed-refs", "junk\n"),
    "no commit yet": no_commit_is_there_yet,
    "the head is junk": replaced("HEAD", "junk\n"),
    "the head is a branch that is nowhere": replaced("HEAD", "ref: refs/heads/nowhere\n"),
    "histories that never met": histories_never_met,
    "the configuration is junk": replaced("config", "[core\n"),
    "a format of later": replaced("config", "[core]\n\trepositoryformatversion = 9\n"),
    "an extension of later": replaced(
        "config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tlater = 1\n"
    ),
    "a worktree of what is gone": it_is_a_worktree_of_what_is_gone,
    "a bare repository": it_has_no_files,
    "the workspace is gone": the_workspace_is_gone,
    "the workspace is a link": linked("work"),
    "the workspace is a submodule": submodule("work"),
    "the only project is a submodule": submodule("work/projects/x"),
}
"""Where `tracker check --base main` cannot judge."""

SEEN: dict[str, Break] = {
    "the head is no branch": the_head_is_no_branch,
    "a lock was left behind": replaced("index.lock", ""),
    "the index is junk": replaced("index", "junk"),
    "nobody is known": nobody_is_known,
    "commits are replaced": commits_are_replaced,
    "history is grafted away": history_is_grafted_away,
    "a file is assumed unchanged": a_file_is_assumed_unchanged,
    "files are left out": files_are_left_out,
    "it says of itself that it has no files": it_says_of_itself_that_it_has_no_files,
    "a merge is under way": a_merge_is_under_way,
    "the settings are in conflict": the_settings_are_in_conflict,
    "the project is a pipe": the_project_is_a_pipe,
    "the project is a link": linked(PROJECT),
    "the folder of the project is a link": linked("work/projects/x"),
    "a commit graph is junk": replaced("objects/info/commit-graph", "CGPHjunk"),
}
"""Where it judges all the same, and is not led astray."""


@pytest.mark.parametrize("broken", STOPS | SEEN)
def test_nothing_broken_passes_for_clean(
    repo: Repo, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir((STOPS | SEEN)[broken](repo) or repo.path)
    before = {path for path in Path.cwd().rglob("*") if ".git" not in path.parts}
    codes = {line: judged(run(*line.split())) for line in JUDGING}
    assert codes["check --base main"] == (2 if broken in STOPS else 1)
    for line in WRITING:
        done = run(*line.split())
        assert done.exit_code in (0, 2), done.output
        assert "--dry-run" in line or done.exit_code == 2
        if codes["check --base main"] == 2:
            assert remedy(done), done.output
    assert {path for path in Path.cwd().rglob("*") if ".git" not in path.parts} == before


def judged(done: Result) -> int:
    """The exit code of a command, which is one that its output bears out."""
    if done.exit_code == 2:
        assert remedy(done), done.output
    elif done.exit_code == 1:
        assert "error[" in done.stdout or "not allowed" in done.stdout.lower(), done.stdout
    else:  # the history judges nothing: it tells
        assert done.exit_code == 0
        assert "idea › done" in done.stdout, done.stdout
    return done.exit_code


def remedy(done: Result) -> bool:
    said = done.stderr.splitlines()
    return done.exit_code == 2 and said[0].startswith("error: ") and said[-1].startswith("help: ")
