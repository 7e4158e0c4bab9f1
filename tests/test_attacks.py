"""Ways past the check that were tried: each story is a change that must not pass, or must not harm."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from gitrepo import Repo
from test_cli import run, stops

from tracker.cli.workspace.changed import touched

SETTINGS = """\
title: Org
currency: EUR
calendar: {working_days: [mon], hours_per_day: 8}
lifecycle: simple
rules: {project-without-goal: ignore}
"""
SIMPLE = "title: S\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: doing}, {id: done}]\n"
ADOPT = """\
adopt:
  - {kind: project, files: ["k/**/kep.yaml"], id: "{folder}", match: num, lifecycle: simple,
     fields: {title: title, phase: phase}}
"""


def workspace(
    folder: str = "work", phase: str = "idea", settings: str = SETTINGS
) -> dict[str, str | bytes]:
    at = f"{folder}/" if folder else ""
    return {
        f"{at}tracker.yaml": settings,
        f"{at}lifecycles/simple.yaml": SIMPLE,
        f"{at}projects/x/project.yaml": f"title: X\nstatus: active\nphase: {phase}\n",
    }


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = Repo(tmp_path / "repo")
    made.write(workspace())
    made.commit("start")
    monkeypatch.chdir(made.path)
    return made


def rules(result: Result) -> list[str]:
    return [
        one["rule"] for one in json.loads(result.stdout)["findings"] if one["severity"] == "error"
    ]


def judged(base: str = "HEAD~1") -> list[str]:
    return rules(run("check", "--base", base, "--format", "json"))


def test_in_ci_the_commit_is_judged_not_what_a_checkout_makes_of_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attribute `ident` lets a checkout replace text between two dollars."""
    evil = b"""{"status":"active","title":"X$Id:","phase":"done","summary":'$","phase":"idea","summary":"'} #"}\n"""
    blob = repo.git("hash-object", "-w", "--stdin", "--no-filters", stdin=evil)
    repo.git("checkout", "-q", "-b", "evil")
    repo.write({".gitattributes": "work/projects/x/project.yaml ident\n"})
    repo.git("add", ".gitattributes")
    repo.git("update-index", "--cacheinfo", f"100644,{blob},work/projects/x/project.yaml")
    repo.git("commit", "-q", "-m", "evil")
    repo.git("clone", "-q", "-b", "evil", str(repo.path), str(tmp_path / "ci"))
    monkeypatch.chdir(tmp_path / "ci")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert run("check", "--pr").exit_code == 1


def test_in_ci_no_base_is_guessed_and_none_is_its_own_head(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "--base REV" in stops("check", "--pr")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert "its own head" in stops("check", "--pr")


def test_a_workspace_is_not_left_behind_for_a_laxer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "repo")
    repo.write(workspace(""))
    repo.commit("the workspace")
    repo.write(workspace("work", "done"))
    repo.commit("a shadow")
    for path in ("tracker.yaml", "lifecycles", "projects"):
        repo.remove(path)
    repo.commit("without the workspace")
    monkeypatch.chdir(repo.path)
    assert "still under way" in stops("check", "--base", "HEAD~1")


def test_a_switched_default_does_not_let_a_project_be_born_late(repo: Repo) -> None:
    other = SIMPLE.replace("idea", "a").replace("doing", "b").replace("done", "c")
    repo.write({"work/lifecycles/other.yaml": other})
    repo.commit("another lifecycle")
    repo.write({"work/tracker.yaml": SETTINGS.replace("lifecycle: simple", "lifecycle: other")})
    repo.write(
        {
            "work/projects/x/project.yaml": "lifecycle: simple\ntitle: X\nstatus: active\nphase: idea\n"
        }
    )
    repo.write({"work/projects/late/project.yaml": "title: L\nstatus: active\nphase: c\n"})
    repo.commit("late")
    assert judged() == ["new-not-at-start"]


def test_a_late_phase_is_late_though_the_old_default_starts_there(repo: Repo) -> None:
    other = "title: O\nstart: plan\nfinal: [idea]\nphases: [{id: plan}, {id: idea}]\n"
    repo.write({"work/lifecycles/other.yaml": other})
    repo.commit("another lifecycle, which ends where the first one starts")
    repo.write({"work/tracker.yaml": SETTINGS.replace("lifecycle: simple", "lifecycle: other")})
    kept = "lifecycle: simple\ntitle: X\nstatus: active\nphase: idea\n"
    repo.write({"work/projects/x/project.yaml": kept})
    repo.write({"work/projects/late/project.yaml": "title: L\nstatus: active\nphase: idea\n"})
    repo.commit("late")
    assert judged() == ["new-not-at-start"]


