"""History and audit: what the main line tells, and what landed on it past the check."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result
from fast_import import fast_import
from gitrepo import Repo
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import ERP, ORGANISATION, PLAN, SIMPLE, TRACKER, project

from tracker.cli.main import cli
from tracker.cli.workspace.judging import verdict
from tracker.cli.workspace.opening import Opening
from tracker.cli.workspace.walking import walk
from tracker.law.check import checks
from tracker.model import digest
from tracker.model.catalogue import schema_folder
from tracker.model.follow import Line
from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.source.git import Repository

SETTINGS = "work/tracker.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with an organisation that has one project, in its first phase."""
    made = Repo(tmp_path / "meridian")
    made.write({**ORGANISATION, ERP: project()})
    made.commit("Start")
    monkeypatch.chdir(made.path)
    return made


def tracker(*arguments: str) -> Result:
    done = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def told(*arguments: str) -> dict[str, Any]:
    """What `tracker history` says in JSON, held against its schema."""
    return _json("history", "--as-of", "2026-03-01", *arguments)


def audited(*arguments: str, code: int | None = None) -> dict[str, Any]:
    """What `tracker audit` says in JSON, held against its schema."""
    return _json("audit", *arguments, code=code)


def _json(verb: str, *arguments: str, code: int | None = None) -> dict[str, Any]:
    done = tracker(verb, *arguments, "--format", "json")
    assert done.exit_code in ((0, 1) if code is None else (code,)), done.output
    said: dict[str, Any] = json.loads(done.stdout)
    schema = (schema_folder() / "output" / f"{verb}.schema.json").read_bytes()
    jsonschema_rs.validator_for(json.loads(schema)).validate(said)
    return said


def moves(said: dict[str, Any]) -> list[str]:
    """Each move in short, with the rule that refuses it."""
    return [
        f"{one['id']}: {one['from']} > {one['to']}" + (f" ({one['rule']})" if one["rule"] else "")
        for one in said["moves"]
    ]


def rules(said: dict[str, Any]) -> list[str]:
    """What was found, notes apart."""
    return [one["rule"] for one in said["findings"] if one["severity"] != "note"]


# The main line.


def test_moves_in_their_order_with_how_long_it_took(repo: Repo) -> None:
    repo.write({ERP: project("doing")})
    doing = repo.commit(
        "Begin", date="2026-01-15T09:00:00+01:00", author="Bo Builder <bo@example.org>"
    )
    repo.write({ERP: project("done", "completed")})
    repo.commit("End", date="2026-02-04T09:00:00+01:00")
    said = told("project/erp")
    assert moves(said) == ["erp: idea > doing", "erp: doing > done", "erp: active > completed"]
    first = said["moves"][0]
    assert (first["commit"], first["date"], first["author"]) == (doing, "2026-01-15", "Bo Builder")
    assert [one["days"] for one in said["moves"]] == [10, 20, 30]
    assert all(one["legal"] for one in said["moves"])
    assert said["phases"] == [
        {"lifecycle": "simple", "phase": "doing", "days": 20.0, "times": 1},
        {"lifecycle": "simple", "phase": "idea", "days": 10.0, "times": 1},
    ]
    assert [one["times"] for one in said["transitions"]] == [1, 1]
    assert [(one["field"], one["state"], one["days"]) for one in said["standing"]] == [
        ("phase", "done", 25), ("status", "completed", 25),
    ]  # fmt: skip
    assert audited(code=0)["summary"]["moves_refused"] == 0


def test_a_phase_that_was_entered_before_the_files_began_has_no_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "taken-in")
    repo.write({**ORGANISATION, ERP: project("doing")})
    repo.commit("Start")
    monkeypatch.chdir(repo.path)
    standing = {one["field"]: one for one in told("project/erp")["standing"]}
    assert (standing["phase"]["since"], standing["phase"]["days"]) == (None, None)
    assert standing["status"]["days"] == 55
    repo.write({ERP: project("done", "completed")})
    repo.commit("End", date="2026-02-04T09:00:00+01:00")
    first, second = told("project/erp")["moves"]
    assert (first["field"], first["days"]) == ("phase", None)
    assert (second["field"], second["days"]) == ("status", 30)
    assert told("project/erp")["phases"] == []


