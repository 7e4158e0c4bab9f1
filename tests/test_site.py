"""The pages: which there are, and that each says what the files say."""

import re
from pathlib import Path

import pytest
import site_sample

from tracker.finding import Severity
from tracker.site.build import build, build_status
from tracker.site.words import day, label, number, percent, state, ticked
from tracker.views.words import count

TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    status = site_sample.status(site_sample.write(folder / "repository"))
    assert build_status(status, folder / "out") == 28
    return folder / "out"


def text(page: Path) -> str:
    """The words of a page, without its tags."""
    return " ".join(TAG.sub(" ", page.read_text(encoding="utf-8")).split())


def test_everything_that_people_look_at_has_a_page(site: Path) -> None:
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert found == {
        "index.html",
        "goals.html",
        "projects.html",
        "projects/board.html",
        "processes.html",
        "due.html",
        "calendar.html",
        "calendar/accounts-payable.html",
        "calendar/finance.html",
        "changes.html",
        "rules.html",
        "goal/run-finance-on-one-system.html",
        "goal/cut-invoice-cost.html",
        "goal/close-in-five-days.html",
        "project/erp-replacement.html",
        "project/scan-station.html",
        "project/supplier-portal.html",
        "project/archive.html",
        "process/process-invoice.html",
        "process/month-end.html",
        "teams.html",
        "roles.html",
        "team/finance.html",
        "team/accounts-payable.html",
        "role/ap-clerk.html",
        "role/cost-centre-owner.html",
        "role/treasurer.html",
        "role/sponsor.html",
    }