def test_a_phase_that_the_change_adds_is_no_place_to_be_born(repo: Repo) -> None:
    repo.write(
        {"work/lifecycles/simple.yaml": SIMPLE.replace("{id: doing}", "{id: doing}, {id: almost}")}
    )
    repo.write({"work/projects/late/project.yaml": "title: L\nstatus: active\nphase: almost\n"})
    repo.commit("late")
    assert judged() == ["new-not-at-start"]


def test_an_adopted_project_does_not_end_by_becoming_native(repo: Repo) -> None:
    repo.write(
        {"work/tracker.yaml": SETTINGS + ADOPT, "k/a/kep.yaml": "title: A\nphase: doing\nnum: 1\n"}
    )
    repo.commit("adopted")
    repo.remove("k/a/kep.yaml")
    repo.write({"work/projects/a/project.yaml": "title: A\nstatus: completed\nphase: doing\n"})
    repo.commit("native, and completed")
    assert sorted(judged()) == ["new-not-at-start", "new-not-at-start", "removed-while-active"]


def test_a_project_that_exists_is_not_imported(repo: Repo) -> None:
    repo.write({"work/tracker.yaml": SETTINGS + "imports_until: 2099-12-31\n"})
    repo.commit("imports")
    late = "deliverables: [{id: r, title: R, due: 2026-05-05, acceptance: {status: accepted}}]\n"
    repo.write({"work/projects/x/project.yaml": "title: X\nstatus: active\nphase: idea\n"
                "imported: {date: 2026-01-01, reason: old}\n" + late})  # fmt: skip
    repo.commit("marked afterwards")
    assert judged() == ["new-not-at-start"]


def test_a_part_has_an_owner(repo: Repo) -> None:
    repo.write(
        {
            "work/projects/nobody/plan.yaml": "tasks: []\n",
            "work/people/ghost/identity.yaml": "emails: [g@x.org]\n",
        }
    )
    assert rules(run("check", "--format", "json")) == ["unknown-reference"] * 2


def test_annotations_survive_a_link_with_a_hostile_name(repo: Repo) -> None:
    folder = "k/a\n::error::pwned\n##[error]\x1b[31mx"
    repo.write(
        {"work/tracker.yaml": SETTINGS + ADOPT, f"{folder}/kep.yaml": "title: K\nphase: idea\n"}
    )
    repo.commit("adopted")
    place = repo.path / folder / "kep.yaml"
    place.unlink()
    place.symlink_to("nowhere")
    repo.commit("a link")
    result = run("check", "--base", "HEAD~1", "--format", "github")
    assert result.exit_code == 1
    assert not any(
        line.startswith("::error::pwned") or "##[" in line for line in result.stdout.splitlines()
    )
    assert "\x1b" not in result.stdout


def test_changed_lines_of_a_padded_file_are_told_at_once() -> None:
    blank = [b""] * 200_000
    assert touched([b"a", *blank, b"z"], [b"b", *blank, b"z"]) == {1}
    many = touched([b"a", *blank, b"z", b"q"], [b"b", *blank, b"y", b"q"])
    assert {1, 200_002} <= many


def test_a_site_is_not_written_through_links_of_the_repository(repo: Repo, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (repo.path / "build/site").mkdir(parents=True)
    (repo.path / "build/site/.tracker-site").symlink_to(victim)
    assert "symbolic link" in stops("site", "build")
    assert victim.read_text() == "precious"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/.tracker-site").write_text("")
    (tmp_path / "elsewhere/mine").write_text("mine")
    (repo.path / "build/site/.tracker-site").unlink()
    (repo.path / "build/site").rmdir()
    (repo.path / "build/site").symlink_to(tmp_path / "elsewhere")
    assert "symbolic link" in stops("site", "build")
    assert (tmp_path / "elsewhere/mine").exists()


def test_goals_that_feed_each_other_are_worked_out_once(repo: Repo) -> None:
    results = (
        "["
        + ", ".join(
            f"{{id: r{at}, title: R, baseline: 0, target: 1, source: goals}}" for at in range(5)
        )
        + "]"
    )
    goals = "".join(
        f"g{at}: {{title: G, owner: ann, period: {{start: 2026-01-01}}, status: active, "
        + (f"parent: g{at - 1}, " if at else "")
        + f"key_results: {results}}}\n"
        for at in range(300)
    )
    repo.write({"work/goals.yaml": goals, "work/people.yaml": "ann: {name: Ann}\n"})
    assert run("site", "build").exit_code == 0
