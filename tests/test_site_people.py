"""Pages of teams, roles, people and trainings; a process as a procedure; a goal in its tree."""

import re
from datetime import date
from pathlib import Path

import pytest
import site_sample

from tracker.law.judge import judge
from tracker.law.moved import History
from tracker.law.threads import At, Thread
from tracker.law.versions import Version
from tracker.model.load import load
from tracker.model.work import Work
from tracker.site.build import build_status
from tracker.site.past import Past
from tracker.site.status import Audience, Status
from tracker.source.snapshot import Folder
from tracker.views.reports.due import due
from tracker.views.reports.goal_tree import DOWN, UP, goal_tree
from tracker.views.reports.procedure import procedure
from tracker.views.reports.roles import uses
from tracker.views.reports.teams import Holdings
from tracker.views.reports.to_do import ToDo, to_do

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def work() -> Work:
    return load(Folder(ROOT), "work")


def built(work: Work, folder: Path, audience: Audience, past: Past | None = None) -> Path:
    status = Status(work, judge(work, DAY), "Meridian", DAY, past=past, audience=audience)
    build_status(status, folder)
    return folder


@pytest.fixture(scope="module")
def public(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(work, tmp_path_factory.mktemp("people") / "public", Audience.PUBLIC)


def version(
    process: str, before: int | None, after: int, day: date, commit: str, author: str
) -> Version:
    thread = Thread("process", process, process, {process})
    return Version(thread, before, after, At(commit, day, day, author))


@pytest.fixture(scope="module")
def internal(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Path:
    told = History(versions=[
        version("monthly-close", 4, 5, date(2026, 9, 1), "b" * 40, "Somebody else"),
        version("process-invoice", None, 1, date(2026, 1, 12), "a" * 40, "Tobias Erkwell"),
        version("process-invoice", 2, 3, date(2026, 10, 12), "c" * 40, "Maren Aldous"),
    ])  # fmt: skip
    past = Past(told, "c" * 40)
    return built(work, tmp_path_factory.mktemp("people") / "internal", Audience.INTERNAL, past)


def html(site: Path, path: str) -> str:
    return (site / f"{path}.html").read_text(encoding="utf-8")


def said(site: Path, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html(site, path)).split())


# Who there is.


def test_a_department_holds_what_the_teams_below_it_hold(public: Path) -> None:
    text = said(public, "team/finance")
    assert "Department finance Finance Led by Ilse Vandermolen" in text
    assert "Accounts payable Maren Aldous" in text
    for words in ("Sunita Rehwald Accounts payable clerk Accounts payable", "A scan station in the mail room",
                  "Process a supplier invoice", "Halve the cost of a supplier invoice"):  # fmt: skip
        assert words in text
    assert "A scan station" not in said(public, "team/people")


def test_who_leads_a_team_belongs_to_it(work: Work) -> None:
    members = Holdings(work).of("finance").members
    assert members[0].person == "finance-director" and members[0].leads
    assert len({(one.person, one.team) for one in members}) == len(members)


def test_a_role_says_who_holds_it_and_where_it_is_needed(public: Path, work: Work) -> None:
    text = said(public, "role/controller")
    assert (
        "Held by 1 Henrik Brandvoll" in text
        and "Close the month 1 Stop postings of the month" in text
    )
    assert "Gates that it approves 1" in text
    assert 'href="../process/monthly-close.html#step-1"' in html(public, "role/controller")
    steps = [(one.process, one.number) for one in uses(work, DAY)["ap-clerk"].steps]
    assert steps == [("process-invoice", 1), ("process-invoice", 2), ("process-invoice", 3)]


def test_a_training_says_for_whom_and_for_what_it_is(public: Path, internal: Path) -> None:
    text = said(public, "training/lock-out")
    assert "Given by" in text and "holds for 52 weeks" in text
    assert "Who has to know it 2 Fitter Head of maintenance" in text
    assert len(said(internal, "training/lock-out").split("Who has to know it")[1]) > len(
        text.split("Who has to know it")[1]
    )


def test_a_person_sees_what_to_do_by_the_day_it_is_due(internal: Path, work: Work) -> None:
    text = said(internal, "person/finance-director")
    assert "Run finance on one system Goal Owner Active" in text
    assert "Replace the ERP system Accountable Charter and budget" in text
    assert "Replace the ERP system definition-2026-09-25 Sponsor 25 Sep 2026" in text
    for found in owed(work).values():
        days = [one.due or date.max for one in found]
        assert days == sorted(days)


def owed(work: Work) -> dict[str, list[ToDo]]:
    return to_do(work, due.rows(work, DAY))


def test_a_person_owes_what_the_report_on_what_is_due_says(internal: Path, work: Work) -> None:
    rows = due.rows(work, DAY)
    for id, found in owed(work).items():
        told = [(one.due, one.what, one.title) for one in found if one.due]
        assert told == [(one.day, one.what, one.title) for one in rows if id in one.people]
    text = said(internal, "person/hr-partner").partition("To do")[2]
    assert "Name two testers for five months Condition of a gate" in text
    assert "Two testers from February to June Asked for" in text
    assert "Risk to be looked at" in said(internal, "person/it-director")


def test_done_tasks_accepted_deliverables_and_ended_projects_are_nothing_to_do(
    tmp_path: Path,
) -> None:
    root = site_sample.write(tmp_path)
    found = owed(site_sample.status(root).work)
    assert [(one.what, one.title) for one in found["controller"]] == [
        ("deliverable", "Chart of accounts"), ("goal", "Close the month in five days"),
        ("task", "Map the old accounts to the new ones"),
    ]  # fmt: skip
    assert [one.what for one in found["programme-manager"]] == ["end"]


# Who may see whom.


def test_public_pages_name_people_and_lead_to_none(public: Path) -> None:
    assert not (public / "person").exists() and not (public / "people.html").exists()
    for page in public.rglob("*.html"):
        addresses = re.findall(r'href="([^"]*)"', page.read_text(encoding="utf-8"))
        assert not [one for one in addresses if re.match(r"(\.\.?/)*(person/|people\.html)", one)]
    assert "EUR an hour" not in said(public, "role/ap-clerk")


def test_internal_pages_lead_to_people(internal: Path) -> None:
    assert 'href="../person/ap-lead.html"' in html(internal, "process/process-invoice")
    assert 'href="../person/ap-lead.html"' in html(internal, "goal/cut-invoice-cost")
    assert "42.5 EUR an hour" in said(internal, "role/ap-clerk")
    assert "Works 80 % of full time Hours Mon 8, Tue 8" in said(internal, "person/ap-lead")


def test_a_finding_about_a_person_is_on_their_page_and_names_them_in_public(tmp_path: Path) -> None:
    files = dict(site_sample.FILES)
    files["people.yaml"] += "lost: {name: Nadja Lost, teams: [no-such-team]}\n"
    work = load(Folder(site_sample.write(tmp_path, files)), "work")
    text = said(built(work, tmp_path / "public", Audience.PUBLIC), "rules")
    assert "Nadja Lost" in text and "lost (not found)" not in text
    assert "no-such-team" in said(
        built(work, tmp_path / "internal", Audience.INTERNAL), "person/lost"
    )


# A process as a procedure.


def test_the_head_of_a_process_says_what_holds(public: Path) -> None:
    text = said(public, "process/process-invoice")
    for words in (
        "Service level 85 % within 5 days to Suppliers",
        "Owner Maren Aldous backup Henrik Brandvoll",
        "Version 3 in force since 12 Oct 2026",
        "Work and waiting 35 min and up to 4 d 8 h of waiting; 1 step may be left out",
        "An invoice arrives by mail or scan",
        "You have to know: Invoice basics .",
        "Invoice basics 1 , 2 Accounts payable clerk",
    ):
        assert words in text, words
    assert "Versions" not in text
    close = said(public, "process/monthly-close")
    assert "the last day of every month; on a free day, the working day before" in close


def test_a_review_that_is_overdue_is_said(work: Work) -> None:
    entity = work.processes["process-invoice"]
    assert procedure(work, entity, date(2027, 1, 16)).overdue == 1
    assert procedure(work, entity, date(2027, 1, 15)).overdue == 0
    assert procedure(work, entity, date(2026, 10, 1)).starts_in == 11


def test_versions_are_told_through_all_names(internal: Path) -> None:
    text = said(internal, "process/process-invoice").split("Versions 2")[1]
    assert text.index("Version 3 12 Oct 2026 Maren Aldous") < text.index("Version 1 12 Jan 2026")
    assert "Somebody else" not in text and "the one shown" in text


def test_a_step_that_names_no_other_step_still_reads(tmp_path: Path) -> None:
    files = dict(site_sample.FILES)
    path = "processes/process-invoice/process.yaml"
    files[path] = files[path].replace("rework_to: register", "rework_to: nowhere")
    files[path] = files[path].replace("within: 5d", "within: null")
    status = site_sample.status(site_sample.write(tmp_path, files))
    build_status(status, tmp_path / "out")
    text = said(tmp_path / "out", "process/process-invoice")
    assert "back to nowhere" in text and "Service level None promised" in text


# A goal in its tree.


def test_a_goal_stands_in_its_tree(public: Path) -> None:
    text = html(public, "goal/cut-invoice-cost")
    assert len(re.findall(r'aria-current="true"><div|class="here" aria-current="true"', text)) == 1
    words = said(public, "goal/company-that-knows").split("Where it stands")[1]
    assert "Run finance on one system counts 20 % 43 % On track" in words


def test_far_goals_and_circles_are_cut_short(tmp_path: Path) -> None:
    chain = "".join(
        f"g{at}: {{title: G{at}, owner: controller, period: {{start: 2026-01-01}}, status: active"
        f"{f', parent: g{at - 1}' if at else ''}}}\n"
        for at in range(20)
    )
    circle = (
        "x: {title: X, owner: controller, parent: y, period: {start: 2026-01-01}, status: active}\n"
    )
    chain += circle + circle.replace("x:", "y:").replace("parent: y", "parent: x")
    files = {**site_sample.FILES, "goals.yaml": chain}
    tree = goal_tree(site_sample.status(site_sample.write(tmp_path, files)).work)
    found = tree.around("g10")
    up = 0
    while found and found.place.value == "above":
        up, found = up + 1, found.branches[0]
    down = 0
    while found and found.branches:
        down, found = down + 1, found.branches[0]
    assert (up, down) == (UP, DOWN) and found and found.hidden == 1
    assert tree.around("x") is not None
