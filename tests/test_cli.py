"""The command line as people use it: what is asked, what is answered, and the exit code."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli
from tracker.law.check import checks
from tracker.model.kinds import KINDS

PROJECT = "work/projects/first-project/project.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with the workspace that `tracker init` writes, committed."""
    made = Repo(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    assert run("init").exit_code == 0
    made.commit("start")
    return made


def run(*arguments: str) -> Result:
    """One command, in this process; a crash is a failure of the test."""
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def edit(repo: Repo, path: str, old: str, new: str) -> None:
    text = (repo.path / path).read_text()
    assert old in text
    repo.write({path: text.replace(old, new)})


def findings(result: Result) -> list[tuple[str, str, int]]:
    return [
        (one["rule"], one["path"], one["line"]) for one in json.loads(result.stdout)["findings"]
    ]


# Starting.


def test_init_writes_six_files_or_fewer_and_a_clean_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    settings = [path for path in written if {".vscode", ".schemas"} & set(path.parts)]
    assert len(written) - len(settings) <= 6
    assert [f"  {number}. " in result.stdout for number in (1, 2, 3)] == [True] * 3
    checked = run("check")
    assert checked.exit_code == 0
    assert checked.stdout.startswith("no findings")


@pytest.mark.parametrize("name", [".", "sub", "p$(touch pwned)", "-x", "it's a `b`"])
@pytest.mark.parametrize("begun", [True, False])
def test_the_command_that_keeps_what_init_wrote_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, begun: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    if begun:
        Repo(tmp_path)
    said = run("init", "--title", "T", "--", name).stdout
    (command,) = [line.partition(":")[2] for line in said.splitlines() if " 1. Commit" in line]
    subprocess.run(["bash", "-ec", command], check=True, capture_output=True)
    assert not list(tmp_path.rglob("pwned"))
    top = tmp_path if begun else tmp_path / name
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=top, check=True, capture_output=True, text=True
    )
    assert status.stdout == ""
    assert (top / ".vscode").is_dir()


def test_settings_that_git_ignores_are_not_given_to_it(repo: Repo) -> None:
    shutil.rmtree(repo.path / "work")
    repo.commit("gone")
    assert "git add work && " in run("init").stdout, "git knows the settings already"
    shutil.rmtree(repo.path / "work")
    repo.git("rm", "-r", "-q", ".vscode")
    repo.write({".gitignore": ".vscode/\n"})
    assert "git add work && " in run("init").stdout
    assert "git add work && git commit" in run().stdout


def test_a_folder_whose_name_is_no_text_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Repo(tmp_path)
    place = tmp_path / os.fsdecode(b"caf\xe9")
    place.mkdir()
    monkeypatch.chdir(place)
    assert "half a character" in stops("init")
    assert r"is not UTF-8" in stops("init", "--title", "T")
    assert list(place.iterdir()) == []


def test_init_never_overwrites(repo: Repo) -> None:
    before = (repo.path / "work/tracker.yaml").read_bytes()
    result = run("init")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert (repo.path / "work/tracker.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "title", ["no", "12:30", "A: b", "#1", "“Ünï” — 漢字", 'it\'s "quoted"', "- x", "1e3", "null"]
)
def test_any_title_is_written_so_that_it_reads_back(repo: Repo, title: str) -> None:
    assert run("new", "team", "odd-name", "--title", title).exit_code == 0
    shown = json.loads(run("show", "team/odd-name", "--format", "json").stdout)
    assert shown["data"]["title"] == title
    assert run("check").stdout.startswith("no findings")


def test_a_title_that_no_reader_takes_writes_nothing(repo: Repo) -> None:
    result = run("new", "team", "odd-name", "--title", "a\u202eb")
    assert result.exit_code == 2
    assert "invisible character U+202E" in result.stderr
    assert not (repo.path / "work/teams").exists()


