"""The template for GitLab: its form, and its script, run with the variables that GitLab sets."""

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import parse

import pytest
from checkouts import BIN, PROJECT, ZERO, checked_out, run, workspace, write
from gitrepo import Repo
from test_workflows import conforms

from tracker.source.document import read

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / ".gitlab" / "tracker.gitlab-ci.yml"
REPORTS = {"codequality": "gl-code-quality-report.json", "junit": "tracker-junit.xml"}


def job() -> dict[str, Any]:
    document = read(TEMPLATE.read_bytes())
    assert document.refusal is None and isinstance(document.data, dict)
    assert set(document.data) == {"variables", "tracker"}
    found = document.data["tracker"]
    assert isinstance(found, dict)
    return found


def test_it_has_the_form_that_gitlab_reads() -> None:
    conforms("vendor.gitlab-ci", TEMPLATE)


def test_it_has_the_whole_history_and_hands_on_both_reports() -> None:
    assert job()["variables"]["GIT_DEPTH"] == "0"
    assert job()["artifacts"]["reports"] == REPORTS
    assert job()["artifacts"]["when"] == "always", "a failed check is what there is to show"


@pytest.fixture
def origin(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "origin")
    made.write(workspace())
    made.commit("start")
    return made


MERGE_REQUEST = {
    "CI_MERGE_REQUEST_IID": "7",
    "CI_MERGE_REQUEST_PROJECT_ID": "1",
    "CI_PROJECT_ID": "1",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_COMMIT_BEFORE_SHA": ZERO,
}


def judged(origin: Repo, branch: str, folder: Path, **variables: str) -> tuple[int, str, Path]:
    """The script, as a runner's shell runs it, in a checkout as a runner makes it."""
    checkout = checked_out(origin, f"refs/heads/{branch}", folder / "ci")
    environ = {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", **variables}
    home = folder / "home"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "tracker").symlink_to(BIN / "tracker")
    (script,) = job()["script"]
    shell: list[str | Path] = ["sh", "-e", "-c", script]
    done = run(shell, checkout.path, environ | {"TRACKER_HOME": str(home)})
    return done.returncode, done.stdout, checkout.path


@pytest.mark.parametrize(("phase", "code"), [("doing", 0), ("done", 1)])
def test_a_merge_request_is_compared_with_its_target(
    origin: Repo, tmp_path: Path, phase: str, code: int
) -> None:
    origin.git("checkout", "-q", "-b", "feature")
    write(origin, phase)
    ended, said, folder = judged(origin, "feature", tmp_path, **MERGE_REQUEST)
    assert ended == code, said
    assert "transitions judged: 1 change, law of the base" in said
    rules = {one["check_name"] for one in json.loads((folder / REPORTS["codequality"]).read_text())}
    assert ("phase-transition" in rules) == bool(code)
    suite = parse(folder / REPORTS["junit"]).getroot()[0]
    assert suite.get("failures") == str(code)
    assert f"file={PROJECT}" not in said, "this is not GitHub's log"


def test_a_merge_request_that_runs_in_a_fork_is_not_judged_by_the_forks_branches(
    origin: Repo, tmp_path: Path
) -> None:
    origin.git("checkout", "-q", "-b", "feature")
    write(origin, "doing")
    variables = MERGE_REQUEST | {"CI_PROJECT_ID": "99"}
    ended, said, folder = judged(origin, "feature", tmp_path, **variables)
    assert (ended, "runs in the fork" in said) == (2, True)
    assert not (folder / REPORTS["junit"]).exists()


def test_the_default_branch_is_compared_with_what_was_there_before(
    origin: Repo, tmp_path: Path
) -> None:
    before = origin.git("rev-parse", "HEAD")
    write(origin, "doing")
    write(origin, "done")
    ended, said, _ = judged(origin, "main", tmp_path, CI_COMMIT_BEFORE_SHA=before)
    assert ended == 1
    assert "from idea to done" in said


@pytest.mark.parametrize("source", ["", "push"])
def test_where_nothing_was_before_the_state_is_judged_and_it_is_said(
    origin: Repo, tmp_path: Path, source: str
) -> None:
    write(origin, "done")
    variables = {"CI_COMMIT_BEFORE_SHA": ZERO, "CI_PIPELINE_SOURCE": source}
    ended, said, folder = judged(origin, "main", tmp_path, **variables)
    assert ended == 0
    assert said.startswith("nothing was here before: the state is judged, no transition is")
    assert "transitions NOT judged" in said
    assert (folder / REPORTS["junit"]).exists()


@pytest.mark.parametrize("variables", [{}, {"CI_COMMIT_BEFORE_SHA": ""}])
def test_a_push_that_does_not_say_what_was_there_before_is_exit_2(
    origin: Repo, tmp_path: Path, variables: dict[str, str]
) -> None:
    ended, said, folder = judged(origin, "main", tmp_path, **variables)
    assert (ended, "CI_COMMIT_BEFORE_SHA is empty\nhelp: " in said) == (2, True)
    assert not (folder / REPORTS["junit"]).exists()


