"""`tracker set`, `start` and `done`: the line that was asked for and no other, or a reason why not."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli
from tracker.cli.writing.editing import difference

PROJECT = "work/projects/erp/project.yaml"
PLAN = "work/projects/erp/plan.yaml"
FILES = {
    "work/tracker.yaml": """\
title: Meridian
currency: EUR
calendar: {working_days: [mon], hours_per_day: 8}
lifecycle: simple
adopt:
  - kind: project
    files: ["keps/*/kep.yaml"]
    fields:
      {title: title, phase: state, status: status, start: dates.begun, manager: "authors[0]", related: [see, also]}
    values: {phase: {going: doing}}
    lifecycle: simple
""",
    "work/lifecycles/simple.yaml": (
        "title: S\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: doing}, {id: done}]\n"
    ),
    "work/people.yaml": "mia:\n  name: Mia\n  skills: {sap: 2}\nben: {name: Ben}\n",
    "work/goals.yaml": """\
# What we want.
save:  # the first
  title: 'Save: money'
  owner: mia
  period: {start: 2026-01-01}
  status: active
  key_results:
    - {id: cost, title: Cost, baseline: 9.40, target: 4.70}
""",
    PROJECT: """\
# Read by the board.
title: Replace the ERP   # for the plants too
summary: |
  Three systems.
  One takes their place.
status: active
phase: doing
goals: [save]
start: 2026-06-01
end: 2026-12-31
budget:
  lines:
    # what we pay every year
    - {id: licences, planned: 120000, actual: 0}  # estimate
""",
    PLAN: """\
deliverables:
- id: ledger
  title: The ledger
  due: 2026-11-30
  acceptance: {status: pending}
- {id: both, title: Both, due: 2026-11-30}
tasks:
# the first
- id: map
  title: Map
  status: todo   # not begun
- id: try
  title: Try
  status: doing
  started: 2026-11-02
- {id: end, title: End, status: done, finished: 2026-11-03}
- {id: both, title: Both, status: blocked}
""",
    "work/projects/site/project.yaml": """\
title: A new site
status: active
phase: idea
goals: [save]
tasks:
  - {id: write, title: Write, status: todo}
  - {id: both, title: Both, status: todo}
""",
    "work/processes/pay/process.yaml": """\
title: Pay
status: draft
goals: [save]
steps:
  - {id: look, title: Look}