def test_a_gate_tells_its_day_its_decision_and_who_approved(repo: Repo) -> None:
    gates = "work/projects/erp/gates/idea-2026-01-09"
    repo.write(
        {
            ERP: project("doing"),
            f"{gates}/review.yaml": "to: doing\ndecision: go\ncriteria: []\n",
            f"{gates}/approvals/ada.yaml": f"date: 2026-01-09\nrole: sponsor\ndigest: sha256:{'0' * 64}\n",
        }
    )
    repo.commit("Begin", date="2026-01-15T09:00:00+01:00")
    (move,) = told()["moves"]
    assert (move["date"], move["days"], move["gate"]) == ("2026-01-09", 4, "idea-2026-01-09")
    assert (move["decision"], move["approvals"]) == ("go", ["ada"])
    assert move["approvals_not_verified"] == ["ada"], "no gate of the law asked for it"
    assert (move["recorded"], "recorded 6 days later, on 2026-01-15" in tracker("history").stdout) == (
        "2026-01-15", True,
    )  # fmt: skip


def test_a_hold_tells_its_gate_its_day_and_why(repo: Repo) -> None:
    held = "work/projects/erp/gates/idea-2026-01-09/review.yaml"
    said = "to: idea\ndecision: hold\nreason: The supplier is bankrupt\ncriteria: []\n"
    repo.write({ERP: project(status="on-hold"), held: said})
    repo.commit("Wait", date="2026-01-11T09:00:00+01:00")
    (move,) = told()["moves"]
    assert (move["from"], move["to"], move["date"]) == ("active", "on-hold", "2026-01-09")
    assert (move["gate"], move["decision"]) == ("idea-2026-01-09", "hold")
    assert move["reason"] == "The supplier is bankrupt"
    text = tracker("history").stdout
    assert "gate idea-2026-01-09: hold\n" in text
    assert "because: The supplier is bankrupt\n" in text
    assert "recorded" not in text, "two days are no wonder"


def test_a_commit_is_no_older_than_the_one_before(repo: Repo) -> None:
    """Else a day would be written over a time in which more was allowed."""
    repo.write({SETTINGS: TRACKER + "imports_until: 2026-01-31\n"})
    repo.commit("Take in what there is", date="2026-03-01T09:00:00+01:00")
    taken_in = project("done", extra="imported: {date: 2025-05-01, reason: It was there}\n")
    repo.write({"work/projects/late/project.yaml": taken_in})
    repo.commit("Back-dated", date="2026-01-20T09:00:00+01:00")
    for since in ((), ("--since", "HEAD~1")):
        said = audited(*since, code=1)
        assert rules(said) == ["new-not-at-start"]
        assert said["findings"][-1]["date"] == "2026-03-01"


@pytest.mark.parametrize("way", ["squash", "merge", "rebase"])
def test_however_a_change_lands_it_is_told_once(repo: Repo, way: str) -> None:
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write({ERP: project("doing")})
    repo.commit("Begin")
    repo.write({ERP: project("doing", extra="summary: One system\n")})
    repo.commit("Say what for")
    repo.git("checkout", "--quiet", "main")
    repo.write({"README": "meanwhile"})
    repo.commit("Meanwhile")
    if way == "merge":
        landed = repo.merge("topic")
    elif way == "squash":
        repo.git("merge", "--quiet", "--squash", "topic")
        landed = repo.commit("Begin (#1)")
    else:
        repo.git("rebase", "--quiet", "main", "topic")
        repo.git("checkout", "--quiet", "main")
        repo.git("merge", "--quiet", "--ff-only", "topic")
        landed = repo.git("rev-parse", "HEAD~1")
    said = told()
    assert moves(said) == ["erp: idea > doing"]
    assert said["moves"][0]["commit"] == landed
    assert rules(audited(code=0)) == []


