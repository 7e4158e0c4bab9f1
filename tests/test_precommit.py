"""The hooks for pre-commit, installed and run by pre-commit itself in a real repository."""

from pathlib import Path

import pytest
from checkouts import BIN, PROJECT, project, published, run, workspace
from gitrepo import Repo

from tracker.source.document import read

ROOT = Path(__file__).resolve().parent.parent
GOAL = "work/goals/g.yaml"
GOAL_TEXT = "title: G\nowner: ada\nstatus: active\nperiod: {start: 2026-01-01, end: 2026-12-31}\n"


def hooks() -> list[str]:
    document = read((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    assert document.refusal is None and isinstance(document.data, list)
    return [str(hook["id"]) for hook in document.data if isinstance(hook, dict)]


@pytest.fixture
def environ(tmp_path_factory: pytest.TempPathFactory, offline: dict[str, str]) -> dict[str, str]:
    """Where pre-commit keeps what it installs, once for all tests."""
    home = tmp_path_factory.mktemp("precommit")
    return {
        **offline,
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "cache"),
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "XDG_DATA_HOME": str(home / "data"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
    }


@pytest.fixture
def tool(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """This repository as it would be published, at a commit of its own."""
    made = Repo(tmp_path_factory.mktemp("tool") / "tracker")
    published(made.path)
    made.commit("published")
    return made


@pytest.fixture
def repo(tmp_path: Path, tool: Repo, environ: dict[str, str]) -> Repo:
    """A workspace under both hooks."""
    made = Repo(tmp_path / "repo")
    made.write(workspace() | {GOAL: GOAL_TEXT, "work/people.yaml": "ada: {name: Ada}\n"})
    made.write({PROJECT: project("idea") + "goals: [g]\n"})
    listed = "".join(f"      - id: {hook}\n" for hook in hooks())
    made.write(
        {
            ".pre-commit-config.yaml": f"repos:\n  - repo: {tool.path.as_uri()}\n"
            f"    rev: {tool.git('rev-parse', 'HEAD')}\n    hooks:\n{listed}"
        }
    )
    made.commit("start")
    installed = run([BIN / "pre-commit", "install"], made.path, environ)
    assert installed.returncode == 0, installed.stdout
    return made


def committed(repo: Repo, environ: dict[str, str]) -> tuple[bool, str]:
    """Whether `git commit` went through, and what it said."""
    repo.git("add", "--all")
    done = run(["git", "commit", "-q", "-m", "a change"], repo.path, environ)
    return done.returncode == 0, done.stdout


def test_good_commits_pass_and_bad_ones_are_refused(repo: Repo, environ: dict[str, str]) -> None:
    repo.write({PROJECT: project("doing") + "goals: [g]\n"})
    assert committed(repo, environ)[0]

    repo.git("reset", "-q", "--soft", "HEAD~1")
    repo.write({PROJECT: project("done") + "goals: [g]\n"})
    passed, said = committed(repo, environ)
    assert not passed
    assert f"{PROJECT}:3:8: error[phase-transition]" in said
    assert "help: from idea it may go to doing" in said
    assert said.count("Passed") == 1, "the state alone is sound"

    repo.write({PROJECT: 'title: "X\n'})
    passed, said = committed(repo, environ)
    assert not passed and f"{PROJECT}:" in said and "error[syntax]" in said

    repo.git("reset", "-q", "--hard")
    repo.remove(GOAL)
    passed, said = committed(repo, environ)
    assert not passed and "error[unknown-reference]" in said

    # What is not staged is not judged.
    repo.git("reset", "-q", "--hard")
    repo.write({"README.md": "more\n"})
    repo.git("add", "README.md")
    repo.write({PROJECT: project("nowhere")})
    done = run(["git", "commit", "-q", "-m", "a change"], repo.path, environ)
    assert done.returncode == 0, done.stdout
    assert "nowhere" in (repo.path / PROJECT).read_text()