""",
    "keps/one/kep.yaml": "title: One\nstate: going\nstatus: active\ndates: {begun: 2026-01-01}\nauthors: [mia, ben]\n",
}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = Repo(tmp_path / "repo")
    made.write(FILES)
    made.commit("start")
    monkeypatch.chdir(made.path)
    return made


def run(*arguments: str) -> Result:
    """One command, in this process; a crash is a failure of the test."""
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def changed(repo: Repo) -> list[str]:
    """The lines that git shows as changed, of all files."""
    lines = repo.git("diff", "-U0").split("\n")
    marks = ("---", "+++", "@@", "diff ", "index ", "\\ No newline")
    return [line for line in lines if line and not line.startswith(marks)]


CASES = [
    ("project/erp end 2027-01-31", ["-end: 2026-12-31", "+end: 2027-01-31"]),
    (
        "erp title NO",
        ["-title: Replace the ERP   # for the plants too", '+title: "NO"   # for the plants too'],
    ),
    ("erp priority 2", ["+priority: 2"]),
    ("erp sponsor mia", ["+sponsor: mia"]),
    ("erp goals [save,save]", ["-goals: [save]", "+goals: [save, save]"]),
    ("erp start --unset", ["-start: 2026-06-01"]),
    (
        "erp budget.lines[licences].planned 130000",
        [
            "-    - {id: licences, planned: 120000, actual: 0}  # estimate",
            "+    - {id: licences, planned: 130000, actual: 0}  # estimate",
        ],
    ),
    (
        "erp budget.lines[0].kind opex",
        [
            "-    - {id: licences, planned: 120000, actual: 0}  # estimate",
            "+    - {id: licences, kind: opex, planned: 120000, actual: 0}  # estimate",
        ],
    ),
    ("project/erp/ledger due 2026-12-04", ["-  due: 2026-11-30", "+  due: 2026-12-04"]),
    (
        "project/erp/ledger acceptance.status accepted",
        ["-  acceptance: {status: pending}", "+  acceptance: {status: accepted}"],
    ),
    ("erp tasks[map].effort 3d", ["+  effort: 3d"]),
    ("plan/erp tasks[1].title Trial", ["-  title: Try", "+  title: Trial"]),
    (
        "project/site/write status doing",
        [
            "-  - {id: write, title: Write, status: todo}",
            "+  - {id: write, title: Write, status: doing}",
        ],
    ),
    (
        "process/pay/look role clerk",
        ["-  - {id: look, title: Look}", "+  - {id: look, title: Look, role: clerk}"],
    ),
    ("goal/save title Spend", ["-  title: 'Save: money'", "+  title: 'Spend'"]),
    (
        "save key_results[cost].target 5.5",
        [
            "-    - {id: cost, title: Cost, baseline: 9.40, target: 4.70}",
            "+    - {id: cost, title: Cost, baseline: 9.40, target: 5.50}",
        ],
    ),
    ("mia skills.sap 3", ["-  skills: {sap: 2}", "+  skills: {sap: 3}"]),
    ("mia skills.excel 1", ["-  skills: {sap: 2}", "+  skills: {sap: 2, excel: 1}"]),
    ("workspace currency USD", ["-currency: EUR", "+currency: USD"]),
    ("workspace rules.schema warning", ["+rules: {schema: warning}"]),
    ("one title Two", ["-title: One", "+title: Two"]),
    ("one start 2026-02-01", ["-dates: {begun: 2026-01-01}", "+dates: {begun: 2026-02-01}"]),
    ("one manager ben", ["-authors: [mia, ben]", "+authors: [ben, ben]"]),
]


@pytest.mark.parametrize(("words", "shown"), CASES, ids=[case[0] for case in CASES])
def test_set(repo: Repo, words: str, shown: list[str]) -> None:
    result = run("set", *words.split(" "))
    assert result.exit_code == 0, result.output
    assert sorted(changed(repo)) == sorted(shown)
    for line in shown:
        assert f"  {line[0]} {line[1:]}\n" in result.output


def test_values_in_brackets(repo: Repo) -> None:
    assert run("set", "project/erp/map", "effort", "{likely: 3d, optimistic: 1d}").exit_code == 0
    assert (
        run("set", "project/erp/map", "depends_on", '[end, {task: "try", lag: 1d}]').exit_code == 0
    )
    assert changed(repo) == [
        "+  effort: {likely: 3d, optimistic: 1d}",
        *("+  depends_on:", "+  - end", "+  - task: try", "+    lag: 1d"),
    ]


def test_a_value_that_begins_with_a_dash(repo: Repo) -> None:
    assert run("set", "erp", "title", "-x").exit_code == 2
    assert run("set", "erp", "title", "--", "-x").exit_code == 0
    assert changed(repo)[1] == '+title: "-x"   # for the plants too'


def test_prose_is_written_as_a_block(repo: Repo) -> None:
    assert run("set", "erp", "summary", "Three systems.\nTwo go.\n").exit_code == 0
    assert changed(repo) == ["-  One takes their place.", "+  Two go."]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "start map --on 2026-11-09",
            [
                "-  status: todo   # not begun",
                "+  status: doing   # not begun",
                "+  started: 2026-11-09",
            ],
        ),
        (
            "done project/erp/map --on 2026-11-09",
            [
                *("-  status: todo   # not begun", "+  status: done   # not begun"),
                *("+  started: 2026-11-09", "+  finished: 2026-11-09"),
            ],
        ),
        (
            "done try --on 2026-11-09",
            ["-  status: doing", "+  status: done", "+  finished: 2026-11-09"],
        ),
        (
            "done write --on 2026-11-09",
            [
                "-  - {id: write, title: Write, status: todo}",
                "+  - {id: write, title: Write, status: done, started: 2026-11-09, finished: 2026-11-09}",
            ],
        ),
        (
            "start site/both --on 2026-11-09",
            [
                "-  - {id: both, title: Both, status: todo}",
                "+  - {id: both, title: Both, status: doing, started: 2026-11-09}",
            ],
        ),
    ],
)
def test_start_and_done(repo: Repo, words: str, shown: list[str]) -> None:
    result = run(*words.split(" "))
    assert result.exit_code == 0, result.output
    assert sorted(changed(repo)) == sorted(shown)
    assert run("check").exit_code == 0


def test_the_day_is_today_where_it_is_not_said(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    monkeypatch.setattr("tracker.cli.commands.start.today", lambda: date(2026, 11, 12))
    assert run("start", "map").exit_code == 0
    assert "+  started: 2026-11-12" in changed(repo)


REFUSED = [
    ("set erp endd 1", "a project has no field `endd`", "`end`"),
    ("set erp budget.line 1", "`budget` of a project has no field `line`", "`lines`"),
    ("set erp budget.lines[nope].planned 1", "no item 'nope'", "licences"),
    ("set erp end 31.12.2026", "is not a date", "2026-12-31"),
    ("set erp status doing", "is not one of", "did you mean `active`?"),
    ("set erp priority soon", "expected a whole number", "priority: 1"),
    ("set erp priority [", "is no value of `priority`", ""),
    ("set erp goals save", "`goals` is a list", "'[save]'"),
    ("set erp title --unset", "`title`", ""),
    ("set erp end", "no value for `end`", "--unset"),
    ("set erp end 2026-01-01 --unset", "exclude each other", "--unset"),
    ("set erp end..x 1", "is no field", "budget.lines[licences].planned"),
    ("set erp [0] 1", "is no field", ""),
    ("set nobody end 1", "there is no 'nobody'", ""),
    ("set project/erp/ledgr due 2026-01-01", "no part 'ledgr'", "`ledger`"),
    ("set project/erp/both title X", "stands in deliverables and tasks", "deliverables[both]"),
    ("set goal/save/cost title X", "names no part", ""),
    ("set one phase done", "translated by `values`", "keps/one/kep.yaml by hand"),
    ("set one end 2026-01-01", "is not mapped", "`fields` of `adopt`"),
    ("set one related [x]", "gathered from 2 places", "by hand"),
    ("start nobody", "there is no task 'nobody'", ""),
    ("start both", "2 projects have a task 'both'", "project/erp/both or project/site/both"),
    ("start project/erp/ledger", "is no task", "project/<id>/<task>"),
    ("start try", "under way already, since 2026-11-02", "tracker done project/erp/try"),
    ("start try --on 2026-11-01", "under way already", "started DATE"),
    ("start end", "is done", "tracker set project/erp/end status doing"),
    ("done end", "is done already", "finished DATE"),
    ("done try --on 2026-11-01", "before it began on 2026-11-02", "--on"),
]


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_refused_writes_nothing(repo: Repo, words: str, message: str, hint: str) -> None:
    result = run(*words.split(" "))
    assert result.exit_code == 2, result.output
    said, _, help = result.stderr.partition("\nhelp: ")
    assert said.startswith("error: ")
    assert message in said
    assert hint in help
    assert help.strip()
    assert repo.git("status", "--porcelain") == ""


def test_a_dry_run_shows_and_writes_nothing(repo: Repo) -> None:
    result = run("set", "erp", "end", "2027-01-31", "--dry-run")
    assert result.exit_code == 0
    assert result.output == (
        f"{PROJECT}:10\n  - end: 2026-12-31\n  + end: 2027-01-31\ndry run: nothing was written\n"
    )
    assert repo.git("status", "--porcelain") == ""


def test_what_is_so_already_is_not_written(repo: Repo) -> None:
    before = (repo.path / PROJECT).stat()
    result = run("set", "erp", "end", "2026-12-31")
    assert (result.exit_code, result.output) == (0, "nothing to change: the file says so already\n")
    assert (repo.path / PROJECT).stat().st_mtime_ns == before.st_mtime_ns


def test_a_move_may_be_set_and_is_judged(repo: Repo) -> None:
    result = run("set", "erp", "phase", "idea")
    assert result.exit_code == 0
    assert "`tracker check --base main` judges it" in result.output
    assert "phase-transition" in run("check", "--base", "HEAD").output
    assert "judges it" not in run("set", "project/erp/map", "status", "doing").output


def test_a_name_of_nothing_is_said(repo: Repo) -> None:
    result = run("set", "erp", "sponsor", "nobody")
    assert result.exit_code == 0
    assert "warning: `nobody` names no person" in result.stderr
    assert run("check").exit_code == 1


def test_a_file_that_is_wrong_elsewhere_can_be_mended_step_by_step(repo: Repo) -> None:
    repo.write({PROJECT: FILES[PROJECT] + "priority: high\nteam: [x]\n"})
    assert run("set", "erp", "priority", "1").exit_code == 0
    assert run("set", "erp", "team", "--unset").exit_code == 0
    assert run("check").exit_code == 0


def test_what_cannot_be_spliced_is_told_with_its_lines(repo: Repo) -> None:
    repo.write({PROJECT: FILES[PROJECT].replace("end: 2026-12-31", "? end\n: 2026-12-31")})
    result = run("set", "erp", "end", "--unset")
    assert result.exit_code == 2
    assert f"{PROJECT}:10: `end` is not edited" in result.stderr
    assert "edit it by hand, at line 10" in result.stderr


def test_a_plan_of_another_shape_has_no_parts(repo: Repo) -> None:
    repo.write({PLAN: "tasks: 5\ndeliverables: [x, {id: 3}]\n"})
    result = run("set", "project/erp/map", "title", "X")
    assert result.exit_code == 2
    assert "has no part 'map'" in result.stderr


def test_an_unreadable_file_is_not_edited(repo: Repo) -> None:
    repo.write({PROJECT: "title: [\n"})
    result = run("set", "project/erp", "end", "2027-01-31")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_mode_and_line_ends_stay(repo: Repo) -> None:
    content = FILES[PROJECT].replace("\n", "\r\n").rstrip()
    repo.write({PROJECT: content})
    (repo.path / PROJECT).chmod(0o640)
    assert run("set", "erp", "end", "2027-01-31").exit_code == 0
    assert (repo.path / PROJECT).read_bytes() == content.replace(
        "2026-12-31", "2027-01-31"
    ).encode()
    assert stat.S_IMODE((repo.path / PROJECT).stat().st_mode) == 0o640


def test_a_change_that_comes_between_is_not_overwritten(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.source.splice import splice

    def late(*arguments: object) -> bytes:
        repo.write({PROJECT: "title: somebody else was here\n"})
        return splice(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("tracker.cli.writing.editing.splice", late)
    result = run("set", "erp", "end", "2027-01-31")
    assert result.exit_code == 2
    assert "was changed meanwhile" in result.stderr
    assert (repo.path / PROJECT).read_text() == "title: somebody else was here\n"


def test_nothing_is_left_beside_the_file(repo: Repo) -> None:
    assert run("set", "erp", "end", "2027-01-31").exit_code == 0
    assert repo.git("status", "--porcelain") == f" M {PROJECT}"


def test_what_a_killed_writer_left_is_no_work(repo: Repo) -> None:
    left = ".tracker-0123456789abcdef.tmp"
    settings = FILES["work/tracker.yaml"].replace("keps/*/kep.yaml", "keps/*/*")
    repo.write(
        {f"keps/one/{left}": "title: [\n", f"work/goals/{left}": "x", "work/tracker.yaml": settings}
    )
    assert run("check").exit_code == 0


def test_a_text_of_the_file_is_no_command_of_the_terminal(repo: Repo) -> None:
    result = run("set", "erp", "title", "##[error]x")
    assert result.exit_code == 0
    assert "##[" not in result.output


def test_a_long_difference_is_counted() -> None:
    old = "".join(f"{number}\n" for number in range(60))
    shown = list(difference("a", old, ""))
    assert len(shown) == 22
    assert shown[-1] == "  and 40 more lines"