def test_a_merge_is_one_step_whatever_its_branch_did_on_the_way(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write({ERP: project("done")})
    repo.commit("Too far")
    repo.write({ERP: project("doing")})
    repo.commit("Back")
    repo.git("checkout", "--quiet", "main")
    repo.merge("topic")
    assert moves(audited(code=0)) == ["erp: idea > doing"]


def test_a_direct_push_past_the_check(repo: Repo) -> None:
    repo.write({ERP: project("done")})
    pushed = repo.commit("Quick", author="Mallory <m@example.org>")
    repo.write({ERP: project("done", "completed")})
    repo.commit("And closed")
    said = audited(code=1)
    assert moves(said) == ["erp: idea > done (phase-transition)", "erp: active > completed"]
    (finding,) = said["findings"]
    assert (finding["rule"], finding["commit"], finding["author"]) == (
        "phase-transition",
        pushed,
        "Mallory",
    )
    assert (finding["path"], finding["line"], finding["from"], finding["to"]) == (
        ERP,
        3,
        "idea",
        "done",
    )
    assert tracker("audit", "--since", "HEAD~1").exit_code == 0
    refused = told()["moves"][0]
    assert (refused["legal"], refused["rule"]) == (False, "phase-transition")
    text = tracker("audit").stdout
    assert f"commit {pushed[:8]} of 2026-01-05, Mallory: Quick\n" in text
    assert "3 | phase: done\n" in text
    assert "1 of 2 moves would have been refused" in text


def test_the_law_of_its_day_judges(repo: Repo) -> None:
    """A lifecycle that is loosened later excuses nothing that came before, nor with it."""
    loose = SIMPLE.replace("{id: doing}", "{id: doing, optional: true}")
    repo.write({"work/lifecycles/simple.yaml": loose, ERP: project("done")})
    repo.commit("Law and move at once")
    assert moves(audited(code=1)) == ["erp: idea > done (phase-transition)"]
    repo.write({"work/projects/b/project.yaml": project()})
    repo.commit("Another")
    repo.write({"work/projects/b/project.yaml": project("done")})
    repo.commit("Legal by now")
    assert moves(audited("--since", "HEAD~2", code=0)) == ["b: idea > done"]


def test_who_is_renamed_keeps_one_history(repo: Repo) -> None:
    repo.write({ERP: project("doing")})
    repo.commit("Begin")
    repo.move("work/projects/erp", "work/projects/finance")
    repo.write({"work/projects/finance/project.yaml": project("doing", extra="formerly: [erp]\n")})
    repo.commit("Call it what it is")
    repo.write({"work/projects/finance/project.yaml": project("done", extra="formerly: [erp]\n")})
    repo.commit("Done")
    expected = ["finance: idea > doing", "finance: doing > done"]
    assert moves(told("finance")) == moves(told("project/erp")) == expected
    assert rules(audited(code=0)) == []


def test_a_folder_that_moved_tells_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.move("work", "organisation")
    repo.commit("Move all")
    monkeypatch.chdir("organisation")
    repo.write({ERP.replace("work", "organisation"): project("doing")})
    repo.commit("Begin")
    assert moves(audited(code=0)) == ["erp: idea > doing"]
    assert rules(audited("--since", "HEAD~2", code=0)) == []


def test_an_id_that_is_used_again(repo: Repo) -> None:
    repo.write({ERP: project(status="cancelled")})
    repo.commit("End it")
    repo.remove("work/projects/erp")
    repo.commit("Tidy up")
    repo.write({ERP: "title: Another one\nstatus: active\nphase: idea\n"})
    repo.commit("Again")
    said = audited(code=1)
    assert rules(said) == ["id-reused"]
    assert "gone since 2026-01-05" in said["findings"][0]["message"]
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.git("revert", "--no-edit", "HEAD")
    assert rules(audited()) == ["new-not-at-start"]  # put back, and already cancelled


def test_an_approval_that_came_late(repo: Repo) -> None:
    gates = "work/projects/erp/gates/idea-2026-01-05"
    repo.write(
        {ERP: project("doing"), f"{gates}/review.yaml": "to: doing\ndecision: go\ncriteria: []\n"}
    )
    repo.commit("Begin")
    repo.write(
        {
            f"{gates}/approvals/ada.yaml": f"date: 2026-01-06\nrole: sponsor\ndigest: sha256:{'0' * 64}\n"
        }
    )
    repo.commit("Sign")
    said = audited()
    assert [one["rule"] for one in said["findings"] if one["severity"] == "warning"][
        -1
    ] == "approval-late"


def test_a_broken_file_in_the_middle_hides_no_move(repo: Repo) -> None:
    repo.write({ERP: "title: [\n"})
    broken = repo.commit("Merge markers")
    repo.write({"README": "elsewhere"})
    repo.commit("Elsewhere")
    repo.write({ERP: project("done")})
    repo.commit("Mend it, and more")
    said = audited(code=1)
    assert rules(said) == ["syntax", "phase-transition"]
    assert said["findings"][0]["commit"] == broken
    (move,) = said["moves"]
    assert (move["from"], move["to"], move["unread_since"]) == ("idea", "done", broken)
    assert f"it could not be read since commit {broken[:8]}" in tracker("history").stdout


def test_a_broken_phase_in_the_middle_hides_no_move(repo: Repo) -> None:
    repo.write({ERP: project("[]")})
    repo.commit("Oops")
    repo.write({ERP: project("[]", "on-hold")})
    repo.commit("Hold it")
    repo.write({ERP: project("done", "on-hold")})
    repo.commit("Mend it, and more")
    assert moves(audited(code=1)) == [
        "erp: active > on-hold",
        "erp: idea > done (phase-transition)",
    ]


DELIVERABLES = """\
deliverables:
  - {id: chart, title: C, due: 2026-05-01%s}
  - {id: stock, title: S, due: 2026-06-01}
"""


@pytest.mark.parametrize(
    "broken",
    [
        DELIVERABLES % ", acceptance: {status: maybe}",
        DELIVERABLES % ", acceptance: no",
        "deliverables: [7, {id: stock, title: S, due: 2026-06-01}]\n",
        "deliverables: none\n",
        "deliverables: {\n",
    ],
    ids=["status", "acceptance", "item", "list", "file"],
)
def test_a_broken_acceptance_in_the_middle_hides_no_move(repo: Repo, broken: str) -> None:
    accepted = DELIVERABLES % ", acceptance: {status: accepted, by: ada, date: 2026-01-05}"
    repo.write({PLAN: accepted, "work/people.yaml": "ada: {name: Ada}\n"})
    repo.commit("Accept")
    repo.write({PLAN: broken})
    since = repo.commit("Oops")
    repo.write({PLAN: broken + "# more\n"})
    repo.commit("And again")
    repo.write({PLAN: DELIVERABLES % ""})
    repo.commit("Take it back")
    said = audited("--since", "HEAD~3", code=1)
    assert moves(said) == ["erp/chart: accepted > pending (status-transition)"]
    assert said["moves"][0]["unread_since"] == since


@pytest.mark.parametrize("middle", ["end: soon\n", "", "end: 2026-06-30\nmanager: []\n"])
def test_a_date_slips_however_it_went_away(repo: Repo, middle: str) -> None:
    repo.write({ERP: project(extra="end: 2026-06-30\n")})
    repo.commit("Plan")
    repo.write({ERP: project("doing", extra=middle)})
    repo.commit("Without")
    repo.write({ERP: project("doing", extra="end: 2026-09-30\n")})
    repo.commit("With another")
    said = told("erp")
    (slip,) = said["slips"]
    assert (slip["from"], slip["to"], slip["why"]) == ("2026-06-30", "2026-09-30", "With another")
    assert moves(said) == ["erp: idea > doing"]
    assert said["moves"][0]["unread_since"] is None


def test_what_was_never_known_stays_unknown(repo: Repo) -> None:
    repo.write({PLAN: "deliverables: [{id: a, title: A, due: 2026-05-01, acceptance: no}]\n"})
    repo.commit("Broken from the first")
    repo.write({PLAN: "deliverables: [{id: a, title: A, due: soon, acceptance: no}]\n"})
    repo.commit("Still")
    repo.write(
        {
            PLAN: "deliverables: [{id: a, title: A, due: 2026-07-01, acceptance: {status: accepted}}]\n"
        }
    )
    repo.commit("Mend it")
    said = audited()
    assert moves(said) == []
    assert [(one["from"], one["to"]) for one in told()["slips"]] == [("2026-05-01", "2026-07-01")]


def test_a_record_that_is_altered_behind_a_broken_one(repo: Repo) -> None:
    gate = "work/projects/erp/gates/idea-2026-01-05/review.yaml"
    repo.write({ERP: project("doing"), gate: "to: doing\ndecision: go\ncriteria: []\n"})
    repo.commit("Begin")
    repo.write({gate: "to: doing\ndecision: maybe\ncriteria: []\n"})
    repo.commit("Oops")
    repo.write({gate: "to: doing\ndecision: kill\ncriteria: []\n"})
    repo.commit("Mend it, and more")
    assert "gate-record" in rules(audited(code=1))


GOALS = "work/goals.yaml"


def goals(**states: str) -> str:
    return "".join(
        f"{id}: {{title: G, owner: ada, period: {{start: 2026-01-01}}, status: {state}}}\n"
        for id, state in states.items()
    )


@pytest.mark.parametrize(
    ("mended", "expected"),
    [
        (goals(a="proposed", b="active"), ["status-transition"]),
        (goals(b="active"), ["removed-while-active"]),
        (None, ["removed-while-active"]),
        (goals(a="active", b="active", c="active"), []),
    ],
    ids=["moved", "gone", "the file gone", "as it was"],
)
def test_a_broken_collection_in_the_middle_hides_nothing(
    repo: Repo, mended: str | None, expected: list[str]
) -> None:
    repo.write({GOALS: goals(a="active", b="active"), "work/people.yaml": "ada: {name: Ada}\n"})
    repo.commit("Goals")
    repo.write({GOALS: "a: [\n"})
    repo.commit("Merge markers")
    repo.write({ERP: project("doing")})
    repo.commit("Elsewhere")
    if mended is None:
        repo.remove(GOALS)
    else:
        repo.write({GOALS: mended})
    repo.commit("Mend it, and more")
    found = rules(audited())
    assert found[0] == "syntax"
    assert sorted(set(found[1:])) == expected


@pytest.mark.parametrize("subject", ["Merge branch 'main' into topic", "Merge branch 'topic'"])
def test_a_merge_that_turns_the_main_line_round_names_the_other_side(
    repo: Repo, subject: str
) -> None:
    """Two lawful moves on main become one step, where main is brought to a branch that replaces it."""
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write({"README": "elsewhere"})
    repo.commit("Elsewhere")
    repo.git("checkout", "--quiet", "main")
    for phase in ("doing", "done"):
        repo.write({ERP: project(phase)})
        landed = repo.commit("Go on")
    repo.git("checkout", "--quiet", "topic")
    repo.merge("main", subject)
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--ff-only", "topic")
    assert moves(audited(code=1)) == ["erp: idea > done (phase-transition)"]
    text = " ".join(tracker("audit").stdout.split())
    assert (f"`tracker audit --at {landed[:8]}` judges it" in text) == ("into" in subject)
    assert moves(audited("--at", landed[:8], code=0)) == ["erp: idea > doing", "erp: doing > done"]


def test_what_would_have_mended_it_is_not_told_of_what_has_landed(repo: Repo) -> None:
    repo.write({ERP: project("done")})
    pushed = repo.commit("Quick")
    assert [one["hint"] for one in audited(code=1)["findings"]] == [None]
    text = tracker("audit").stdout
    assert text.count("help: what has landed stays in history") == 1
    assert "tracker move" not in text
    repo.write({ERP: project("done", "completed")})
    repo.commit("And closed")
    assert "help:" not in tracker("audit", "--since", pushed).stdout


def test_two_lines_that_never_met(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.git("rm", "-r", "--quiet", "--force", ".")
    repo.write({**ORGANISATION, "work/projects/b/project.yaml": project("done", "completed")})
    repo.commit("Another organisation")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "One of two", "other")
    said = audited(code=1)
    assert set(rules(said)) == {"new-not-at-start"}
    assert told("b")["standing"][0]["began"] == "2026-01-05"


def test_a_base_that_is_no_part_of_the_history(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("Other")
    done = tracker("audit", "--since", "main")
    assert done.exit_code == 2
    assert "is no part of this history" in done.stderr


# Dates that were moved.


def test_dates_that_moved_and_why(repo: Repo) -> None:
    plan = "deliverables: [{id: chart, title: C, due: %s}]\nmilestones: [{id: freeze, title: F, due: %s}]\n"
    repo.write({ERP: project(extra="end: 2026-06-30\n"), PLAN: plan % ("2026-05-01", "2026-05-15")})
    repo.commit("Plan")
    repo.write({PLAN: plan % ("2026-05-11", "2026-05-12")})
    repo.commit("The auditors need longer\n\nAnd more.")
    request = "work/projects/erp/changes/later.yaml"
    asked = (
        "title: Cut-over after the harvest\nraised_by: ada\nreason: Harvest\nimpact: {end: 2026-07-31}\n"
        "decision: approved\ndecided_by: ada\ndecided_on: 2026-01-04\n"
    )
    repo.write({ERP: project(extra="end: 2026-07-31\n"), request: asked})
    repo.commit("Land it")
    slips = told("erp")["slips"]
    assert [(one["kind"], one["id"], one["days"], one["why"]) for one in slips] == [
        ("project", "erp", 31, "Cut-over after the harvest"),
        ("deliverable", "erp/chart", 10, "The auditors need longer"),
        ("milestone", "erp/freeze", -3, "The auditors need longer"),
    ]
    assert (slips[0]["change"], slips[0]["date"]) == ("later", "2026-01-04")
    text = tracker("history", "erp", "--as-of", "2026-03-01").stdout
    assert "end 2026-06-30 › 2026-07-31, 31 days later" in text
    assert "due 2026-05-15 › 2026-05-12, 3 days earlier" in text


def test_what_was_promised_stands_beside_what_is_planned(repo: Repo) -> None:
    repo.write(
        {
            ERP: project(extra="end: 2026-07-31\nbudget: {lines: [{id: a, planned: 1200.50}]}\n"),
            PLAN: "deliverables: [{id: chart, title: C, due: 2026-05-11}]\n",
            "work/projects/erp/baseline.yaml": "taken_on: 2026-01-05\nend: 2026-06-30\nbudget: 1000\n"
            "deliverables: {chart: 2026-05-01}\nmilestones: {freeze: 2026-05-15}\n",
        }
    )
    repo.commit("Plan")
    rows = [
        ("end", "2026-06-30", "2026-07-31", 31),
        ("budget", "1000", "1200.5", None),
        ("chart", "2026-05-01", "2026-05-11", 10),
        ("freeze", "2026-05-15", None, None),
    ]
    assert (
        _promised("promised", "now", "days") == _promised("first", "now", "days_from_first") == rows
    )
    assert "FIRST" not in tracker("history").stdout


def _promised(*names: str) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in ("what", *names)) for one in told()["baselines"]]


