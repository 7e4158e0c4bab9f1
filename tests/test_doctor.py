"""`tracker doctor`: each probe sees what is wrong, says what to do, and gives nothing private away."""

import json
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.doctor import versions
from tracker.cli.doctor.probe import probes
from tracker.cli.doctor.steps import checks
from tracker.cli.main import cli
from tracker.model.catalogue import schema_folder
from tracker.model.kinds import placed, schema_name
from tracker.source.git import Repository
from tracker.source.giterrors import explained

SCHEMA = schema_folder() / "output" / "doctor.schema.json"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """What `tracker init` writes, committed."""
    made = Repo(tmp_path / "orchard")
    monkeypatch.chdir(made.path)
    run("init", "--title", "Secret Orchard")
    made.commit("start")
    return made


def report() -> dict[str, Any]:
    result = run("doctor", "--format", "json")
    data: dict[str, Any] = json.loads(result.stdout)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes())).validate(data)
    marks = [one["mark"] for one in data["remarks"]]
    assert data["summary"] == {mark: marks.count(mark) for mark in ("ok", "warn", "fail", "blind")}
    assert result.exit_code == (2 if "blind" in marks else 1 if "fail" in marks else 0)
    for one in data["remarks"]:
        assert (one["todo"] is None) == (one["mark"] == "ok"), one
    return data


def seen(probe: str) -> list[tuple[str, str]]:
    """What one probe says: mark and text."""
    return [(one["mark"], one["what"]) for one in report()["remarks"] if one["probe"] == probe]


def settings(repo: Repo, **changed: str) -> None:
    """The settings of a workspace, with some of them otherwise."""
    lines = {
        "title": "T", "currency": "EUR", "lifecycle": "simple",
        "calendar": "{working_days: [mon, tue], hours_per_day: 8}",
    } | changed  # fmt: skip
    repo.write({"work/tracker.yaml": "".join(f"{key}: {value}\n" for key, value in lines.items())})


def test_there_is_a_probe_for_each_question() -> None:
    assert [one.name for one in probes()] == [
        "settings", "versions", "editor", "ci", "owners", "approvals", "protection"
    ]  # fmt: skip
    assert all(one.look.__doc__ for one in probes())


def test_a_fresh_workspace_has_nothing_to_mend(repo: Repo) -> None:
    assert report()["summary"]["fail"] == 0
    result = run("doctor")
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert [line for line in result.stdout.splitlines() if line in {p.name for p in probes()}] == [
        one.name for one in probes()
    ]


def test_outside_of_a_workspace_it_says_that_it_could_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert seen("settings") == [("blind", "no workspace here")]
    assert any("Python" in what for _, what in seen("versions"))
    assert run("doctor").exit_code == 2


def test_nothing_private_is_said(repo: Repo, tmp_path: Path) -> None:
    """No title, no name, no address, and no path of this machine."""
    run("new", "person", "ada-lovelace")
    run("new", "identity", "ada-lovelace")
    repo.write({"CODEOWNERS": "/work/tracker.yaml @a\n"})
    mark(repo, "nowhere")
    said = run("doctor").stdout + run("doctor", "--format", "json").stdout
    repo.move("work/lifecycles/simple.yaml", "work/lifecycles/plan-of-jane.yaml")
    settings(repo, lifecycle="plan-of-jane")
    said += run("doctor").stdout
    settings(repo, lifecycle="plan-of-jane-doe")
    said += run("doctor").stdout
    for private in (
        "of-jane",
        "Secret Orchard",
        "lovelace",
        "Committer",
        "committer",
        "example.org",
        str(tmp_path),
        "/home",
    ):
        assert private not in said


# Settings.


def test_settings_that_cannot_be_read(repo: Repo) -> None:
    repo.write({"work/tracker.yaml": "title: [\n"})
    (remark,) = seen("settings")
    assert remark == ("fail", "work/tracker.yaml cannot be read: no setting holds")


def test_a_default_lifecycle_that_does_not_exist(repo: Repo) -> None:
    settings(repo, lifecycle="simpel")
    remarks = report()["remarks"]
    (one,) = [one for one in remarks if "does not exist" in one["what"]]
    assert (one["mark"], one["what"]) == ("fail", "the default lifecycle does not exist")
    assert one["todo"] == "`tracker check` says where work/tracker.yaml names it"


def test_a_calendar_by_which_nothing_can_be_computed(repo: Repo) -> None:
    settings(repo, calendar="{working_days: [], hours_per_day: 8}")
    assert (
        "fail",
        "the calendar has no working days or no hours: no date can be computed",
    ) in seen("settings")


