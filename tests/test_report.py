"""Reports by name: what the rows say, how they are narrowed, and how each output says them."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import memory
import pytest
from gatework import LIFECYCLE, PEOPLE, key
from gitrepo import Repo
from memory import ORGANISATION
from test_cli import run, stops

from tracker.law.content import NAMESPACE, SIGNATURES, statement
from tracker.law.judge import law_of
from tracker.law.policy import Law
from tracker.model.catalogue import schema_folder
from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.outputs import Context, formats
from tracker.outputs.columns import width
from tracker.outputs.escape import escaped, spaced
from tracker.outputs.format import REPORTS
from tracker.source.snapshot import Folder
from tracker.source.ssh import sign
from tracker.views.chart import Look
from tracker.views.given import Given
from tracker.views.listing import listing
from tracker.views.report import GIVEN, Column, Entry, Report, Value, report, reports
from tracker.views.reports.gates import GateRow
from tracker.views.reports.projects import projects
from tracker.views.telling import Told, told
from tracker.views.words import number

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
AS_OF = ("--as-of", "2026-11-21")
ALL = pytest.mark.parametrize("name", reports())
FORMATS = ("text", "json", "csv", "markdown")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example organisation."""
    monkeypatch.chdir(ROOT)


def said(*arguments: str) -> str:
    done = run("report", *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def data(*arguments: str) -> dict[str, Any]:
    """What is said in JSON, held against its schema."""
    found: dict[str, Any] = json.loads(said(*arguments, "--format", "json"))
    schema = (schema_folder() / "output" / "report.schema.json").read_bytes()
    jsonschema_rs.validator_for(json.loads(schema)).validate(found)
    return found


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(*arguments)["rows"]
    return found


# Every report.

TYPES: dict[Value, tuple[type, ...]] = {
    Value.TEXT: (str,),
    Value.STATE: (str,),
    Value.REF: (str,),
    Value.NUMBER: (int, float),
    Value.DAYS: (int,),
    Value.SECONDS: (int, float),
    Value.PERCENT: (float,),
}


def is_of(column: dict[str, Any], cell: Any) -> bool:
    """True of a value as the column says it is."""
    value = Value(column["value"])
    if value is Value.REFS:
        return all(isinstance(one, str) for one in cell)
    if value is Value.ENTRIES:
        return all(list(one) == column["parts"] for one in cell)
    if value is Value.DATE:
        return date.fromisoformat(cell) is not None
    return isinstance(cell, TYPES[value])


@ALL
@pytest.mark.usefixtures("example")
def test_values_are_as_their_columns_say(name: str) -> None:
    found = data(name, *AS_OF)
    assert found["rows"]
    names = [column["name"] for column in found["columns"]]
    for row in found["rows"]:
        assert list(row) == names
        for column in found["columns"]:
            cell = row[column["name"]]
            assert cell is None or is_of(column, cell), (column, cell)


@ALL
@pytest.mark.usefixtures("example")
def test_scripts_and_spreadsheets_have_every_column(name: str) -> None:
    found = data(name, *AS_OF)
    head, *lines = csv.reader(io.StringIO(said(name, *AS_OF, "--format", "csv")))
    assert head == [column["name"] for column in found["columns"]]
    assert len(lines) == len(found["rows"])


@ALL
def test_a_report_says_in_a_sentence_what_it_tells(name: str) -> None:
    found = reports()[name]
    assert found.tells.startswith("Every ") and found.tells.endswith(".") and len(found.tells) < 100
    assert len({one.name for one in found.columns}) == len(found.columns)


def test_reports_are_listed_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [row["name"] for row in rows()] == sorted(reports())
    assert "gates        --project" in said()
    assert "flow         --process --by" in said()


def test_a_report_asks_for_what_there_is() -> None:
    def wrong(clock: object) -> list[object]:
        """Every hour."""
        return [clock]

    with pytest.raises(TypeError, match="wrong asks for clock"):
        report(Column("hour", "Hour"))(wrong)


# Narrowing.


@pytest.mark.usefixtures("example")
def test_of_one_thing_alone() -> None:
    assert {row["project"] for row in rows("gates", "--project", "time-kiosks")} == {"time-kiosks"}
    assert rows("gates", "--project", "project/time-kiosks") == rows(
        "gates", "--project", "time-kiosks"
    )
    serving = [row["project"] for row in rows("projects", "--goal", "cut-invoice-cost")]
    assert serving == ["scan-station", "data-clean-up"]
    of_team = rows("projects", "--goal", "cut-invoice-cost", "--team", "finance")
    assert [row["project"] for row in of_team] == ["scan-station", "data-clean-up"], (
        "teams below too"
    )
    assert rows("projects", "--team", "accounts-payable") == of_team[:1]
    goals = [row["goal"] for row in rows("goals", "--goal", "run-finance-on-one-system")]
    assert goals == ["run-finance-on-one-system", "cut-invoice-cost"]


@pytest.mark.usefixtures("example")
def test_only_rows_where_a_condition_holds() -> None:
    assert [row["project"] for row in rows("gates", "--where", "decision=kill")] == ["time-kiosks"]
    held = rows("gates", "--where", "waivers.criterion=planned", "--where", "decision=go")
    assert [(row["project"], row["gate"]) for row in held] == [("warehouse-move", "planning")]
    assert rows("gates", "--where", "waivers.criterion=charter") == []
    assert len(rows("projects", "--where", "goals=cut-invoice-cost")) == 2
    late = rows("conditions", "--as-of", "2027-01-01", "--where", "state=overdue")
    assert [row["days"] for row in late] == [-21]
    late = rows("gates", "--as-of", "2027-01-01", "--where", "conditions.overdue=true")
    assert [row["project"] for row in late] == ["erp-replacement"]


@pytest.mark.usefixtures("example")
def test_what_a_report_does_not_name_is_refused() -> None:
    assert "`tracker report` lists" in stops("report", "gates", "--process", "monthly-close")
    assert "--by is not for the report gates" in stops("report", "gates", "--by", "week")
    assert "did you mean `week`?" in run("report", "flow", "--by", "weak").stderr
    assert "`waivers.criterion`" in stops("report", "gates", "--where", "waivers.criteria=x")
    assert "did you mean `gates`?" in run("report", "gats").stderr


def test_at_a_past_revision_the_day_is_that_of_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "repo")
    repo.write(organisation())
    repo.commit("Start", date="2026-10-01T09:00:00+00:00")
    repo.remove(f"{GATES}/plan-2026-09-25/conditions")
    repo.remove(f"{GATES}/plan-2026-09-25/review.yaml")
    monkeypatch.chdir(repo.path)
    found = data("conditions", "--at", "HEAD")
    assert found["as_of"] == "2026-10-01"
    assert [(row["condition"], row["days"]) for row in found["rows"]] == [("testers", 30)]
    assert data("conditions", "--at", "HEAD", *AS_OF)["as_of"] == "2026-11-21"
    assert rows("conditions") == []