def test_what_was_promised_first_stays_known(repo: Repo) -> None:
    baseline = "work/projects/erp/baseline.yaml"
    repo.write(
        {
            ERP: project(extra="end: 2026-06-30\n"),
            baseline: "taken_on: 2026-01-05\nend: 2026-06-30\ndeliverables: {chart: 2026-05-01}\n",
        }
    )
    repo.commit("Plan")
    repo.write(
        {
            ERP: project(extra="end: 2026-09-30\n"),
            baseline: "taken_on: 2026-01-06\nend: 2026-09-30\nmilestones: {freeze: 2026-05-15}\n",
        }
    )
    repo.commit("Promise anew")
    expected = [
        ("end", "2026-06-30", "2026-09-30", 92),
        ("chart", "2026-05-01", None, None),
        ("freeze", None, "2026-05-15", None),
    ]
    assert sorted(_promised("first", "promised", "days_from_first")) == sorted(expected)
    assert _promised("days")[0] == ("end", 0)
    text = tracker("history").stdout
    assert "WHAT    PROMISED    NOW         DAYS  FIRST       DAYS FROM FIRST" in text
    assert "end     2026-09-30  2026-09-30  +0    2026-06-30  +92" in text


# How it is said.


def test_a_table_for_spreadsheets(repo: Repo) -> None:
    repo.write({ERP: project("done", extra="end: 2026-06-30\n")})
    repo.commit("Quick")
    repo.write({ERP: project("done", extra="end: 2026-07-30\n")})
    repo.commit("=HYPERLINK()")
    rows = list(csv.DictReader(io.StringIO(tracker("history", "--format", "csv").stdout)))
    assert [(row["field"], row["legal"], row["rule"]) for row in rows] == [
        ("phase", "no", "phase-transition"), ("end", "", ""),
    ]  # fmt: skip
    assert rows[1]["why"] == "'=HYPERLINK()"
    assert [(row["lasted"], row["moved_by"]) for row in rows] == [("0", ""), ("", "30")]
    found = list(csv.DictReader(io.StringIO(tracker("audit", "--format", "csv").stdout)))
    assert [(row["rule"], row["line"], row["from"], row["to"]) for row in found] == [
        ("phase-transition", "3", "idea", "done")
    ]