def test_the_overview_starts_with_what_needs_attention(site: Path) -> None:
    said = text(site / "index.html")
    order = [
        "Needs attention",
        "Rule broken “ideas”",
        "At risk",
        "Warning process",
        "Projects by phase",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "“ideas” is not a phase of lifecycle “simple”" in said
    assert "as of 13 Nov 2026" in said


def test_a_project_says_where_it_stands(site: Path) -> None:
    said = text(site / "project/erp-replacement.html")
    for words in (
        "Initiation Earlier Gate: Ready for definition",
        "Planning Now Gate: Ready for execution",
        "Closing Later, final",
        "Sponsor Ines Duarte",
        "Manager Leïla Haddad",
        "Chart of accounts Approved by the auditors Mapped from all three systems",
        "Accepted with defects Ines Duarte 10 Nov 2026 To mend: Plant 4 is missing",
        "18 Dec 2026 Design freeze",
        "Interview the finance team for Chart of accounts",
        "finished 9 Oct 2026",
        "Hands over to Process a supplier invoice",
        "1 Jun 2026 – 30 Sep 2027",
        "work/projects/erp-replacement/project.yaml",
    ):
        assert words in said
    page = (site / "project/erp-replacement.html").read_text(encoding="utf-8")
    assert page.count('aria-current="step"') == 1
    assert "<strong>finance</strong>" in page
    assert 'href="../goal/cut-invoice-cost.html"' in page
    assert 'href="https://erp.example.org/plan"' in page


def test_a_project_with_faults_says_so_on_its_own_page(site: Path) -> None:
    portal = text(site / "project/supplier-portal.html")
    assert "Needs attention 2" in portal
    assert (
        "there is no goal cut-invoice-cots" in portal and "cut-invoice-cots (not found)" in portal
    )
    assert "ideas is not a phase of this lifecycle" in text(site / "project/archive.html")


def test_a_process_reads_as_a_procedure(site: Path) -> None:
    said = text(site / "process/process-invoice.html")
    titles = ["Register the invoice", "Match with order", "Approve", "Query the supplier", "Pay"]
    places = [said.index(title, said.index("Procedure")) for title in titles]
    assert places == sorted(places)
    for words in (
        "Accounts payable clerk 5 min of work up to 4 h of waiting before it",
        "Supplier number matches Order attached",
        "back to step 1 .",
        "beside step 2",
        "Service level 85 % within 5 days",
        "Owner Oyelaran Adeyemi backup Tomasz Wilk",
        "Projects that hand over to it",
    ):
        assert words in said
    page = (site / "process/process-invoice.html").read_text(encoding="utf-8")
    link = re.search("<a [^>]*>inbox</a>", page)
    assert link and 'href="https://inbox.example.org/"' in link[0] and "noreferrer" in link[0]


def test_a_goal_shows_its_numbers(site: Path) -> None:
    said = text(site / "goal/cut-invoice-cost.html")
    for words in (
        "At risk",
        "Known for 2 of 3 parts. 87 % of the period has passed; 25 points behind that, or fewer, are on track.",
        "49 % counts 50 % Baseline 9.4 EUR Latest 7.1 EUR 30 Jun 2026 Target 4.7 EUR",
        "n/a: nothing is measured yet",
        "After the scan station",
        "Part of Run finance on one system",
        "Replace the ERP system",
    ):
        assert words in said
    tree = text(site / "goal/run-finance-on-one-system.html").split("Where it stands")[1]
    assert "Halve the cost of a supplier invoice counts 67 %" in tree
    assert "Close the month in five days counts 33 %" in tree


def test_findings_name_the_place_and_what_to_do(site: Path) -> None:
    said = text(site / "rules.html")
    assert "work/projects/archive/project.yaml:3:8" in said
    assert "What to do: did you mean idea ?" in said
    assert "The state was judged, without a base" in said


def test_a_finding_in_a_collection_belongs_to_the_entry_around_it(tmp_path: Path) -> None:
    files = dict(site_sample.FILES)
    files["goals.yaml"] = files["goals.yaml"].replace("owner: controller", "owner: contoller")
    status = site_sample.status(site_sample.write(tmp_path, files))
    owners = {
        row.concerns for row in status.findings if row.finding.location.path.endswith("goals.yaml")
    }
    assert owners == {"goal/close-in-five-days"}


def test_a_broken_workspace_still_has_its_pages(tmp_path: Path) -> None:
    files = dict(site_sample.FILES)
    files["projects/scan-station/project.yaml"] = "title: [\n"
    files["projects/archive/project.yaml"] = "title: Archive\nstatus: asleep\nphase: idea\n"
    status = site_sample.status(site_sample.write(tmp_path, files))
    build_status(status, tmp_path / "out")
    assert "could not be read" in text(tmp_path / "out/project/scan-station.html")
    assert "left out here: status" in text(tmp_path / "out/project/archive.html")


def test_an_empty_workspace_has_a_site(tmp_path: Path) -> None:
    only = {name: site_sample.FILES[name] for name in ("tracker.yaml", "lifecycles/simple.yaml")}
    status = site_sample.status(site_sample.write(tmp_path, only))
    pages = build(status.work, status.verdict, tmp_path / "out", title="Empty", as_of=status.as_of)
    assert pages == 8
    assert "Nothing is planned yet" in text(tmp_path / "out/index.html")
    assert status.verdict.count(Severity.ERROR) == 0


def test_an_id_that_is_none_gets_no_page(tmp_path: Path) -> None:
    files = dict(site_sample.FILES)
    files["goals.yaml"] = files["goals.yaml"].replace("close-in-five-days:", '"../../escaped":')
    status = site_sample.status(site_sample.write(tmp_path, files))
    build_status(status, tmp_path / "deep/er/out")
    assert not [path for path in tmp_path.rglob("*escaped*") if "work" not in path.parts]


def test_words() -> None:
    assert number(9.40) == "9.4" and number(1234567) == "1\u202f234\u202f567" and number(0) == "0"
    assert number(None) == "n/a" and percent(0.285) == "29 %" and percent(None) == "n/a"
    assert state("on-hold") == "On hold" and state(None) == "Not set"
    assert label("in-review") == "In review" and label("A-b <c>") == "A-b <c>"
    assert count(1, "goal") == "1 goal" and count(2, "process", "processes") == "2 processes"
    assert str(ticked("no `<b>` here")) == "no <code>&lt;b&gt;</code> here"
    assert str(ticked("one ` and <b>")) == "one ` and &lt;b&gt;"
    assert "not set" in day(None)