# Gates.

GATES = "work/projects/erp/gates"
APPROVAL = f"{GATES}/build-2026-10-30/approvals"
DIGEST = f"sha256:{'0' * 64}"


def organisation(**changed: str) -> dict[str, str]:
    """A project that was sent back once, passed a gate on conditions, and one with a waiver."""
    people = "".join(f"{id}: {{name: {id}, roles: {roles}}}\n" for id, roles in PEOPLE.items())
    return {
        **ORGANISATION,
        "work/tracker.yaml": ORGANISATION["work/tracker.yaml"].replace("simple", "gated"),
        "work/lifecycles/gated.yaml": LIFECYCLE,
        "work/people.yaml": people,
        "work/projects/erp/project.yaml": "title: ERP\nstatus: active\nphase: done\n",
        "work/projects/new/project.yaml": "title: New\nstatus: active\nphase: plan\n",
        f"{GATES}/build-2026-09-01/review.yaml": "to: plan\ndecision: recycle\nreason: Too dear\n"
        "criteria: [{id: paid, status: not-met}]\n",
        f"{GATES}/plan-2026-09-25/review.yaml": "to: build\ndecision: conditional\ncriteria: []\n"
        "conditions:\n"
        "  - {id: names, text: Name them, owner: fin, due: 2026-10-15}\n"
        "  - {id: testers, text: Two testers, owner: con, due: 2026-10-31}\n",
        f"{GATES}/plan-2026-09-25/conditions/names.yaml": "done: 2026-10-01\nevidence: Named\n",
        f"{GATES}/build-2026-10-30/review.yaml": "to: done\ndecision: go\ncriteria:\n"
        "  - {id: paid, status: met}\n"
        "  - {id: tried, status: waived, reason: No time, approved_by: con}\n",
        f"{APPROVAL}/fin.yaml": f"date: 2026-10-30\nrole: sponsor\ndigest: {DIGEST}\n",
        **changed,
    }


def work(**changed: str) -> Work:
    return memory.work(organisation(**changed))