def test_names_in_commits_move_no_terminal(repo: Repo) -> None:
    repo.write({ERP: project("done")})
    repo.commit("\x1b[2Jgone ::error::x", author="\x1b[31mRed <r@example.org>")
    for line in ("history", "audit", "history erp"):
        said = tracker(*line.split()).output
        assert "\x1b" not in said
        assert "\n::error" not in said


def test_who_has_ended_is_still_told(repo: Repo) -> None:
    repo.write({ERP: project(status="cancelled")})
    repo.commit("End it")
    repo.remove("work/projects/erp")
    repo.write({"work/people.yaml": "ada: {name: Ada}\n"})
    repo.commit("Tidy up")
    assert moves(told("erp")) == ["erp: active > cancelled"]
    assert told("erp")["standing"][0]["ended"] == "2026-01-05"


# Policies of one's own.


def test_files_of_others_are_judged_by_a_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kep = "title: K\nstatus: %s\nnumber: 1\n"
    fast_import(
        tmp_path / "keps",
        [
            {"keps/a/kep.yaml": kep % "idea"},
            {"keps/a/kep.yaml": None, "keps/b/kep.yaml": kep % "doing"},
            {"keps/b/kep.yaml": kep % "idea"},
            {"keps/c/kep.yaml": kep % "idea"},
            {"keps/b/kep.yaml": None},
        ],
    )
    adopt = (
        "adopt:\n  - {kind: project, files: ['keps/**/kep.yaml'], match: number,"
        " fields: {title: title, phase: status}}\n"
    )
    policy = tmp_path / "policy"
    (policy / "lifecycles").mkdir(parents=True)
    (policy / "tracker.yaml").write_text(TRACKER + adopt)
    (policy / "lifecycles" / "simple.yaml").write_text(SIMPLE)
    monkeypatch.chdir(tmp_path / "keps")
    said = audited("--policy", "../policy", code=1)
    assert moves(said) == ["b: idea > doing", "b: doing > idea (phase-transition)"]
    # While two files have the number 1 it tells neither; what is left of them is the one at its path.
    assert rules(said) == ["phase-transition", "removed-while-active"]


