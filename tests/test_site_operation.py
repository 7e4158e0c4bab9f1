"""The page of a process in operation: what stands on it, for whom, how large it is, and in a browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import operating
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, Visit, browsing
from playwright.sync_api import Browser, ViewportSize
from test_site_kinds import WIDE

from tracker.law.moved import History
from tracker.model.load import load
from tracker.model.work import Work
from tracker.site.build import build_status
from tracker.site.past import Past
from tracker.site.status import RUNS, Audience
from tracker.source.snapshot import Folder

PROCESS = "process/answer-complaint"
CHARTS = (
    "ageing", "cycle-times", "cumulative-flow", "control-chart-cycle-time", "control-chart-first-pass",
)  # fmt: skip
LISTS = ("index", "calendar", "due")
LIMIT = 200_000
HOSTILE = "</script><img src=x onerror=alert(1)><!-- & var(--ink) {{ 7*7 }}"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Titles of a run, of an improvement, of a step and of a measure mean harm."""
    root = operating.write(tmp_path_factory.mktemp("work"))
    folder = root / "work/processes/answer-complaint"
    for name, old in (
        ("process.yaml", "Book it"),
        ("process.yaml", "Right the first time"),
        ("runs/green-pears.yaml", "A pallet of green pears"),
        ("improvements/small-sums.yaml", "Small sums need no approval"),
    ):
        text = (folder / name).read_text()
        assert text.count(f"title: {old}") == 1
        (folder / name).write_text(text.replace(f"title: {old}", f"title: {json.dumps(HOSTILE)}"))
    return load(Folder(root), "work")


