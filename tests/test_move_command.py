"""`tracker move`, `update` and the new parts of a project: all of it is written, or nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli

TODAY = date.today()
ACCEPTED = {"status": "accepted", "by": "ben", "date": TODAY.isoformat()}
PROJECT = "work/projects/erp/project.yaml"
PLAN = "work/projects/erp/plan.yaml"
BASELINE = "work/projects/erp/baseline.yaml"
FILES = {
    "work/tracker.yaml": """\
title: Meridian
currency: EUR
calendar: {working_days: [mon]}
lifecycle: gated
adopt:
  - {kind: project, files: ["keps/*/kep.yaml"], fields: {title: title, phase: state}, lifecycle: plain}
""",
    "work/lifecycles/gated.yaml": """\
title: Gated
start: idea
final: [done]
phases:
  - id: idea
    on_leave: [freeze-baseline]
    gate:
      criteria:
        - {id: need, text: The need is agreed}
        - id: summary
          text: There is a summary
          requires: {properties: {project: {required: [summary]}}}
      approvals: [{field: sponsor}]
  - {id: doing, on_leave: [require-accepted]}
  - {id: done, gate: {criteria: []}}
off_path: [dropped]
""",
    "work/lifecycles/plain.yaml": (
        "title: Plain\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: doing}, {id: done}]\n"
    ),
    "work/people.yaml": "mia: {name: Mia}\nben: {name: Ben}\n",
    "work/goals.yaml": "save: {title: Save, owner: mia, period: {start: 2026-01-01}, status: active}\n",
    PROJECT: """\
title: Replace the ERP   # for the plants too
summary: One system.
status: active
phase: idea  # since June
goals: [save]
sponsor: mia
manager: ben
end: 2027-01-31
""",
    PLAN: """\
deliverables:
  - {id: ledger, title: Ledger, due: 2026-12-18, acceptance: {status: pending}}
tasks:
  - {id: map, title: Map the accounts, status: todo, effort: 5d}