# The line is walked once, and each content is read once.


def test_each_content_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    phases = ["idea", "doing"] * 10
    files: list[Mapping[str, str | None]] = [{**ORGANISATION, ERP: project()}]
    files += [{ERP: project(phase), "README": str(at)} for at, phase in enumerate(phases)]
    files += [{SETTINGS: TRACKER + f"# {at % 2}\n"} for at in range(6)]
    fast_import(tmp_path / "meridian", files)
    monkeypatch.chdir(tmp_path / "meridian")
    read: Counter[str] = Counter()
    digested: Counter[object] = Counter()
    processes: Counter[str] = Counter()
    blobs, real, run = Repository.blobs, digest.digest, Repository._run

    def reading(self: Repository, hashes: Any, limit: int = 1 << 20) -> Iterator[tuple[str, bytes]]:
        for hash, content in blobs(self, hashes, limit):
            read[hash] += 1
            yield hash, content

    def digesting(content: bytes, order: digest.Order) -> digest.Digest:
        digested[content, order] += 1
        return real(content, order)

    def running(self: Repository, *arguments: str) -> Any:
        processes[arguments[0]] += 1
        return run(self, *arguments)

    monkeypatch.setattr(Repository, "blobs", reading)
    monkeypatch.setattr(digest, "digest", digesting)
    monkeypatch.setattr(Repository, "_run", running)
    done = walk(Opening.at(Path.cwd()))
    assert done.told.commits == len(files)
    assert set(digested.values()) == {1}
    assert len(digested) == 6  # two of the project, three of the settings, one lifecycle
    # A finding is shown with its lines: the files that have one are opened for that, and no others.
    found = {one.location.path for each in done.judged for one in each.findings}
    assert found == {ERP}
    assert processes["log"] == 1