def test_rules_that_are_off_or_lower(repo: Repo) -> None:
    settings(
        repo,
        rules="{project-without-goal: ignore, dates-order: warning, dates-outside: error, nope: ignore}",
    )
    assert [what for mark, what in seen("settings") if mark == "warn"] == [
        "switched off: project-without-goal",
        "less grave than they are by default: dates-order",
    ]


# Versions.


def test_git_that_is_old_or_missing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.source.git.version", lambda environ: "2.30.9")
    assert ("fail", "git 2.30.9 is older than 2.31") in seen("versions")
    monkeypatch.setattr("tracker.source.git.version", lambda environ: "2.100")
    assert ("ok", "git 2.100") in seen("versions")
    monkeypatch.undo()
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert ("fail", "git was not found: no change can be judged") in seen("versions")


def test_a_library_that_is_old_or_missing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["click>=99", "nowhere-to-be-found>=1", "pytest>=99; extra == 'dev'", "msgspec"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: needs)
    said = seen("versions")
    assert any(mark == "fail" and what.startswith("click ") for mark, what in said)
    assert ("fail", "nowhere-to-be-found is not installed") in said
    assert not any("pytest" in what for _, what in said)


@pytest.mark.parametrize(
    ("text", "numbers"), [("2.39.5", (2, 39, 5)), ("2.39.5.windows.1", (2, 39, 5)), ("x", ())]
)
def test_versions_are_compared_by_their_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert versions.numbers(text) == numbers


# The editor.


def mark(repo: Repo, schemas: str) -> None:
    """Give every file of the workspace its modeline."""
    for path in (repo.path / "work").rglob("*.yaml"):
        below = path.relative_to(repo.path / "work").as_posix()
        place = placed(below)
        assert place is not None
        way = "../" * below.count("/") + schemas
        text = path.read_text(encoding="utf-8")
        line = f"# yaml-language-server: $schema={way}/{schema_name(place)}.schema.json\n"
        path.write_text(line + text, encoding="utf-8")


def strip(repo: Repo) -> None:
    for path in (repo.path / "work").rglob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("# yaml-language-server")]
        path.write_text("".join(kept), encoding="utf-8")


def copies(repo: Repo) -> None:
    repo.write(
        {f"work/.schemas/{path.name}": path.read_bytes() for path in schema_folder().glob("*.json")}
    )


def test_files_without_a_modeline(repo: Repo) -> None:
    strip(repo)
    said = seen("editor")
    assert ("warn", "5 of 5 YAML files without the line that tells an editor their schema") in said


def test_modelines_that_lead_nowhere(repo: Repo) -> None:
    strip(repo)
    mark(repo, "nowhere")
    assert seen("editor")[0][0] == "fail"
    assert "files whose schema is not there: 5 (goal, lifecycle, person, project, workspace)" in [
        what for _, what in seen("editor")
    ]


def test_copies_of_the_schemas(repo: Repo) -> None:
    strip(repo)
    copies(repo)
    mark(repo, ".schemas")
    assert {mark for mark, _ in seen("editor")} == {"ok"}
    repo.write({"work/.schemas/goal.schema.json": "{}", "work/.schemas/old.schema.json": "{}"})
    (failed,) = [what for mark, what in seen("editor") if mark == "fail"]
    assert failed.startswith("2 of ")


# CI.

RUN = "jobs:\n  check:\n    steps:\n      - uses: actions/checkout@v4\n{depth}      - run: {run}\n"
ACTION = f"      - uses: acme/tracker/.github/actions/tracker@{'0123456789' * 4} # v1\n"
WHOLE = "        with: {fetch-depth: 0}\n"


@pytest.mark.parametrize(
    ("files", "mark", "what"),
    [
        ({}, "warn", "no run of CI was found that checks a change"),
        ({".github/workflows/a.yml": RUN.format(depth=WHOLE, run="tracker check --pr")}, "ok", "whole history"),
        ({".github/workflows/a.yaml": RUN.format(depth="", run="tracker check --pr")}, "fail", "without the whole"),
        ({".github/workflows/a.yml": RUN.format(depth="", run="echo # tracker check")}, "warn", "no run of CI"),
        ({".github/workflows/a.yml": RUN.format(depth="", run="x") + ACTION},
         "ok", "sees to the history"),
        ({".gitlab-ci.yml": "a: {script: [tracker check --pr], variables: {GIT_DEPTH: 0}}\n"}, "ok", "whole history"),
        ({".gitlab-ci.yml": "a: &b {script: [tracker check]}\n"}, "fail", "without the whole"),
        ({".gitlab-ci.yml": "include:\n  - local: .gitlab/tracker.gitlab-ci.yml\n"}, "ok", "sees to the history"),
        ({".github/workflows/a.yml": "steps: [{uses: x/.github/actions/tracker@" + "a1" * 20 + "}]\n"},
         "ok", "sees to the history"),
        ({".github/workflows/a.yml": "jobs:\n  a:\n    uses: ./.github/actions/tracker\n"},
         "ok", "sees to the history"),
        ({".github/workflows/a.yml": "      - uses: evil/tracker@main\n"}, "warn", "by a name that can move"),
        ({".github/workflows/a.yml": "      - uses: acme/tracker@v1\n" + ACTION}, "warn", "by a name that can move"),
        ({".github/workflows/a.yml": RUN.format(depth=WHOLE, run='echo "tracker check"')}, "warn", "no run of CI"),
        ({"docs/.github/workflows/a.yml": RUN.format(depth=WHOLE, run="tracker check")}, "warn", "no run of CI"),
    ],
)  # fmt: skip
def test_ci(repo: Repo, files: dict[str, str], mark: str, what: str) -> None:
    repo.write(files)
    first = seen("ci")[0]
    assert first[0] == mark and what in first[1]