NOT_NEW = {"workspace", "review", "baseline", "approval", "condition", "update"}
"""What other commands write; a condition is one of a review, and has a test of its own."""


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NOT_NEW))
def test_every_new_kind_passes_the_check(repo: Repo, kind: str) -> None:
    run("new", "role", "any-role")
    owner = {"project": "first-project", "person": "committer-name"}.get(
        KINDS[kind].part_of or "", "brand-new"
    )
    if KINDS[kind].parts > 1:
        owner += "/brand-new"
    if KINDS[kind].part_of in ("person", "process"):
        run("new", str(KINDS[kind].part_of), owner.partition("/")[0])
    if kind == "plan":  # the project that init writes has its tasks in project.yaml
        text = (repo.path / PROJECT).read_text()
        repo.write({PROJECT: text[: text.index("tasks:")]})
    said = {
        "lifecycle": ["--like", "five-phase"],
        "change": ["--reason", "Rain"],
        "improvement": ["--reason", "Queue"],
    }
    result = run("new", kind, owner, *said.get(kind, []))
    assert result.exit_code == 0, result.stderr
    checked = run("check", "--base", "HEAD", "--fail-on", "warning")
    assert checked.exit_code == 0, checked.stdout


def test_the_address_of_an_identity_is_never_made_up(repo: Repo) -> None:
    """What passes the check as if it were real would make somebody else's commits theirs."""
    run("new", "person", "nora-lind")
    assert "name: Nora Lind\n" in (repo.path / "work/people/nora-lind/person.yaml").read_text()
    identity = repo.path / "work/people/nora-lind/identity.yaml"
    run("new", "identity", "nora-lind")
    assert "emails: [] # fill in the addresses of their commits\n" in identity.read_text()
    assert run("check").stdout.startswith("no findings")
    identity.unlink()
    repo.git("config", "user.email", "nora@orchard.example")
    repo.git("config", "user.name", "Somebody Else")
    run("new", "identity", "nora-lind")
    assert "emails: [] #" in identity.read_text()
    identity.unlink()
    repo.git("config", "user.name", "Nóra  LIND")
    edit(repo, "work/people/nora-lind/person.yaml", "Nora Lind", "Nóra Lind")
    run("new", "identity", "nora-lind")
    assert "\nemails: [nora@orchard.example]\n" in identity.read_text()
    assert run("check").stdout.startswith("no findings")