def test_a_step_gives_what_loading_gives(tmp_path: Path) -> None:
    for at, line in enumerate(LINES):
        fast_import(tmp_path / str(at), line)
        assert_same(tmp_path / str(at))


def assert_same(folder: Path) -> None:
    """Along a line, each Work is the one that a loading of its commit gives."""
    repository = Repository(folder)
    commits = repository.log(None, "HEAD", first_parent=True)
    line = Line(repository, commits, "work", Library())
    for landed in line.walk(line.start()):
        whole = load(landed.changed.whole, landed.work.root)
        assert entities(landed.work) == entities(whole)
        assert landed.work.broken == whole.broken
        assert landed.work.unnamed == whole.unnamed


def entities(work: Work) -> list[object]:
    return [
        (one.kind, one.id, one.path, one.record, one.unreadable, one.broken)
        for kind in sorted(kind for kind in work.entities if work.of(kind))
        for one in work.of(kind).values()
    ]


PAY = "work/processes/pay/process.yaml"
LOG = "work/processes/pay/runs/2026-11.csv"


def paying(*steps: str) -> str:
    rows = ", ".join(f"{{id: {step}, title: T}}" for step in steps)
    return f"title: Pay\nstatus: draft\nsteps: [{rows}]\n"


def logged(*steps: str) -> str:
    rows = (f"1,{step},2026-11-0{at}T08:00Z\n" for at, step in enumerate(steps, 1))
    return "run,step,finished\n" + "".join(rows)


GOALS_A = "work/goals/a.yaml"
BOTH = {
    "work/goals.yaml": goals(a="active"),
    "work/goals/a.yaml": goals(a="active").partition(": ")[2],
}
LINES: tuple[list[Mapping[str, str | None]], ...] = (
    [ORGANISATION, {GOALS: BOTH[GOALS]}, {GOALS_A: BOTH[GOALS_A]}, {GOALS: None}],
    [ORGANISATION, BOTH, {"work/goals.yaml": None}, BOTH, {"work/goals/a.yaml": None}],
    [ORGANISATION, {ERP: project()}, {ERP: "[\n"}, {PLAN: "tasks: []\n"}, {ERP: None}],
    [
        ORGANISATION,
        {ERP: project(extra="tasks: []\n")},
        {PLAN: "tasks: []\n"},
        {ERP: project()},
        {PLAN: None},
    ],
    [{ERP: project()}, ORGANISATION, {SETTINGS: None}, {SETTINGS: TRACKER}],
    [ORGANISATION, {GOALS: "[\n"}, {ERP: project()}, {GOALS: goals(b="active")}],
    [
        {**ORGANISATION, LOG: logged("a")},
        {PAY: paying("a")},
        {LOG: logged("a", "b")},
        {PAY: paying("a", "b")},
        {PAY: paying("b", "a"), LOG: logged("b")},
        {LOG: "x\n"},
        {"work/processes/pay/runs/1.yaml": "status: requested\n"},
        {PAY: None},
        {LOG: None},
    ],
)