""",
    "keps/one/kep.yaml": "title: One\nstate: idea  # theirs\n",
}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = Repo(tmp_path / "meridian")
    repo.write(FILES)
    repo.commit("start")
    monkeypatch.chdir(repo.path)
    return repo


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def errors() -> list[str]:
    checked = json.loads(run("check", "--base", "main", "--format", "json").stdout)
    return [one["rule"] for one in checked["findings"] if one["severity"] == "error"]


def gate(phase: str, day: date = TODAY) -> str:
    return f"work/projects/erp/gates/{phase}-{day}/review.yaml"


def edit(repo: Repo, name: str, old: str, new: str) -> None:
    text = (repo.path / name).read_text()
    assert old in text
    repo.write({name: text.replace(old, new)})


# What a move writes.


def test_a_move_writes_phase_review_and_baseline(repo: Repo) -> None:
    done = run("move", "erp", "doing", "--evidence", "need=Minutes of Monday")
    assert done.exit_code == 0, done.stderr
    assert repo.git("diff", "--numstat") == f"1\t1\t{PROJECT}"
    assert "phase: doing  # since June" in (repo.path / PROJECT).read_text()
    assert (repo.path / gate("idea")).read_text() == (
        "to: doing\ndecision: go\ncriteria:\n"
        "  - id: need\n    status: met\n    evidence: Minutes of Monday\n"
        "  - id: summary\n    status: met\n"
    )
    assert (repo.path / BASELINE).read_text() == (
        f"taken_on: {TODAY}\ngate: idea-{TODAY}\nend: 2027-01-31\n"
        "deliverables: {ledger: 2026-12-18}\ntasks:\n  map: {effort: 5d}\n"
    )
    assert "approval of the sponsor (mia)" in done.stdout
    assert errors() == ["approval-missing"]


@pytest.mark.parametrize("proof", ["recorded", "signature", "review"])
def test_who_wrote_it_is_asked_of_the_commit_and_not_of_the_move(repo: Repo, proof: str) -> None:
    edit(repo, "work/tracker.yaml", "currency", f"approvals: {{proof: {proof}}}\ncurrency")
    repo.commit("what proves it")
    done = run("move", "erp", "doing", "--evidence", "need=Minutes of Monday")
    assert done.exit_code == 0, done.stderr
    assert "approval-missing" in errors()


def test_what_nobody_said_stays_open(repo: Repo) -> None:
    done = run("move", "erp", "doing")
    assert done.exit_code == 0, done.stderr
    assert "say what shows need" in done.stdout
    text = (repo.path / gate("idea")).read_text()
    assert "# Once it is met: `status: met`, and `evidence:`" in text
    assert "- id: need\n    status: not-met\n" in text
    assert sorted(errors()) == ["approval-missing", "gate-review"]


def test_in_a_last_phase_it_says_what_is_left_to_close(repo: Repo) -> None:
    plan = "tasks: [{id: a, title: A, status: doing}, {id: b, title: B, status: done}]\n"
    simple = "title: S\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: done}]\n"
    repo.write(
        {
            "work/lifecycles/quick.yaml": simple,
            "work/projects/try/project.yaml": "title: T\nstatus: active\nphase: idea\nlifecycle: quick\n",
            "work/projects/try/plan.yaml": plan,
        }
    )
    repo.commit("try")
    done = run("move", "try", "done")
    assert done.exit_code == 0, done.stderr
    assert "tracker move try completed   when all is done: 1 task to go" in done.stdout


def test_a_dry_run_writes_nothing(repo: Repo) -> None:
    done = run("move", "erp", "doing", "--dry-run")
    assert done.exit_code == 0
    assert "not-met  need: The need is agreed" in done.stdout
    assert done.stdout.endswith("dry run: nothing was written\n")
    assert repo.git("status", "--porcelain") == ""


def test_what_the_files_do_not_meet_is_said_with_its_line_and_nothing_is_written(
    repo: Repo,
) -> None:
    edit(repo, PROJECT, "summary: One system.\n", "")
    repo.commit("less")
    done = run("move", "erp", "doing")
    assert done.exit_code == 2
    assert f"{PROJECT}:3: leaving idea takes `summary`: `summary` is missing" in done.stderr
    assert repo.git("status", "--porcelain") == ""
    waived = run("move", "erp", "doing", "--waive", "summary=Told by word", "--by", "mia")
    assert waived.exit_code == 0, waived.stderr
    assert errors() and set(errors()) == {"approval-missing", "gate-review"}


def test_a_file_in_the_way_leaves_all_as_it_was(repo: Repo) -> None:
    repo.write({BASELINE.replace("baseline.yaml", f"gates/idea-{TODAY}"): "no folder\n"})
    done = run("move", "erp", "doing")
    assert done.exit_code == 2
    assert repo.git("diff", "--numstat") == ""
    assert not (repo.path / BASELINE).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("erp", "done"), "from idea it may go to doing: `tracker move erp doing`"),
        (("erp", "dropped"), "--decision kill"),
        (("erp", "dropped", "--decision", "kill"), "--reason"),
        (("erp", "doin"), "did you mean `doing`?"),
        (("erp", "idea"), "is in idea already"),
        (("erp", "doing", "--decision", "hold"), "moves no phase"),
        (("erp", "doing", "--decision", "conditional"), "lists its conditions"),
        (("erp", "doing", "--condition", "x=Do it"), "--owner"),
        (("erp", "doing", "--evidence", "nee=x"), "did you mean `need`?"),
        (("erp", "doing", "--evidence", "need"), "ID=TEXT"),
        (("erp", "doing", "--waive", "need=No time"), "--by"),
        (("erp", "doing", "--waive", "need=No time", "--by", "ben"), "may not approve the gate"),
        (("erp", "doing", "--on", f"{TODAY + timedelta(days=2)}"), "still to come"),
        (("erp",), "PHASE"),
        (("goal/save", "doing"), "is no project"),
        (("erp", "completed"), "ahead of the gate of done"),
    ],
)
def test_what_may_not_be_is_refused(repo: Repo, arguments: tuple[str, ...], said: str) -> None:
    done = run("move", *arguments)
    assert done.exit_code == 2, done.stdout
    assert said in done.stderr
    assert repo.git("status", "--porcelain") == ""


# Once more, before it lands.


def test_the_same_move_adds_what_is_said_and_freezes_the_plan_anew(repo: Repo) -> None:
    assert run("move", "erp", "doing").exit_code == 0
    edit(repo, gate("idea"), "decision: go", "decision: go  # by all")
    edit(repo, PROJECT, "2027-01-31", "2027-02-28")
    assert sorted(errors()) == ["approval-missing", "baseline-moved", "gate-review"]
    repo.git("switch", "-qc", "topic")
    repo.commit("moved")
    done = run("move", "erp", "doing", "--evidence", "need=Minutes of Monday")
    assert done.exit_code == 0, done.stderr
    assert "phase idea → doing" in done.stdout
    assert (repo.path / gate("idea")).read_text() == (
        "to: doing\ndecision: go  # by all\ncriteria:\n"
        "  - id: need\n    status: met\n    evidence: Minutes of Monday\n"
        "  - id: summary\n    status: met\n"
    )
    assert "end: 2027-02-28" in (repo.path / BASELINE).read_text()
    assert errors() == ["approval-missing"]
    assert "nothing to change" in run("move", "erp", "doing").stdout
    late = run("move", "erp", "doing", "--on", f"{TODAY - timedelta(days=1)}")
    assert "leave out --on" in late.stderr


def test_a_move_by_hand_gets_its_review(repo: Repo) -> None:
    edit(repo, PROJECT, "phase: idea", "phase: doing")
    assert run("move", "erp", "doing", "--evidence", "need=Minutes").exit_code == 0
    assert errors() == ["approval-missing"]


def test_what_a_review_says_otherwise_stays(repo: Repo) -> None:
    waived = ("--waive", "need=No time", "--by", "mia")
    said = ("--decision", "conditional", "--owner", "ben", "--due", "2027-01-15")
    assert run("move", "erp", "doing", *waived).exit_code == 0
    assert run("move", "erp", "doing", *said, "--condition", "x=Do it").exit_code == 0
    assert run("move", "erp", "doing", *said, "--condition", "y=That too").exit_code == 0
    assert run("move", "erp", "doing").exit_code == 0
    shown = json.loads(run("show", f"review/erp/idea-{TODAY}", "--format", "json").stdout)["data"]
    assert [one["status"] for one in shown["criteria"]] == ["waived", "met"]
    assert shown["decision"] == "conditional"
    assert [one["id"] for one in shown["conditions"]] == ["x", "y"]


def test_a_project_is_known_by_what_it_was_called(repo: Repo) -> None:
    edit(repo, PROJECT, "status: active", "status: active\nformerly: [sap]")
    assert run("show", "sap").stdout.startswith("project/erp ")
    assert run("show", "project/sap").stdout.startswith("project/erp ")


# What nobody could land.


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sponsor: mia\n", "", "`tracker set project/erp sponsor PERSON`"),
        ("sponsor: mia", "sponsor: ben", "manages the project"),
    ],
)
def test_a_move_that_nobody_may_approve_is_not_written(
    repo: Repo, old: str, new: str, said: str
) -> None:
    edit(repo, PROJECT, old, new)
    repo.commit("no sponsor")
    done = run("move", "erp", "doing", "--evidence", "need=Minutes")
    assert done.exit_code == 2 and said in done.stderr
    assert repo.git("status", "--porcelain") == ""


def test_a_project_on_hold_goes_on_once_the_hold_has_ended(repo: Repo) -> None:
    edit(repo, PROJECT, "status: active", "status: on-hold")
    repo.commit("held")
    said = ("move", "erp", "doing", "--evidence", "need=Minutes")
    assert "`tracker set project/erp status active`" in run(*said).stderr
    assert run("set", "project/erp", "status", "active").exit_code == 0
    assert run(*said).exit_code == 0
    assert errors() == ["approval-missing"]


def test_each_fault_has_a_line_and_its_help(repo: Repo) -> None:
    edit(repo, PROJECT, "summary: One system.\n", "")
    repo.commit("less")
    done = run("move", "erp", "doing", "--waive", "need=Late", "--by", "ben")
    assert done.stderr.splitlines() == [
        "error: nothing was written: `need` is waived by ben, who may not approve the gate",
        "help: those who may are the ones whom the gate names: mia",
        f"error: {PROJECT}:3: leaving idea takes `summary`: `summary` is missing",
        "help: meet the criterion (There is a summary), or leave the phase at idea",
    ]


# Against what.


def test_an_illegal_edit_is_mended_by_the_move_that_the_check_names(repo: Repo) -> None:
    """The move is judged from the phase of the base, whatever the file says by now."""
    edit(repo, PROJECT, "phase: idea", "phase: done")
    done = run("move", "erp", "doing")
    assert done.exit_code == 0, done.stderr
    assert "phase done → doing" in done.stdout
    assert "phase-transition" not in errors()


def test_one_change_makes_one_move(repo: Repo) -> None:
    assert run("move", "erp", "doing").exit_code == 0
    repo.git("switch", "-qc", "topic")
    repo.commit("the first")
    done = run("move", "erp", "done")
    assert done.exit_code == 2
    assert "this change moves it to doing already" in done.stderr


def test_what_is_new_lands_first(repo: Repo) -> None:
    assert run("new", "project", "crm").exit_code == 0
    assert "let it land" in run("move", "crm", "doing").stderr


def test_without_a_commit_the_files_are_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Repo(tmp_path / "new")
    place.write(FILES)
    monkeypatch.chdir(place.path)
    assert run("move", "erp", "doing").exit_code == 0
    assert run("move", "erp", "done").exit_code == 2  # nothing is accepted


def test_an_adopted_project_is_edited_where_it_lies(repo: Repo) -> None:
    assert run("move", "one", "doing").exit_code == 0
    assert (repo.path / "keps/one/kep.yaml").read_text() == "title: One\nstate: doing  # theirs\n"
    assert repo.git("status", "--porcelain") == " M keps/one/kep.yaml"
    assert errors() == []


# The other decisions.


def test_hold_recycle_and_kill(repo: Repo) -> None:
    assert run("move", "erp", "idea", "--decision", "hold", "--reason", "No money").exit_code == 0
    assert "status: on-hold" in (repo.path / PROJECT).read_text()
    assert errors() == []
    repo.commit("held")
    edit(repo, PROJECT, "on-hold", "active")
    edit(repo, PROJECT, "idea", "doing")
    repo.commit("by hand")
    yesterday = f"{TODAY - timedelta(days=1)}"
    late = run("move", "erp", "idea", "--decision", "recycle", "--reason", "x", "--on", yesterday)
    assert f"was held on {TODAY}: that of doing comes after it" in late.stderr
    same = run("move", "erp", "idea", "--decision", "recycle", "--reason", "x")
    assert f"was held on {TODAY}: that of doing comes after it" in same.stderr


def test_two_gates_of_two_phases_may_share_a_day(repo: Repo) -> None:
    assert run("move", "erp", "doing", "--evidence", "need=Minutes").exit_code == 0
    repo.commit("on")
    back = run("move", "erp", "idea", "--decision", "recycle", "--reason", "Too early")
    assert back.exit_code == 0, back.stderr
    assert errors() == []
    repo.commit("back")
    again = run("move", "erp", "doing", "--evidence", "need=Minutes")
    assert f"the gate of idea was held on {TODAY} already" in again.stderr


def test_conditions_have_an_owner_and_a_day(repo: Repo) -> None:
    said = ("--decision", "conditional", "--condition", "later=Do it", "--owner", "ben")
    done = run("move", "erp", "doing", *said, "--due", "2027-01-15", "--evidence", "need=x")
    assert done.exit_code == 0, done.stderr
    assert errors() == ["approval-missing"]
    repo.commit("on")
    assert run("new", "condition", f"erp/idea-{TODAY}/later", "--evidence", "Seen").exit_code == 0
    assert errors() == []


def test_the_baseline_moves_by_a_change_request(repo: Repo) -> None:
    assert run("move", "erp", "doing").exit_code == 0
    assert run("new", "change", "erp/later", "--by", "ben", "--reason", "Rain").exit_code == 0
    repo.commit("on")
    refused = run("move", "erp", "--rebaseline", "later")
    assert refused.exit_code == 2 and "change/erp/later is proposed" in refused.stderr
    assert "did you mean `later`?" in run("move", "erp", "--rebaseline", "latr").stderr
    edit(repo, PLAN, "2026-12-18", "2027-01-08")
    for field, value in (
        ("decision", "approved"),
        ("decided_by", "mia"),
        ("decided_on", f"{TODAY}"),
    ):
        assert run("set", "change/erp/later", field, value).exit_code == 0
    edit(repo, BASELINE, "gate:", "# as it was promised\ngate:")
    done = run("move", "erp", "--rebaseline", "later")
    assert done.exit_code == 0, done.stderr
    text = (repo.path / BASELINE).read_text()
    assert "change: later\n" in text and "2027-01-08" in text and "gate:" not in text
    assert errors() == []


# Updates.


def test_an_update_says_what_it_is_told(repo: Repo) -> None:
    done = run("update", "erp", "--resources", "red", "--cost", "green", "--summary", "Two: gone",
               "--done", "One", "--next", "Two", "--on", "2026-11-20", "--author", "ben")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert (repo.path / "work/projects/erp/updates/2026-11-20.yaml").read_text() == (
        "author: ben\nhealth: {overall: red, cost: green, resources: red}\n"
        'summary: "Two: gone"\ndone: [One]\nnext: [Two]\n'
    )
    assert run("update", "erp", "--summary", "As it was", "--author", "mia").exit_code == 0
    said = (repo.path / f"work/projects/erp/updates/{TODAY}.yaml").read_text()
    assert said == "author: mia\nhealth: {overall: red}\nsummary: As it was\n"
    assert errors() == []
    assert "exists already" in run("update", "erp").stderr


def test_the_author_is_who_git_says(repo: Repo) -> None:
    repo.write({"work/people/mia/identity.yaml": "emails: [Mia@Example.org]\n"})
    repo.git("config", "user.email", "mia@example.org")
    assert run("update", "erp", "--health", "green", "--summary", "Well").exit_code == 0
    assert "author: mia\n" in (repo.path / f"work/projects/erp/updates/{TODAY}.yaml").read_text()


# All kinds at once.


def test_ids_of_several_parts_are_named_everywhere(repo: Repo) -> None:
    for step in (
        ("move", "erp", "doing"),
        ("new", "change", "erp/later", "--by", "ben", "--reason", "Rain"),
        ("new", "raid", "erp/late-data"),
        ("update", "erp", "--health", "red", "--summary", "Late", "--author", "ben"),
    ):
        assert run(*step).exit_code == 0
    review = f"review/erp/idea-{TODAY}"
    for ref in (review, "change/erp/later", "raid/erp/late-data", f"update/erp/{TODAY}"):
        assert run("show", ref).stdout.startswith(ref)
        assert json.loads(run("show", ref, "--format", "json").stdout)["id"] in ref
    for kind in ("review", "change", "raid", "update", "baseline"):
        assert "erp" in run("list", kind).stdout
    done = run("set", "raid/erp/late-data", "probability", "5")
    assert done.exit_code == 0, done.stderr
    assert run("site", "build", "--output", "../site").exit_code == 0
    assert run("doctor").exit_code in (0, 1)
    assert run().exit_code == 0


# A whole life.


@pytest.mark.parametrize("lifecycle", ["five-phase", "four-stage"])
def test_the_lifecycles_that_ship_lead_from_start_to_end(repo: Repo, lifecycle: str) -> None:
    """Phase after phase, each move in a change of its own; approvals are another story's."""
    assert run("new", "lifecycle", lifecycle).exit_code == 0
    law = repo.path / f"work/lifecycles/{lifecycle}.yaml"
    law.write_text(law.read_text().replace("      approvals: [{field: sponsor}]\n", ""))
    edit(repo, PROJECT, "phase: idea  # since June", f"lifecycle: {lifecycle}\nphase: initiation")
    edit(
        repo,
        PROJECT,
        "end: 2027-01-31",
        "start: 2026-01-05\nend: 2027-01-31\nbudget: {lines: [{id: all, planned: 9}]}",
    )
    edit(repo, PLAN, "acceptance: {", "acceptance: {criteria: [Audited], ")
    edit(repo, PLAN, "status: todo,", "status: todo, deliverable: ledger,")
    repo.write(
        {"work/processes/ledger/process.yaml": "title: Keep the ledger\nstatus: draft\nsteps: []\n"}
    )
    assert "lifecycle-change" in errors()
    repo.commit("under way")
    phases = [
        line.split(": ")[1] for line in law.read_text().splitlines() if line.startswith("  - id")
    ]
    day = TODAY - timedelta(days=20)
    for left, to in zip(phases, [*phases[1:], "completed"], strict=True):
        day += timedelta(days=1)
        steps = ["move", "erp", to, "--on", f"{day}"]
        if left == "initiation":
            steps += ["--evidence", "need-agreed=Minutes", "--decision", "conditional"]
            steps += ["--condition", "look=Look again", "--owner", "ben", "--due", f"{TODAY}"]
        if to == "closing":
            assert "is not" in run(*steps).stderr
            for field, value in ACCEPTED.items():
                assert run("set", "project/erp/ledger", f"acceptance.{field}", value).exit_code == 0
        if to == "completed":
            assert "closure" in run(*steps).stderr
            assert run("new", "closure", "erp").exit_code == 0
            closure = "work/projects/erp/closure.yaml"
            said = (
                "outcome: achieved\naccepted_by: mia\naccepted_on: 2026-11-20\nsummary: It runs\n"
            )
            repo.write({closure: said + (repo.path / closure).read_text()})
            assert "`lessons` has 0 entries" in run(*steps).stderr  # nobody has written one
            text = (repo.path / closure).read_text()
            repo.write(
                {
                    closure: text.replace("[]\n# -", "\n -")
                    + "handover: {process: ledger, accepted_by: ben, date: 2026-11-20}\n"
                }
            )
            assert run("done", "map").exit_code == 0
            assert "`conditions-met`" in run(*steps).stderr
            review = next((repo.path / "work/projects/erp/gates").glob("initiation-*")).name
            assert (
                run("new", "condition", f"erp/{review}/look", "--evidence", "Seen").exit_code == 0
            )
        moved = run(*steps)
        assert moved.exit_code == 0, moved.stderr
        assert errors() == [], run("check", "--base", "main").stdout
        repo.commit(f"to {to}")
    assert run("move", "erp", "planning", "--decision", "recycle", "--reason", "x").exit_code == 2