@pytest.mark.parametrize(
    "line",
    [
        "tracker check",
        "      - run: tracker check --pr",
        "a: {script: [pip install x, tracker check --pr], variables: {GIT_DEPTH: 0}}",
        'script: ["tracker check"]',
        "- run: 'cd work && tracker check'",
        "run: pip install x; .venv/bin/tracker check",
        'run: "$VENV/bin/tracker" check',
        "run: NO_COLOR=1 uv run --with x tracker check",
        'run: bash -c "tracker check"',
        "run: if ! tracker check; then exit 1; fi",
        "run: x=$(tracker check)",
    ],
)
def test_a_line_that_checks(line: str) -> None:
    assert checks(line)


@pytest.mark.parametrize(
    "line",
    [
        "run: echo tracker check",
        'run: echo "tracker check"',
        'run: echo "first; tracker check"',
        "run: printf '%s' 'tracker check' && tracker list goal",
        "- name: tracker check",
        "name: Run tracker check",
        'if: "tracker check"',
        "run: uv run tracker list --like check",
        "run: tracker checks",
        'run: "" check tracker',
    ],
)
def test_a_line_that_only_speaks_of_the_check(line: str) -> None:
    assert not checks(line)


@pytest.mark.parametrize(
    "unit",
    ["\n", "tracker", "tracker ", "tracker check ", "uses: ", "uses: /tracker@", "/tracker@", '"', "\"'",
     " ", " #", "#", "[", "run: ", "tracker.gitlab-ci.yml ", "fetch-depth: ", "x: {"],
)  # fmt: skip
def test_a_hostile_file_of_ci_is_looked_at_in_little_time(repo: Repo, unit: str) -> None:
    text = unit * (50_000 // len(unit))
    for beginning in ("", "uses: ", "run: tracker "):
        repo.write({f".github/workflows/{len(beginning)}.yml": f"{beginning}{text}!"})
    with cpu_seconds(10):
        report()


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Ends what computes for longer; a hundred times what it takes."""

    def ended(*_: object) -> None:
        raise AssertionError(f"more than {most} s of CPU")

    before = signal.signal(signal.SIGPROF, ended)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_many_files_ask_git_no_more_often(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    real = Repository.object_format

    def counted(self: Repository) -> str:
        asked.append(self.root)
        return real(self)

    monkeypatch.setattr(Repository, "object_format", counted)
    report()
    few = len(asked)
    repo.write({f"work/goals/g{number}.yaml": "title: G\n" for number in range(40)})
    asked.clear()
    report()
    assert len(asked) == few


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("repos: [{repo: x, hooks: [{id: tracker-check}]}]\n", "ok"),
        ("repos: []  # tracker\n", "warn"),
    ],
)
def test_pre_commit(repo: Repo, text: str, mark: str) -> None:
    repo.write({".pre-commit-config.yaml": text})
    assert [one for one, what in seen("ci") if ".pre-commit-config.yaml" in what] == [mark]


def test_a_shallow_clone(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("another")
    repo.git("clone", "--quiet", "--depth", "1", repo.path.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert seen("ci")[-1][0] == "fail"


def test_a_repository_that_git_refuses(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert [mark for mark, what in seen("ci")][-1] == "blind"


def test_a_repository_of_somebody_else(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git's advice holds the path of the repository: it is said without."""

    def refuse(self: Repository) -> bool:
        raise explained(
            f"fatal: detected dubious ownership in repository at '{repo.path}'\n"
            f"\tgit config --global --add safe.directory {shlex.quote(str(repo.path))}\n"
        )

    monkeypatch.setattr(Repository, "is_shallow", refuse)
    (one,) = [one for one in report()["remarks"] if one["mark"] == "blind"]
    assert one["todo"] == "git config --global --add safe.directory FOLDER"