@pytest.fixture(scope="module")
def site(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    build_status(operating.status(work), out)
    return out


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as found:
        yield found


def html(site: Path, path: str = PROCESS) -> str:
    return (site / f"{path}.html").read_text(encoding="utf-8")


def headings(text: str) -> list[str]:
    return re.findall(r'(?:aria-labelledby="|class="chart" id="chart-)([a-z-]+)', text)


def test_panels_and_pictures_stand_in_their_order(site: Path) -> None:
    found = [one for one in headings(html(site)) if not one.endswith("-title")]
    first = ("needs", "operation", "procedure", "under-way")
    then = ("conformance", "ways", "improvements")
    assert found == [*first, *CHARTS, *then]


def test_a_process_without_runs_has_none_of_it(site: Path) -> None:
    assert not {"operation", "conformance", "ways"} & set(headings(html(site, "process/month-end")))


def test_what_the_runs_say_is_said(site: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", html(site)).split())
    assert "Pay it back is the bottleneck: its median waiting grew most" in text
    assert "72 % of 181 judged runs keep the order" in text
    assert "Find the delivery is left out most often, in 28 of 181 runs" in text
    assert "More than the limit" in text
    assert "28 runs 15 % median 2 d" in text
    assert "Days to an answer (working days, one value a run)" in text
    assert "waits longest now" in text


def test_a_run_under_way_is_led_to_from_wherever_it_is_told(site: Path) -> None:
    places = set(re.findall(r'id="(run-[^"]+)"', html(site)))
    assert {"run-green-pears", "run-2026-082"} <= places and len(places) == 11
    for path in (PROCESS, *LISTS):
        found = set(re.findall(r'href="([^"]*)#(run-[^"]+)"', html(site, path)))
        assert found and {place for _, place in found} <= places, path
        assert all(address.endswith("process/answer-complaint.html") for address, _ in found)
    assert 'process/answer-complaint.html#under-way">11 runs are under way' in html(site)


def test_a_calendar_leads_to_the_run_that_is_late(work: Work, tmp_path: Path) -> None:
    build_status(operating.status(work), tmp_path, site_url="https://example.org/")
    text = (tmp_path / "calendar.ics").read_text().replace("\r\n ", "")
    assert "answer-complaint.html#run-green-pears" in text


def test_notes_of_runs_are_for_the_organisation_alone(
    site: Path, work: Work, tmp_path: Path
) -> None:
    build_status(operating.status(work, Audience.INTERNAL), tmp_path)
    assert "Last note, at Find the delivery: Which lorry was it?" in html(tmp_path)
    for path in site.rglob("*"):
        assert not path.is_file() or b"Which lorry" not in path.read_bytes(), path


def test_what_is_under_way_is_the_same_wherever_it_is_told(site: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", html(site)).split())
    waiting = re.findall(r"Runs in work (\d+) Runs waiting (\d+)", text)
    assert [sum(map(int, one)) for one in zip(*waiting, strict=True)] == [1, 10]
    assert text.count(f"Waits for {escape(HOSTILE)}") == 7


def test_people_are_named_to_the_organisation_alone(site: Path, work: Work, tmp_path: Path) -> None:
    build_status(operating.status(work, Audience.INTERNAL), tmp_path)
    for said in ("Hand-over", "proposed by"):
        assert said in html(tmp_path)
        assert said not in html(site)
    assert "Ines Duarte" not in html(site), "who did a step is not told"


@pytest.mark.parametrize(
    ("past", "why"),
    [
        (None, "was not read: this clone is cut. Built from a whole clone, this page judges these runs"),
        (Past(History(), "0" * 40), "no commit of the main line holds that version"),
    ],
    ids=["cut", "whole"],
)  # fmt: skip
def test_why_runs_are_not_judged_is_said_with_what_helps(
    past: Past | None, why: str, tmp_path: Path
) -> None:
    process = operating.COMPLAINTS.replace("version: 2", "version: 3")
    waits = operating.OPEN_RUN.partition("  - {step: match")[0]
    files = {"process.yaml": process, "runs/waits.yaml": waits}
    work = operating.loaded(tmp_path / "work", 20, **files)
    status = replace(operating.status(work), past=past, unknown_past="this clone is cut")
    build_status(status, tmp_path / "out")
    text = " ".join(re.sub(r"<[^>]+>", " ", html(tmp_path / "out")).split())
    lacks = "the steps of version 2 stand neither in the file nor in the history at hand"
    assert f"runs are not judged: {lacks}." in text and why in text
    assert f"Nobody can tell, since {lacks}." in text
    assert "Of 1 run nobody can tell for which step it waits." in text


def test_the_index_has_columns_of_operation(site: Path) -> None:
    text = html(site, "processes")
    for heading in ("Kept", "Median", "Open"):
        assert f">{heading}</th>" in text
    assert ">1\u00a0d\u00a011\u00a0h</td>" in text, "of working days"
    assert "days of the median are working days" in text


def test_a_page_of_many_runs_stays_small(tmp_path: Path) -> None:
    more = "  - {id: lead, title: Lead, of: lead_time, unit: h}\n"
    process = operating.COMPLAINTS + more
    work = operating.loaded(tmp_path / "work", 4000, **{"process.yaml": process})
    assert len(operating.status(work).operations["answer-complaint"].cases) > 3900
    build_status(operating.status(work), tmp_path / "out")
    text = html(tmp_path / "out")
    assert len(text.encode()) < LIMIT
    assert "; the newest 250 are shown." in text
    assert "; the oldest 50 are shown." in text
    assert re.search(r"and \d+ more reasons, none of them graver", text)
    assert text.count('<li id="run-') == RUNS
    places = {
        path: set(re.findall(r"#(run-[^\"]+)", html(tmp_path / "out", path))) for path in LISTS
    }
    shown = set(re.findall(r'<li id="(run-[^"]+)"', text))
    assert places["index"] and all(found <= shown for found in places.values()), (
        "none leads nowhere"
    )
    assert re.search(r"And \d+ more runs that began later", text)


# In a browser.


@pytest.mark.browser
def test_every_picture_is_drawn_and_nothing_runs(browser: Browser, site: Path) -> None:
    visit = Visit(browser, f"{site.as_uri()}/", viewport=DESK)
    page = visit.open(f"{PROCESS}.html")
    for name in CHARTS:
        page.wait_for_selector(f"#chart-{name} [data-drawn] svg", timeout=30_000)
    assert page.locator(".leg").count() == 6
    assert HOSTILE in page.inner_text("#operation ~ .operation .legs")
    assert HOSTILE in page.inner_text("#chart-control-chart-first-pass-title")
    assert page.locator("main img").count() == 0
    visit.close()


@pytest.mark.browser
def test_marks_are_reached_and_said_by_the_keyboard(browser: Browser, site: Path) -> None:
    visit = Visit(browser, f"{site.as_uri()}/", viewport=DESK)
    page = visit.open(f"{PROCESS}.html")
    said = {}
    for name in CHARTS:
        page.wait_for_selector(f"#chart-{name} [data-drawn]", timeout=30_000)
        page.locator(f"#chart-{name} .chart-place").focus()
        page.keyboard.press("End")
        said[name] = page.locator(f"#chart-{name} .chart-said").inner_text()
    assert said["cumulative-flow"] == "21 Nov 2026: 181 arrived, 170 left"
    assert said["cycle-times"] == "2026-179: 0.9, 21 Nov 2026"
    assert said["control-chart-cycle-time"] == "21 Nov 2026: 0.9, as always"
    assert said["ageing"].startswith(HOSTILE[:20])
    visit.close()


@pytest.mark.browser
def test_a_phone_never_scrolls_sideways(browser: Browser, site: Path) -> None:
    visit = Visit(browser, f"{site.as_uri()}/", viewport=PHONE)
    page = visit.open(f"{PROCESS}.html")
    page.wait_for_selector(f"#chart-{CHARTS[-1]} [data-drawn] svg", timeout=30_000)
    assert page.evaluate(WIDE) == []
    visit.close()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_how_runs_leave_the_order_is_read_without_scrolling(
    browser: Browser, work: Work, viewport: ViewportSize, tmp_path: Path
) -> None:
    build_status(operating.status(work, Audience.INTERNAL), tmp_path)
    visit = Visit(browser, f"{tmp_path.as_uri()}/", viewport=viewport)
    frame = visit.open(f"{PROCESS}.html").locator(".scroll:has(.habits)")
    assert "Hand-over" in frame.inner_text()
    assert frame.evaluate("it => it.scrollWidth - it.clientWidth") == 0
    visit.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: Path, scheme: str) -> None:
    visit = Visit(browser, f"{site.as_uri()}/", color_scheme=scheme, viewport=DESK)
    page = visit.open(f"{PROCESS}.html")
    page.wait_for_selector(f"#chart-{CHARTS[-1]} [data-drawn] svg", timeout=30_000)
    found = Axe().run(page).response["violations"]
    visit.context.close()
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.browser
def test_a_print_is_the_procedure_alone(browser: Browser, site: Path) -> None:
    visit = Visit(browser, f"{site.as_uri()}/", viewport=DESK)
    page = visit.open(f"{PROCESS}.html")
    page.wait_for_selector(f"#chart-{CHARTS[-1]} [data-drawn] svg", timeout=30_000)
    page.emulate_media(media="print")
    seen = page.locator("main h2").all()
    assert [one.inner_text().split()[0] for one in seen if one.is_visible()] == ["Procedure"]
    visit.close()