# A check of each commit says the same.

IDS = st.sampled_from(["a", "b", "c"])
PHASES = st.sampled_from(["idea", "doing", "done"])
STATES = st.sampled_from(["proposed", "active", "on-hold", "completed", "cancelled"])
Files = dict[str, str]


def path(id: str) -> str:
    return f"work/projects/{id}/project.yaml"


def write(id: str, phase: str, status: str, formerly: str) -> Callable[[Files], None]:
    said = project(phase, status, f"formerly: [{formerly}]\n" if formerly else "")
    return lambda files: files.update({path(id): said})


def remove(id: str) -> Callable[[Files], None]:
    def edit(files: Files) -> None:
        for name in [name for name in files if name.startswith(f"work/projects/{id}/")]:
            del files[name]

    return edit


def accept(id: str, state: str) -> Callable[[Files], None]:
    plan = (
        f"deliverables: [{{id: x, title: X, due: 2026-05-01, acceptance: {{status: {state}}}}}]\n"
    )
    return lambda files: files.update({f"work/projects/{id}/plan.yaml": plan})


def review(id: str, left: str, to: str) -> Callable[[Files], None]:
    said = f"to: {to}\ndecision: recycle\nreason: Not yet\ncriteria: []\n"
    return lambda files: files.update(
        {f"work/projects/{id}/gates/{left}-2026-01-05/review.yaml": said}
    )


def set_goals(states: dict[str, str]) -> Callable[[Files], None]:
    return lambda files: files.update({GOALS: goals(**states)})


def rule(phases: list[str], severity: str) -> Callable[[Files], None]:
    order = ", ".join(f"{{id: {one}}}" for one in phases)
    law = f"title: S\nstart: {phases[0]}\nfinal: [{phases[-1]}]\nphases: [{order}]\n"
    settings = TRACKER.replace("rules: {", f"rules: {{status-transition: {severity}, ")
    return lambda files: files.update({"work/lifecycles/simple.yaml": law, SETTINGS: settings})


EDITS = st.one_of(
    st.builds(write, IDS, PHASES, STATES, st.sampled_from(["", "", "a", "b"])),
    st.builds(remove, IDS),
    st.builds(accept, IDS, st.sampled_from(["pending", "accepted", "rejected"])),
    st.builds(review, IDS, PHASES, PHASES),
    st.builds(set_goals, st.dictionaries(IDS, st.sampled_from(["proposed", "active", "closed"]))),
    st.builds(
        rule, st.permutations(["idea", "doing", "done"]), st.sampled_from(["error", "warning"])
    ),
)


@settings(max_examples=30)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=6))
def test_a_check_of_each_commit_says_the_same(edits: list[list[Callable[[Files], None]]]) -> None:
    with TemporaryDirectory() as folder:
        top = Path(folder)
        fast_import(top, _steps(edits))
        opening = Opening.at(top)
        done = walk(opening)
        commits = opening.git().log(None, "HEAD", first_parent=True)
        found = {each.commit: each.findings for each in done.judged}
        for commit in commits[1:]:
            head = opening.revision(commit.hash)
            day = max(commit.authored.date(), commit.committed.date())
            checked = verdict(opening, head, commit.parents[0], "base", day).findings
            assert _of_change(found.get(commit.hash, ())) == _of_change(checked)


def _steps(edits: list[list[Callable[[Files], None]]]) -> Iterator[Mapping[str, str | None]]:
    files: Files = {**ORGANISATION, "work/people.yaml": "ada: {name: Ada}\n"}
    yield dict(files)
    for step in edits:
        before = dict(files)
        for edit in step:
            edit(files)
        yield {**dict.fromkeys(before.keys() - files.keys()), **files}


def _of_change(findings: Any) -> list[object]:
    """What is found of a change; what to do about it, an audit says otherwise."""
    judging = {name for name, one in checks().items() if one.needs_base and not one.needs_history}
    return [replace(one, hint=None) for one in findings if one.rule in judging]


# Long walks.


def test_progress_is_told_on_a_terminal_alone(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.cli.terminal import progress
    from tracker.cli.terminal import width as terminal
    from tracker.cli.workspace import walking

    assert tracker("history").stderr == ""
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: True)
    monkeypatch.setattr(walking, "_WORTH_TELLING", 1)
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    assert "1 of 1 commits" in tracker("history").stderr


def test_the_day_counts_of_what_still_stands(repo: Repo) -> None:
    assert told()["standing"][0]["days"] == (date(2026, 3, 1) - date(2026, 1, 5)).days
