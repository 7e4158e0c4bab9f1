"""The page of a project: what a stakeholder asks first, and what the gates and people said."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tracker.law.judge import judge
from tracker.law.moved import History
from tracker.law.slips import Slip
from tracker.law.threads import At
from tracker.model.load import load
from tracker.site.build import build_status
from tracker.site.past import Past
from tracker.site.status import Audience, Status
from tracker.source.snapshot import Folder
from tracker.views.chart import Look
from tracker.views.words import count, day

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)


def built(folder: Path, audience: Audience, root: Path = ROOT, past: Past | None = None) -> Path:
    work = load(Folder(root), "work")
    status = Status(work, judge(work, DAY), "Meridian Foods", DAY, past=past, audience=audience)
    build_status(status, folder)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("project") / "site", Audience.PUBLIC)


def said(site: Path, project: str) -> str:
    page = (site / f"project/{project}.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_what_a_stakeholder_asks_first(site: Path) -> None:
    text = said(site, "benefits-programme")
    assert "Health Red reported yesterday ; computed the same" in text.replace(
        "yesterday;", "yesterday ;"
    )
    assert "Next gate Ready for closing 1 criterion not met" in text
    assert "Due next 4 Dec 2026 Task: Set up the app" in text
    assert "End 26 Feb 2027 28 days later than promised" in text


def test_what_is_due_next_is_the_same_wherever_it_is_told(site: Path) -> None:
    """The tile, the timeline, the card of the overview, and the calendar."""
    look = Look(load(Folder(ROOT), "work"), DAY)
    cards = (site / "index.html").read_text("utf-8").split('class="card"')[1:]
    for id in look.work.projects:
        due = look.due_of.get(f"project/{id}", [])
        coming = [one for one in due if one.day >= DAY]
        late = len(due) - len(coming)
        text = said(site, id)
        if not coming:
            assert "Due next Nothing" in text or "Due next" not in text
            continue
        title = coming[0].title if coming[0].part else "Project ends"
        tile = text.partition(f"Due next {day(coming[0].day)} ")[2].partition(" End ")[0]
        assert title in tile
        assert (f"{count(late, 'thing')} overdue" in text) == bool(late)
        assert "Next is" not in text or f"{title}, due on {day(coming[0].day)}" in text
        card = next(one for one in cards if f'/project/{id}.html"' in one)
        assert day(coming[0].day) in card and title in card


def test_an_end_that_moved_and_one_that_is_asked_for_stand_under_the_end(
    site: Path, tmp_path: Path
) -> None:
    text = (site / "project/erp-replacement.html").read_text("utf-8")
    assert '<a class="sub" href="#change-requests">a request asks for' in text
    assert "a request asks for 26 Nov 2027" in said(site, "erp-replacement")
    assert 'id="change-requests"' in text and "moved by" not in text
    told = History()
    told.open(load(Folder(ROOT), "work"))
    thread = next(one for one in told.threads if one.ref == "project/erp-replacement")
    first, then, now = date(2027, 9, 1), date(2027, 9, 15), date(2027, 9, 30)
    at = At("a" * 40, DAY, DAY, "Ada")
    told.slips = [
        Slip(thread, "", "project", "end", before, after, at, "Why")
        for before, after in ((first, then), (then, now))
    ]
    moved = built(tmp_path / "site", Audience.PUBLIC, past=Past(told, "c" * 40))
    text = (moved / "project/erp-replacement.html").read_text("utf-8")
    assert 'href="#slips">was' in text and 'id="slips"' in text
    assert "was 1 Sep 2027 , moved by 29 days" in said(moved, "erp-replacement")


def test_reported_and_computed_stand_side_by_side(site: Path, tmp_path: Path) -> None:
    work = shutil.copytree(ROOT / "work", tmp_path / "work")
    project = work / "projects/warehouse-move/project.yaml"
    project.write_text(project.read_text("utf-8").replace(", to: 2026-08-31}", "}"), "utf-8")
    text = said(built(tmp_path / "site", Audience.PUBLIC, tmp_path), "warehouse-move")
    assert "Health Green reported 8 days ago; computed amber" in text
    assert "In all promised: 248 000 248 000 248 500 248 500 254 500" in text.replace("\u202f", " ")
    assert "254 500 is 2.6 % more than what was promised; the tolerance is 5 %" in text.replace(
        "\u202f", " "
    )
    text = said(site, "warehouse-move").replace("\u202f", " ")
    assert "Health Green reported 8 days ago; computed the same" in text
    assert "248 500 is 0.2 % more than what was promised" in text
    assert "cost Green 0.2 % over the baseline, 5 % allowed" in text
    assert (
        "The data says: schedule Green 5 of 10 working days of tolerance used, by stock-moved"
        in text
    )


def test_gates_tell_decisions_waivers_and_proof(site: Path) -> None:
    text = said(site, "warehouse-move")
    assert "Gate passed 22 May 2026 , 1 waived" in text
    assert (
        "Waived: planned , The second gate has no design yet; the move works with one ( Rafael Steinmoor )"
        in text
    )
    assert "Approved by Rafael Steinmoor as Sponsor, 22 May 2026 recorded, not verified" in text
    recycled = said(site, "benefits-programme")
    assert "Recycle leaving Planning for Initiation The works council was not asked" in recycled
    assert "sent back 1 time before" in recycled


def test_a_project_that_is_held_says_since_when_and_where_it_stays(site: Path) -> None:
    text = said(site, "press-sensors")
    assert "Next gate Held since 11 Sep 2026" in text and "Next gate None" not in text
    assert "11 Sep 2026 Hold stays in Pilot" in text


def test_the_gate_ahead_speaks_to_people(site: Path) -> None:
    text = said(site, "benefits-programme")
    assert "deliverables not accepted is 2, and must be 0" in text
    assert "deliverables_not_accepted" not in text


def test_shares_and_weights_of_people_are_internal(site: Path, tmp_path: Path) -> None:
    public = said(site, "benefits-programme")
    assert "Who works on it" not in public and "Influence" not in public
    assert "Stakeholders Who" in public
    inside = said(built(tmp_path / "site", Audience.INTERNAL), "benefits-programme")
    assert "Jonas Feldkirch 50 %" in inside
    assert "Stakeholders Who Interest Influence" in inside


def test_money_risks_and_requests(site: Path) -> None:
    text = said(site, "erp-replacement")
    assert "Partner capex 280 000 60 000 18 500" in text.replace("\u202f", " ")
    assert "The suppliers are worse than the sample says risk, mitigate" in text
    assert "12 of 25" in text
    assert "The plants follow in two steps Proposed" in text
    decided = said(site, "warehouse-move") + said(site, "benefits-programme")
    assert "(recorded, not verified)" in decided


def test_a_task_that_has_begun_still_says_until_when(site: Path) -> None:
    assert "since 9 Nov 2026 , by 4 Dec 2026" in said(site, "erp-replacement")


def test_a_deliverable_with_defects_is_delivered_and_says_so(site: Path) -> None:
    text = said(site, "warehouse-move")
    assert text.count("Accepted with defects") > 1, "in the timeline, and among the deliverables"
    assert "conditional" not in text.lower()
    mended = "All stock on its new shelf is accepted; to mend: Forty shelves of row K"
    assert mended in text


def test_a_project_that_says_little_has_no_empty_boxes(site: Path) -> None:
    text = said(site, "orchard-forecast")
    assert "No plan yet" not in text
    for words in ("Gates held", "Updates", "Risks", "Closure", "Dates that moved"):
        assert words not in text
