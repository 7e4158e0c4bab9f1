"""Bare `tracker`: it says where one stands and what is next, in every state, and never fails."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import _module, cli
from tracker.cli.terminal.stages import LAST, Stage

PROJECT = "work/projects/first-project/project.yaml"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said() -> str:
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(len(line) <= 80 for line in result.stdout.splitlines()), result.stdout
    return result.stdout


def steps(text: str) -> list[str]:
    """The commands that are advised; each is one that there is."""
    lines = text.partition("\nNext:\n")[2].splitlines()
    found = [line.strip().partition("   ")[0] for line in lines if not line.startswith("   ")]
    assert 1 <= len(found) <= 3
    for step in found:
        for part in step.split(" && "):
            program, *words = part.split()
            assert program in ("git", "tracker")
            if program == "tracker":
                assert run(words[0], "--help").exit_code == 0
    return found


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """What `tracker init` writes, committed."""
    made = Repo(tmp_path / "orchard")
    monkeypatch.chdir(made.path)
    run("init", "--title", "Orchard")
    made.commit("start")
    return made


def edit(repo: Repo, old: str, new: str) -> None:
    text = (repo.path / PROJECT).read_text(encoding="utf-8")
    assert old in text
    repo.write({PROJECT: text.replace(old, new)})


def cloned(repo: Repo, to: Path, patch: pytest.MonkeyPatch) -> Repo:
    """A clone, whose changes land on the branch `main` of where it came from."""
    repo.git("clone", "--quiet", str(repo.path), str(to))
    patch.chdir(to)
    return Repo(to)


# Before there is anything.


def test_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = said()
    assert text.startswith("No workspace here\n")
    assert steps(text) == ["git init", "tracker init", "tracker init --example"]


def test_a_repository_without_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Repo(tmp_path / "repo").path)
    text = said()
    assert "repo, no commit yet" in text
    assert steps(text) == ["tracker init", "tracker init --example"]


def test_a_workspace_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init")
    text = said()
    assert "none: the folder is not in a git repository" in text
    assert steps(text)[:2] == ["git init", "git add work .vscode"]


def test_a_repository_without_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Repo(tmp_path / "repo").path)
    run("init")
    text = said()
    assert "no commit yet" in text and "1 project" in text
    assert steps(text) == ["git add work .vscode", 'git commit -m "Start tracking"']


def test_a_bare_repository(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    text = said()
    assert "bare: it has no files" in text
    assert steps(text) == ["git clone FOLDER NAME"]


# In the middle of things.


def test_all_is_committed_and_sound(repo: Repo) -> None:
    text = said()
    assert text.startswith("Orchard\n")
    assert "orchard, branch main\n" in text
    assert "1 lifecycle, 1 goal, 1 project, 1 person\n" in text
    assert "1 idea (simple)\n" in text
    assert "no findings\n" in text
    assert "changes" not in text and "uncommitted" not in text
    assert steps(text) == ["tracker site serve", 'tracker new project ID --title "..."']


def test_from_a_folder_below(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repo, "phase: idea", "phase: doing")
    monkeypatch.chdir(repo.path / "work/projects")
    text = said()
    assert "workspace    ..\n" in text
    assert steps(text)[-1] == "git add .. && git commit"


def test_a_legal_move_that_is_not_committed(repo: Repo) -> None:
    edit(repo, "phase: idea", "phase: doing")
    text = said()
    assert "uncommitted  1 file\n" in text
    assert "project/first-project: phase idea → doing\n" in text
    assert steps(text) == ["tracker check --base HEAD", "git add work && git commit"]


def test_an_illegal_move_comes_first(repo: Repo) -> None:
    edit(repo, "phase: idea", "phase: done")
    text = said()
    assert "1 error\n" in text
    line = (repo.path / PROJECT).read_text(encoding="utf-8").splitlines().index("phase: done") + 1
    assert f"{PROJECT}:{line}: project/first-project" in text
    assert steps(text) == ["tracker check --base HEAD", "tracker explain phase-transition"]
    assert run("check", "--base", "HEAD").exit_code == 1


def test_a_file_that_is_gone_is_uncommitted(repo: Repo) -> None:
    (repo.path / "work/goals.yaml").unlink()
    assert "uncommitted  1 file\n" in said()


def test_other_files_are_not_its_business(repo: Repo) -> None:
    repo.write({"README.md": "changed", "work/.hidden": "x"})
    assert "uncommitted" not in said()


def test_on_a_branch_of_its_own(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "topic")
    edit(repo, "phase: idea", "phase: doing")
    repo.commit("move")
    text = said()
    assert "branch topic, 1 commit ahead of main\n" in text
    assert "phase idea → doing" in text
    assert steps(text) == ["tracker check --base main", "git switch main && git merge topic"]


def test_on_a_branch_that_goes_to_a_pull_request(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = cloned(repo, tmp_path / "clone", monkeypatch)
    run("new", "goal", "brand-new")
    text = said()
    assert "goal/brand-new is new\n" in text
    assert steps(text)[1] == "git switch -c NAME"
    clone.git("switch", "--quiet", "--create", "mine")
    clone.commit("a goal")
    assert steps(said()) == ["tracker check --base origin/main", "git push -u origin mine"]
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "mine")
    text = said()
    assert "branch main, 1 commit ahead of origin/main" in text
    assert steps(text)[-1] == "git push"


def test_what_has_landed_since(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = cloned(repo, tmp_path / "clone", monkeypatch)
    edit(repo, "phase: idea", "phase: doing")
    repo.commit("move")
    clone.git("fetch", "--quiet")
    text = said()
    assert "branch main, 1 commit behind origin/main\n" in text
    assert steps(text) == ["git merge origin/main"]
    clone.git("switch", "--quiet", "--create", "mine")
    run("new", "goal", "brand-new")
    assert steps(said())[-1] == "git add work && git commit"
    clone.commit("a goal")
    text = said()
    assert "branch mine, 1 commit ahead of origin/main, 1 behind\n" in text
    assert steps(text) == ["git merge origin/main"]
    edit(clone, "phase: idea", "phase: done")
    assert steps(said())[0] == "tracker check --base origin/main"
    edit(clone, "phase: done", "phase: idea")
    clone.git("merge", "--quiet", "origin/main")
    assert "behind" not in said()


def test_what_has_landed_is_no_reason_to_overlook_a_warning(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = cloned(repo, tmp_path / "clone", monkeypatch)
    edit(repo, "phase: idea", "phase: doing")
    repo.commit("move")
    clone.git("fetch", "--quiet")
    clone.write({"work/teams/north.yaml": "title: NO\nkind: team\n"})
    text = said()
    assert "2 warnings\n" in text and "`NO` is text here" in text
    assert steps(text)[-1] == "tracker explain ambiguous-scalar"


def test_no_branch(repo: Repo) -> None:
    edit(repo, "phase: idea", "phase: doing")
    repo.commit("move")
    repo.git("switch", "--quiet", "--detach", "HEAD~1")
    assert "no branch, at commit " in said()


def test_many_changes_are_counted(repo: Repo) -> None:
    repo.write({f"work/teams/team-{n}.yaml": f"title: {n}\nkind: team\n" for n in range(9)})
    assert "and 5 more changes, against HEAD\n" in said()


# What may not make it fail.

Break = Callable[[Repo], None]


def _settings(repo: Repo) -> None:
    repo.write({"work/tracker.yaml": 'title: "x\n'})


def _binary(repo: Repo) -> None:
    repo.write({"work/goals.yaml": b"\xff\xfe\x00", PROJECT: b"\x00"})


def _link(repo: Repo) -> None:
    (repo.path / PROJECT).unlink()
    (repo.path / PROJECT).symlink_to("/nowhere")


def _empty(repo: Repo) -> None:
    for name in ("goals.yaml", "people.yaml"):
        (repo.path / "work" / name).unlink()
    (repo.path / PROJECT).unlink()
    (repo.path / "work/lifecycles/simple.yaml").unlink()


def _unrelated(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--orphan", "other")
    run("init")
    repo.commit("another start")


def _objects(repo: Repo) -> None:
    """The commit is known, and what it holds is lost."""
    tree = repo.git("rev-parse", "HEAD^{tree}")
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()


def _head(repo: Repo) -> None:
    repo.write({".git/HEAD": "nonsense\n"})


def _strange_title(repo: Repo) -> None:
    text = (repo.path / "work/tracker.yaml").read_text(encoding="utf-8")
    long = "##[error] " + "x" * 150
    repo.write({"work/tracker.yaml": text.replace("Orchard", f'"{long}"')})


@pytest.mark.parametrize(
    "harm",
    [_settings, _binary, _link, _empty, _unrelated, _objects, _head],
    ids=lambda one: one.__name__,
)
def test_it_says_what_it_can(harm: Break, repo: Repo) -> None:
    harm(repo)
    text = said()
    assert "workspace    work\n" in text
    assert steps(text)


def test_text_of_files_is_escaped(repo: Repo) -> None:
    _strange_title(repo)
    result = run()
    assert result.exit_code == 0
    assert "##[" not in result.stdout


def test_a_shallow_clone(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repo, "phase: idea", "phase: doing")
    repo.commit("move")
    repo.git("clone", "--quiet", "--depth", "1", repo.path.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert "branch main" in said()


def test_without_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    text = said()
    assert "the program git was not found" in text
    assert "no findings" in text


# The list of commands.


def test_help_has_the_order_in_which_people_meet_the_commands() -> None:
    text = run("--help").stdout
    at = [
        text.index(f"\n  {name} ")
        for name in ("init", "new", "check", "show", "list", "site", "explain")
    ]
    assert at == sorted(at)
    headings = [stage.value for stage in Stage if f"\n{stage.value}:\n" in text]
    assert headings[:3] == ["Start", "Check a change", "Look"]


def test_every_command_has_its_place() -> None:
    names = cli.list_commands(cli.make_context("tracker", ["check"]))
    assert [name for name in names if _module(name).PLACE == LAST] == []
    places = [_module(name).PLACE for name in names]
    assert len(set(places)) == len(places)


def test_the_version_is_told_without_the_model() -> None:
    code = (
        "import sys; sys.argv = ['tracker', '--version']\nfrom tracker.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({'tracker.model.suggest', 'tracker.cli.typed.guide', 'tracker.cli.terminal.shells',"
        " 'json'} & set(sys.modules))"
    )
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.splitlines()[-1] == "set()"