def law(work: Work, day: date = DAY) -> Law:
    return replace(law_of(work, day), evidence=SIGNATURES)


def gates(work: Work, day: date = DAY) -> list[GateRow]:
    made: list[GateRow] = reports()["gates"].rows(work, law(work, day), day)
    return made


def test_a_gate_tells_what_was_waived_and_how_often_it_sent_the_project_back() -> None:
    last, second, first = gates(work())
    assert (last.gate, last.to, last.decision, last.recycled) == ("build", "done", "go", 1)
    assert (last.met, last.waived, last.not_met) == (1, 1, 0)
    assert [one.told for one in last.waivers] == ["tried: No time (con)"]
    assert [one.told for one in last.approvals] == ["fin as sponsor (recorded, not verified)"]
    assert (second.gate, second.recycled, second.approvals) == ("plan", 0, ())
    assert (first.decision, first.reason, first.not_met, first.recycled) == (
        "recycle", "Too dear", 1, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "ending"),
    [
        (date(2026, 10, 26), "by 2026-10-31, in 5 days), open for 31 days"),
        (date(2026, 10, 30), "by 2026-10-31, in 1 day), open for 35 days"),
        (date(2026, 10, 31), "by 2026-10-31, today), open for 36 days"),
        (date(2026, 11, 3), "by 2026-10-31, overdue by 3 days), open for 39 days"),
    ],
)
def test_an_open_condition_says_when_it_is_due_and_how_old_it_is(day: date, ending: str) -> None:
    _, second, _ = gates(work(), day)
    (left,) = second.conditions  # the other one is recorded as met
    assert left.told == f"testers: Two testers (con, {ending}"
    assert left.overdue == (day > date(2026, 10, 31))


def test_what_is_not_known_is_not_made_up() -> None:
    found = gates(
        work(
            **{
                f"{GATES}/someday/review.yaml": "to: done\ndecision: hold\ncriteria:\n"
                "  - {id: tried, status: waived}\nconditions: [{id: x}]\n",
            }
        )
    )
    last = found[-1]
    assert (last.date, last.gate) == (None, "someday")
    assert [one.told for one in last.waivers] == ["tried: no reason given (nobody)"]
    assert [one.told for one in last.conditions] == ["x: no text (nobody, no day)"]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.mark.parametrize(
    ("signer", "day", "proof"),
    [
        ("fin", "2026-10-30", "verified by a signature"),
        ("fin", "2026-10-29", "signed by no key of theirs"),
        ("con", "2026-10-30", "signed by no key of theirs"),
    ],
)
def test_a_signature_is_verified(keys: Path, signer: str, day: str, proof: str) -> None:
    content = statement(DIGEST, "fin", "sponsor", date(2026, 10, 30))
    block = sign(content, key(keys, signer), NAMESPACE).replace("\n", "\n  ")
    public = key(keys, "fin").with_suffix(".pub").read_text().strip()
    approval = f"date: {day}\nrole: sponsor\ndigest: {DIGEST}\nsignature: |\n  {block}\n"
    identity = f"emails: [fin@example.org]\nkeys: ['{public}']\n"
    made = work(
        **{f"{APPROVAL}/fin.yaml": approval, "work/people/fin/identity.yaml": identity}
    )  # fmt: skip
    assert [one.told for one in gates(made)[0].approvals] == [f"fin as sponsor ({proof})"]


def test_projects_say_what_their_gates_waived_and_left_open() -> None:
    found = {row.id: row.past for row in reports()["projects"].rows(work(), DAY, {}, {})}
    assert found == {"erp": (1, 1, 1), "new": (0, 0, 0)}


@pytest.mark.usefixtures("example")
def test_projects_say_how_they_are_and_can_be_asked_for_by_it() -> None:
    found = {row["project"]: row for row in rows("projects", "--as-of", "2026-11-21")}
    erp = found["erp-replacement"]
    assert (erp["health"], erp["next_due"], erp["attention"]) == ("amber", "2026-12-04", 1)
    kiosks = found["time-kiosks"]
    assert (kiosks["health"], kiosks["next_due"], kiosks["attention"]) == (None, None, 0)
    red = rows("projects", "--as-of", "2026-11-21", "--where", "health=red")
    assert [row["project"] for row in red] == ["benefits-programme"]