@pytest.mark.parametrize("source", ["schedule", "web"])
@pytest.mark.parametrize("before", ["", ZERO])
@pytest.mark.parametrize(("phase", "code"), [("done", 0), ("nowhere", 1)])
def test_a_pipeline_that_nothing_was_pushed_for_judges_the_state_and_says_so(
    origin: Repo, tmp_path: Path, source: str, before: str, phase: str, code: int
) -> None:
    write(origin, phase)
    variables = {"CI_COMMIT_BEFORE_SHA": before, "CI_PIPELINE_SOURCE": source}
    ended, said, _ = judged(origin, "main", tmp_path, **variables)
    assert ended == code
    assert said.startswith(f"a pipeline by {source}, with nothing to compare it with: the state")
    assert "transitions NOT judged" in said


def test_a_pipeline_that_knows_what_was_there_before_is_compared_with_it(
    origin: Repo, tmp_path: Path
) -> None:
    before = origin.git("rev-parse", "HEAD")
    write(origin, "done")
    variables = {"CI_COMMIT_BEFORE_SHA": before, "CI_PIPELINE_SOURCE": "parent_pipeline"}
    assert judged(origin, "main", tmp_path, **variables)[0] == 1


def test_a_push_by_force_that_takes_moves_back_is_no_pass(origin: Repo, tmp_path: Path) -> None:
    """Compared with what both sides share, a move that was taken back is none."""
    write(origin, "doing")
    before = write(origin, "done")
    origin.git("branch", "kept")
    origin.git("reset", "-q", "--hard", "HEAD~1")
    write(origin, "doing", "again")
    ended, said, folder = judged(origin, "main", tmp_path, CI_COMMIT_BEFORE_SHA=before)
    assert (ended, "took away the commit that was there before it" in said) == (2, True)
    assert not (folder / REPORTS["junit"]).exists()


def test_a_target_is_not_told_by_variables_of_githubs(origin: Repo, tmp_path: Path) -> None:
    origin.git("checkout", "-q", "-b", "evil")
    lax = workspace()["work/lifecycles/simple.yaml"]
    assert isinstance(lax, str)
    origin.write(
        {"work/lifecycles/simple.yaml": lax.replace("{id: doing}", "{id: doing, optional: true}")}
    )
    origin.commit("a lax law")
    origin.git("checkout", "-q", "-b", "feature", "main")
    write(origin, "done")
    variables = MERGE_REQUEST | {"GITHUB_BASE_REF": "evil", "GITHUB_ACTIONS": "true"}
    assert judged(origin, "feature", tmp_path, **variables)[0] == 1


def test_what_cannot_be_judged_is_exit_2_without_a_report(origin: Repo, tmp_path: Path) -> None:
    ended, said, folder = judged(origin, "main", tmp_path, CI_COMMIT_BEFORE_SHA="f" * 40)
    assert (ended, "help: " in said) == (2, True)
    assert not any((folder / name).exists() for name in REPORTS.values())


def test_a_report_is_not_written_through_a_link_of_the_merge_request(
    origin: Repo, tmp_path: Path
) -> None:
    (tmp_path / "victim").write_text("mine")
    origin.git("checkout", "-q", "-b", "feature")
    for name in REPORTS.values():
        (origin.path / name).symlink_to(tmp_path / "victim")
    origin.commit("links")
    assert judged(origin, "feature", tmp_path, **MERGE_REQUEST)[0] == 0
    assert (tmp_path / "victim").read_text() == "mine"


PYTHON = """\
#!/bin/sh
echo "$PWD: python3 $*"
mkdir -p "$4/bin"
printf '#!/bin/sh\\necho "$PWD: python $*"\\n' >"$4/bin/python"
chmod +x "$4/bin/python"
"""


def test_it_installs_what_it_is_told_to_away_from_the_checkout(tmp_path: Path) -> None:
    """The commands before the script, with programs that say how they were called."""
    (tmp_path / "python3").write_text(PYTHON)
    (tmp_path / "python3").chmod(0o755)
    environ = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "TRACKER_PACKAGE": "workascode==9.9",
        "TMPDIR": str(tmp_path),
    }
    before = "\n".join([*job()["before_script"], "echo $TRACKER_HOME"])
    done = run(["/bin/sh", "-e", "-c", before], tmp_path, environ)
    made, installed, home = done.stdout.splitlines()
    assert Path(home).parent == tmp_path
    assert made == f"{tmp_path}: python3 -I -m venv {home}"
    assert installed == (
        f"{home}: python -I -m pip install --quiet --disable-pip-version-check workascode==9.9"
    )