def test_nothing_is_claimed_in_the_name_of_another(repo: Repo) -> None:
    """Who is first in the alphabet has said nothing; who git says you are has."""
    people = {"work/people/ada/person.yaml": "name: Ada\n", "work/goals/a.yaml": (
        "title: A\nowner: ada\nperiod: {start: 2026-01-01}\nstatus: active\n")}  # fmt: skip
    repo.write(people)
    repo.git("config", "user.name", "Somebody Else")
    new = [("project", "x"), ("process", "x"), ("closure", "x"), ("raid", "x/late")]
    for kind, id in new:
        assert run("new", kind, id).exit_code == 0
    for path in repo.path.glob("work/p*s/x/**/*.yaml"):
        said = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
        assert not re.search("ada|owner|goals|20[0-9][0-9]|achieved", "\n".join(said)), path
    assert "--by PERSON" in run("new", "goal", "x").stderr
    repo.write({"work/people/ada/identity.yaml": "emails: [Committer@Example.org]\n"})
    repo.git("config", "user.email", "committer@example.org")
    assert run("new", "project", "y").exit_code == 0
    assert "manager: ada\n" in (repo.path / "work/projects/y/project.yaml").read_text()
    assert run("new", "project", "z", "--by", "owner").exit_code == 0
    assert "manager: owner\n" in (repo.path / "work/projects/z/project.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "goal", "Not An Id"), "not-an-id"),
        (("new", "gaol", "x"), "did you mean `goal`?"),
        (("new", "plan", "nowhere"), "there is no project 'nowhere'"),
        (("new", "goal", "first-goal"), "exists already"),
        (("new", "workspace", "x"), "tracker init"),
        (("new", "review", "first-project/idea-2026-11-20"), "tracker move PROJECT PHASE"),
        (("new", "update", "first-project"), "tracker update PROJECT"),
        (("new", "goal", "x", "--by", "ownr"), "did you mean `owner`?"),
        (("new", "baseline", "first-project"), "tracker move PROJECT PHASE"),
        (("new", "approval", "first-project/a/b"), "tracker approve PROJECT"),
        (("new", "raid", "first-project"), "tracker new raid PROJECT/ID"),
        (("new", "raid", "nowhere/late"), "there is no project 'nowhere'"),
        (("new", "raid", "first-project/Too Late"), "too-late"),
        (("new", "lifecycle", "five-phases"), "did you mean `five-phase`?"),
        (("new", "lifecycle", "waterfall"), "--like"),
        (("new", "project", "x", "--lifecycle", "nope"), "there is no lifecycle 'nope'"),
        (("site", "build", "--output", "work/site"), "lies in the workspace"),
        (("show", "first-projekt"), "did you mean `project/first-project`?"),
        (("list", "project", "--where", "phas=idea"), "did you mean `phase`?"),
        (("list", "project", "--where", "phase"), "field=value"),
        (("explain", "phase-transitio"), "did you mean `phase-transition`?"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    repo: Repo, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "help: " in result.stderr


def test_a_misspelt_command_is_answered_with_the_right_one() -> None:
    result = run("chek")
    assert result.exit_code == 2
    assert "did you mean `check`?" in result.stderr


def test_a_project_takes_a_lifecycle_and_its_first_phase(repo: Repo) -> None:
    assert "--lifecycle five-phase" in run("new", "lifecycle", "five-phase").stdout
    run("new", "project", "erp", "--lifecycle", "five-phase")
    text = (repo.path / "work/projects/erp/project.yaml").read_text()
    assert "lifecycle: five-phase\nphase: initiation\n" in text
    assert run("check", "--base", "HEAD").exit_code == 0


def test_paths_are_said_as_they_can_be_used_from_here(repo: Repo) -> None:
    os.chdir(repo.path / "work/projects")
    assert run("new", "goal", "another").stdout.startswith("wrote ../goals/another.yaml\n")
    assert "open ../../build/site/index.html" in run("site", "build").stdout
    assert run("check").exit_code == 0


def test_a_workspace_may_lie_in_a_hidden_folder(repo: Repo) -> None:
    repo.move("work", ".planning")
    os.chdir(repo.path / ".planning")
    assert run("check").exit_code == 0
    assert run("new", "goal", "another").exit_code == 0
    assert (repo.path / ".planning/goals/another.yaml").is_file()


def test_git_passes_over_what_is_built(repo: Repo) -> None:
    run("site", "build")
    assert repo.git("status", "--porcelain") == ""
    run("site", "build", "--output", "pages")
    assert repo.git("status", "--porcelain") == "?? pages/", "what is meant to be published is seen"


def test_a_build_folder_of_yours_stays_as_it_is(repo: Repo) -> None:
    (repo.path / "build").mkdir()
    assert run("site", "build").exit_code == 0
    assert [path.name for path in (repo.path / "build").iterdir()] == ["site"]


def test_what_is_wrong_is_shown_on_the_site_and_refused_by_a_strict_build(repo: Repo) -> None:
    assert run("site", "build", "--strict", "--output", "pages").exit_code == 0
    repo.write({"work/projects/first-project/project.yaml": "title: A <b>\nphase: nowhere\n"})
    before = (repo.path / "pages/index.html").read_bytes()
    result = run("site", "build", "--strict", "--output", "pages")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error: not built" in result.stderr and "project.yaml:1" in result.stderr
    assert "help: `tracker check`" in result.stderr
    assert (repo.path / "pages/index.html").read_bytes() == before
    assert run("site", "build", "--output", "pages").exit_code == 0
    assert "nowhere" in (repo.path / "pages/project/first-project.html").read_text()
    assert run("site", "build", "--strict", "--at", "HEAD", "--output", "pages").exit_code == 0


def test_a_long_build_says_how_far_it_is_on_a_terminal(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.cli.commands import site
    from tracker.cli.terminal import progress
    from tracker.cli.terminal import width as terminal

    assert run("site", "build").stderr == ""
    monkeypatch.setattr(site, "_WORTH_TELLING", 1)
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    assert run("site", "build").stderr == "", "not in a pipe"
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: True)
    said = run("site", "build").stderr
    assert re.search(r"\r(\d+) of \1 pages", said) and said.endswith("\r")


def test_a_port_that_is_none_is_a_usage_error(repo: Repo) -> None:
    assert run("site", "serve", "--port", "99999").exit_code == 2


def test_a_bare_repository_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repo(tmp_path / "repo").git("init", "--quiet", "--bare", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert "bare repository" in stops("init")
    assert "bare repository" in stops("check", "--head", "main")


# Looking.


def test_show_says_where_a_project_may_go(repo: Repo) -> None:
    text = run("show", "first-project").stdout
    assert "[idea] › doing › done" in text
    assert "next phase:    doing" in text


def test_list_filters_and_prints_what_scripts_read(repo: Repo) -> None:
    run("new", "project", "second")
    rows = json.loads(
        run("list", "projects", "--where", "status=active", "--format", "json").stdout
    )
    assert rows["schema"] == "tracker/list-projects/1"
    assert [row[0] for row in rows["rows"]] == ["first-project"]
    assert run("list", "project", "--where", "goals=first-goal").stdout.count("\n") == 3
    assert run("list", "team").stdout == "none\n"


def test_csv_is_safe_to_open_in_a_spreadsheet(repo: Repo) -> None:
    run("new", "team", "evil", "--title", '=HYPERLINK("x")')
    assert "'=HYPERLINK" in run("list", "team", "--format", "csv").stdout


def test_explain_prints_every_page() -> None:
    listed = run("explain").stdout
    for rule, check in checks().items():
        assert rule in listed
        said = run("explain", rule).stdout
        assert check.page.split() == said.partition("\n\n")[2].split()
        assert [line for line in said.splitlines() if len(line) > 80] == []


def test_every_command_has_help_with_an_example() -> None:
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        text = run(name, "--help").stdout
        assert "Examples:" in text
        assert f"tracker {name}" in text


# Judging.


def test_an_illegal_move_is_found_with_its_line_and_the_legal_ones(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: done")
    result = run("check", "--base", "HEAD")
    assert result.exit_code == 1
    assert f"{PROJECT}:5:8: error[phase-transition]" in result.stdout
    assert "it may go to doing: `tracker move first-project doing`" in result.stdout
    edit(repo, PROJECT, "phase: done", "phase: doing")
    assert run("check", "--base", "HEAD").exit_code == 0


def test_without_a_base_the_last_line_says_so(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: done")
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.endswith("transitions NOT judged: no --base\n")


def test_both_findings_of_one_project_are_given(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: done\nend: 2026-02-30")
    result = run("check", "--base", "HEAD", "--format", "json")
    assert findings(result) == [("phase-transition", PROJECT, 5), ("schema", PROJECT, 6)]


def test_fail_on_moves_the_threshold(repo: Repo) -> None:
    edit(repo, PROJECT, "goals: [first-goal]\n", "")
    assert run("check").exit_code == 0
    assert run("check", "--fail-on", "warning").exit_code == 1


def test_the_law_is_read_from_the_tip_of_a_base_that_has_moved_on(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "feature")
    edit(repo, PROJECT, "phase: idea", "phase: doing")
    repo.commit("move")
    repo.git("checkout", "-q", "main")
    edit(
        repo,
        "work/tracker.yaml",
        "lifecycle: simple",
        "lifecycle: simple\nrules: {project-without-goal: error}",
    )
    repo.commit("stricter")
    repo.git("checkout", "-q", "feature")
    edit(repo, PROJECT, "goals: [first-goal]\n", "")
    result = run("check", "--base", "main", "--format", "json")
    assert result.exit_code == 1
    found = {one["rule"]: one["severity"] for one in json.loads(result.stdout)["findings"]}
    assert found == {"merge-not-judged": "warning", "project-without-goal": "error"}


def test_a_looser_law_in_the_change_judges_nothing(repo: Repo) -> None:
    edit(
        repo,
        "work/tracker.yaml",
        "lifecycle: simple",
        "lifecycle: simple\nrules: {phase-transition: ignore}",
    )
    edit(repo, PROJECT, "phase: idea", "phase: done")
    assert run("check", "--base", "HEAD").exit_code == 1
    loud = run("check", "--base", "HEAD", "--policy", "head")
    assert loud.exit_code == 0
    assert "law of the HEAD" in loud.stdout


def test_revisions_are_judged_without_a_checkout(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: done")
    repo.commit("skip")
    edit(repo, PROJECT, "phase: done", "phase: idea")
    result = run("check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json")
    assert findings(result) == [("phase-transition", PROJECT, 5)]
    assert json.loads(result.stdout)["summary"]["head"] == repo.git("rev-parse", "HEAD")


def test_at_judges_as_of_the_day_of_the_commit(repo: Repo) -> None:
    assert '"as_of": "2026-01-05"' in run("check", "--at", "HEAD", "--format", "json").stdout


def test_a_workspace_that_moved_is_not_founded_anew(repo: Repo) -> None:
    repo.move("work", "planning")
    edit(repo, "planning/projects/first-project/project.yaml", "phase: idea", "phase: done")
    repo.commit("move the whole workspace, and a phase with it")
    os.chdir(repo.path / "planning")
    result = run("check", "--base", "HEAD~1", "--format", "json")
    assert [rule for rule, _, _ in findings(result)] == ["phase-transition"]


def test_a_workspace_put_around_another_founds_nothing(repo: Repo) -> None:
    """A tracker.yaml above the workspace would win when walking up, and judge by no law."""
    repo.write({"tracker.yaml": (repo.path / "work/tracker.yaml").read_text()})
    repo.write({"projects/small/project.yaml": "title: Small\nstatus: active\nphase: done\n"})
    edit(repo, PROJECT, "phase: idea", "phase: done")
    repo.commit("a workspace around the workspace")
    assert "work/tracker.yaml" in stops("check", "--base", "HEAD~1")


def test_a_first_workspace_takes_in_work_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "repo")
    repo.write({"README.md": "code\n"})
    repo.commit("code")
    monkeypatch.chdir(repo.path)
    run("init")
    edit(repo, PROJECT, "phase: idea", "phase: done")
    assert run("check", "--base", "HEAD").exit_code == 0


def test_github_annotates_and_the_closing_line_stays(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: done")
    result = run("check", "--base", "HEAD", "--format", "github")
    assert result.stdout.startswith(f"::error file={PROJECT},line=5,")
    assert "transitions judged" in result.stdout


# What cannot be judged.


def stops(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("error: ")
    assert "\nhelp: " in result.stderr
    assert "Traceback" not in result.output
    return result.stderr


@pytest.mark.parametrize(
    "ref",
    [
        "nope",
        "--output=canary",
        "-x",
        "",
        "a b",
        "a\nb",
        "0" * 40,
        "f" * 40,
        "HEAD:work",
        "HEAD^{tree}",
        "main..HEAD",
        "@{u}",
    ],
)
def test_a_base_that_is_none_is_exit_2(repo: Repo, ref: str) -> None:
    stops("check", f"--base={ref}")
    assert not (repo.path / "canary").exists()


def test_an_empty_folder_is_exit_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("check", "list"):
        assert "tracker init" in stops(command, *(["goal"] if command == "list" else []))


def test_a_revision_without_git_is_exit_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init")
    assert "git init" in stops("check", "--base", "main")
    assert "git init" in stops("check", "--pr")


def test_a_repository_without_commits_is_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "repo")
    monkeypatch.chdir(repo.path)
    run("init")
    stops("check", "--base", "HEAD")
    stops("check", "--pr")


def test_a_shallow_clone_is_exit_2_with_the_command_that_mends_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: doing")
    repo.commit("more")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert "--unshallow" in stops("check", "--base", "HEAD~1")


def test_unrelated_histories_are_exit_2(repo: Repo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit("another start")
    assert "share no history" in stops("check", "--base", "main")


def test_nothing_to_check_is_exit_2(repo: Repo) -> None:
    repo.remove("work/goals.yaml")
    repo.remove("work/people.yaml")
    repo.remove("work/projects")
    assert "nothing was found to check" in stops("check")


def test_contradictions_are_exit_2(repo: Repo) -> None:
    stops("check", "--base", "HEAD", "--pr")
    stops("check", "--head", "HEAD", "--at", "HEAD")
    assert run("check", "--as-of", "2026-02-30").exit_code == 2
    assert run("check", "--as-of", "yesterday").exit_code == 2
    assert run("check", "--format", "xml").exit_code == 2


def test_a_policy_that_is_none_or_broken_is_exit_2(repo: Repo, tmp_path: Path) -> None:
    assert "has no tracker.yaml" in stops("check", "--policy", str(tmp_path))
    (tmp_path / "tracker.yaml").write_text("title: x\ntitle: y\n")
    assert "policy is at fault" in stops("check", "--policy", str(tmp_path))


def test_pr_takes_the_base_that_ci_names(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.git("update-ref", "refs/remotes/origin/release", "HEAD")
    edit(repo, PROJECT, "phase: idea", "phase: done")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert run("check", "--pr").exit_code == 2  # the commit is its own base
    repo.commit("done")
    assert run("check", "--pr").exit_code == 1
    monkeypatch.setenv("GITHUB_BASE_REF", "gone")
    stops("check", "--pr")
    monkeypatch.delenv("GITHUB_BASE_REF")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"merge_group": {"base_sha": repo.git("rev-parse", "HEAD~1")}}))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "merge_group")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert run("check", "--pr").exit_code == 1
    event.write_text("{}")
    stops("check", "--pr")


NOWHERE = {"GITHUB_BASE_REF": "gone", "CI_DEFAULT_BRANCH": "gone", "GITHUB_EVENT_NAME": "x"}


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "release"}, 1),
        ({"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release"}, 1),
        ({"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "", "GITHUB_BASE_REF": "release"}, 2),
        ({"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "release"}, 1),
        ({"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "", "CI_DEFAULT_BRANCH": "release"}, 2),
        ({"GITHUB_ACTIONS": "true", "GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "release"}, 1),
        ({}, 1),  # the local main
    ],
)
def test_pr_takes_no_base_from_variables_of_a_ci_that_it_does_not_run_in(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: int
) -> None:
    """Whoever starts a pipeline of GitLab's may set `GITHUB_BASE_REF` to a branch with a lax law."""
    repo.git("update-ref", "refs/remotes/origin/release", "HEAD")
    repo.git("checkout", "-q", "-b", "feature")
    edit(repo, PROJECT, "phase: idea", "phase: done")
    repo.commit("done")
    for name, value in (NOWHERE | variables).items():
        monkeypatch.setenv(name, value)
    assert run("check", "--pr").exit_code == code


# Ends.


def tracker(*arguments: str, code: str | None = None) -> subprocess.Popen[str]:
    program = code or "from tracker.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interruption_ends_cleanly(repo: Repo) -> None:
    wait = (
        "import sys, tracker.law.judge as j, tracker.cli.main as m\n"
        "def judge(*a, **k):\n"
        "    print('ready', flush=True)\n"
        "    import signal; signal.pause()\n"
        "j.judge = judge\n"
        "m.main()"
    )
    process = tracker("check", code=wait)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.strip()) == (130, "", "interrupted")


def test_a_crash_says_that_it_is_ours(repo: Repo) -> None:
    broken = (
        "import tracker.law.judge as j, tracker.cli.main as m\nj.judge = lambda *a: 1 / 0\nm.main()"
    )
    process = tracker("check", code=broken)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 3
    assert "please report" in err


def test_version_is_quick_to_say_and_right() -> None:
    process = tracker("--version")
    out, _ = process.communicate(timeout=20)
    assert out.startswith("tracker ")
    heavy = "import sys; sys.argv = ['tracker', '--version']\nfrom tracker.cli.main import main\n"
    heavy += "try: main()\nexcept SystemExit: pass\n"
    heavy += "print({'yaml', 'jsonschema_rs', 'msgspec', 'mkdocs'} & set(sys.modules))"
    out, _ = tracker(code=heavy).communicate(timeout=20)
    assert out.splitlines()[-1] == "set()"