def test_health_is_what_is_reported_else_what_is_computed() -> None:
    settings = "title: A\ncurrency: EUR\nlifecycle: gated\ntolerances: {schedule: 2d}\n"
    settings += "calendar: {working_days: [mon, tue, wed, thu, fri], hours_per_day: 8}\n"
    files = {
        "work/tracker.yaml": settings,
        "work/projects/new/project.yaml": "title: New\nstatus: active\nphase: plan\nend: 2026-12-01\n",
        "work/projects/new/baseline.yaml": "taken_on: 2026-01-05\nend: 2026-03-13\n",
    }
    update = {
        "work/projects/new/updates/2026-02-01.yaml": "author: mia\nhealth: {overall: green}\n"
    }
    for more, health in (({}, "red"), (update, "green")):
        made = work(**files, **more)
        (new,) = [one for one in projects.rows(made, DAY, {}, {}) if one.id == "new"]
        assert new.now.health == health


@pytest.mark.usefixtures("example")
def test_a_project_shows_its_gates() -> None:
    shown = run("show", "warehouse-move").stdout
    assert "gates:         2026-02-20 definition › planning: go\n" in shown
    assert "               2026-05-22 planning › execution: go; waived: planned\n" in shown
    assert "conditional; still open: name-testers\n" in run("show", "erp-replacement").stdout
    assert "gates:" not in run("show", "scan-station").stdout


# Outputs.


def rendered(found: Told, format: str, room: int = 80) -> str:
    context = Context(seconds=0, read=lambda path: b"", width=room)
    return "".join(formats(REPORTS)[format].render(found, context))


def of_example(name: str) -> Told:
    made = load(Folder(ROOT), "work", Library())
    asked, given = reports()[name], Given(Look(made, DAY), law(made), lambda: ())
    return told(asked, DAY, given.of(asked))


@ALL
@pytest.mark.parametrize("room", [60, 80, 120])
def test_text_fits_the_terminal_and_names_stay_whole(name: str, room: int) -> None:
    found = of_example(name)
    text = rendered(found, "text", room)
    assert [line for line in text.splitlines() if width(line) > room] == []
    assert [row[0] for row in found.rows if str(row[0]) not in text] == []


def test_what_has_no_room_is_named() -> None:
    found = of_example("projects")
    assert "no room here" not in rendered(found, "text", 0)
    text = " ".join(rendered(found, "text", 80).split())
    left = "end, next due, attention, manager, start, goals, team, lifecycle"
    assert f"no room here for {left}: `--format csv` has all" in text


def test_room_to_spare_goes_to_texts_that_were_cut() -> None:
    narrow, wide = (rendered(of_example("projects"), "text", room) for room in (80, 86))
    assert "A scan station in the ma…" in narrow
    assert "A scan station in the mail room" in wide


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_to_tell_is_said(format: str) -> None:
    text = rendered(Told(reports()["gates"], DAY, ()), format)
    assert text.strip()
    if format == "text":
        assert text == "0 rows · as of 2026-11-21\n"
    if format == "json":
        assert json.loads(text)["rows"] == []


class Hostile(Entry):
    """Text that a terminal, a CI log, a spreadsheet or a forge would act on."""

    @property
    def told(self) -> str:
        return f"<b>{NASTY}"


NASTY = "=1+1 \x1b[31m\n::error::x|y ##vso[task] \udcff @all"
STRANGE: Report[Any] = Report(
    "strange",
    "Every strange thing.",
    (
        Column("a", "A", cell=lambda row: NASTY),
        Column("b", "B", Value.REFS, "goal", cell=lambda row: (NASTY,)),
        Column("c", "C", Value.ENTRIES, Hostile, below=True, cell=lambda row: (Hostile(),)),
    ),
    lambda: [None],
)


@pytest.mark.parametrize("format", FORMATS)
def test_text_of_files_stays_text(format: str) -> None:
    text = rendered(told(STRANGE, DAY, {}), format)
    assert "\x1b" not in text and "##vso[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    text.encode()
    if format == "csv":
        assert all(not cell.startswith("=") for cell in next(csv.reader(io.StringIO(text))))
    if format == "markdown":
        assert "<b>" not in text and text.count("\n| ") == 3
        assert "@all" not in text and len(set(map(cells, table(text)))) == 1


def table(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def cells(line: str) -> int:
    return line.count("|")


def test_what_may_be_asked_for_is_given() -> None:
    asked = {name for one in (*reports().values(), listing) for name in one.needs}
    assert asked == GIVEN


def test_thousands_are_told_with_plain_spaces() -> None:
    """A thin space would be spelled out, as all is that cannot be seen."""
    assert escaped(spaced(number(28800))) == "28 800"
