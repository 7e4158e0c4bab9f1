"""Charts in a real browser: drawn from a folder and from a server, in the light and the dark, without a script."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import site_sample
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from test_charts import PLANNED, PROMISED

from tracker.site.build import build_status

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PROJECT, GOAL = "project/erp-replacement", "goal/cut-invoice-cost"
HOSTILE = "</script><img src=x onerror=alert(1)><!-- & var(--ink) {{ 7*7 }}"
REVIEW = "decision: go\nto: {}\ncriteria: []\n"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small organisation with a plan, a promise and gates, and a title that means harm."""
    folder = tmp_path_factory.mktemp("site")
    erp = "projects/erp-replacement"
    plan = PLANNED.replace("title: Launch", f"title: {json.dumps(HOSTILE)}")
    files = {
        **site_sample.FILES,
        f"{erp}/plan.yaml": plan,
        f"{erp}/baseline.yaml": PROMISED,
        f"{erp}/gates/initiation-2026-07-10/review.yaml": REVIEW.format("definition"),
        f"{erp}/gates/definition-2026-09-25/review.yaml": REVIEW.format("planning"),
        "projects/other/project.yaml": "title: O\nstatus: active\nphase: idea\nstart: 2026-08-01\n",
        "projects/third/project.yaml": "title: T\nstatus: active\nphase: idea\nstart: 2026-09-01\n",
    }
    build_status(
        site_sample.status(site_sample.write(folder / "repository", files)), folder / "out"
    )
    return folder / "out"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@dataclass
class Opened:
    """A page, with what it said and what it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def opened(context: BrowserContext, address: str, drawn: bool = True) -> Opened:
    context.set_default_timeout(10_000)
    found = Opened(context.new_page())
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("request", lambda request: found.asked.append(request.url))
    found.page.goto(address)
    if drawn:
        for figure in found.page.locator("figure.chart").all():
            figure.locator(".chart-place[data-drawn]").wait_for()
    return found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(accept_downloads=True, timezone_id="America/Los_Angeles")
    yield found
    found.close()


def marks(page: Page, chart: str) -> list[str]:
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        f"#chart-{chart} svg [role=graphics-symbol]",
        "all => all.map(one => one.getAttribute('aria-label'))",
    )


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_charts_are_drawn_and_nobody_else_is_asked(
    context: BrowserContext, site: Path, served: str, scheme: str
) -> None:
    base = site.as_uri() if scheme == "file" else served
    for name in ("index", PROJECT, GOAL):
        found = opened(context, f"{base}/{name}.html")
        assert found.said == [], name
        assert {url for url in found.asked if not url.startswith((base, "data:"))} == set()
        assert found.page.locator("figure.chart").count() > 0
    assert "31 Mar 2026: 8.9 EUR, 11 % of the way" in marks(
        found.page, "goal-progress-cost-per-invoice"
    )


def test_days_are_the_same_in_every_time_zone(browser: Browser, site: Path) -> None:
    shown = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        context = browser.new_context(timezone_id=zone)
        page = opened(context, f"{site.as_uri()}/{PROJECT}.html").page
        shown.add(page.locator("#chart-timeline svg").inner_html())
        context.close()
    assert len(shown) == 1


def test_text_of_files_stays_text(context: BrowserContext, site: Path) -> None:
    found = opened(context, f"{site.as_uri()}/{PROJECT}.html")
    assert found.said == []
    assert found.page.locator("img[src=x]").count() == 0
    assert any(HOSTILE in mark for mark in marks(found.page, "timeline"))
    found.page.locator("#chart-timeline summary").click()
    assert HOSTILE in (found.page.locator("#chart-timeline tbody").text_content() or "")


def test_pages_without_charts_load_nothing_of_them(context: BrowserContext, site: Path) -> None:
    found = opened(context, f"{site.as_uri()}/processes.html")
    assert not [url for url in found.asked if "chart" in url or "vega" in url]


def test_without_a_script_the_table_stands_in_place(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{PROJECT}.html")
    timeline = page.locator("#chart-timeline")
    assert timeline.locator("td", has_text="12 days later").is_visible()
    assert not timeline.locator(".chart-place").is_visible()
    assert not timeline.get_by_role("button").count()
    context.close()


def test_where_vega_is_lost_the_table_stands_in_place(context: BrowserContext, site: Path) -> None:
    context.route("**/vega-lite.min.js", lambda route: route.abort())
    found = opened(context, f"{site.as_uri()}/{PROJECT}.html", drawn=False)
    found.page.locator("#chart-timeline td", has_text="12 days later").wait_for()
    assert not found.page.locator("#chart-timeline .chart-place").is_visible()


def test_the_switch_draws_again_in_the_other_colours(context: BrowserContext, site: Path) -> None:
    page = opened(context, f"{site.as_uri()}/{PROJECT}.html").page
    colours = "all => [...new Set(all.map(one => one.getAttribute('fill')))].sort().join()"
    light = page.eval_on_selector_all("#chart-timeline svg [fill]", colours)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        f"light => ({colours})([...document.querySelectorAll('#chart-timeline svg [fill]')]) !== light",
        arg=light,
    )
    dark = page.eval_on_selector_all("#chart-timeline svg [fill]", colours)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.wait_for_function(
        f"dark => ({colours})([...document.querySelectorAll('#chart-timeline svg [fill]')]) !== dark",
        arg=dark,
    )
    assert page.eval_on_selector_all("#chart-timeline svg [fill]", colours) == light
    assert page.locator("#chart-timeline svg").count() == 1


@pytest.mark.parametrize(("kind", "begins"), [("SVG", b"<svg"), ("PNG", b"\x89PNG")])
def test_a_chart_is_saved(
    context: BrowserContext, site: Path, tmp_path: Path, kind: str, begins: bytes
) -> None:
    found = opened(context, f"{site.as_uri()}/{PROJECT}.html")
    button = found.page.locator("#chart-timeline").get_by_role("button", name=f"Save as {kind}")
    with found.page.expect_download() as waiting:
        button.focus()
        found.page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == f"replace-the-erp-system-timeline.{kind.lower()}"
    waiting.value.save_as(tmp_path / "saved")
    content = (tmp_path / "saved").read_bytes()
    assert content.startswith(begins)
    assert kind == "PNG" or b"var(--" not in content.replace(b"var(--ink) {{", b"")
    assert found.said == []


def test_the_keyboard_goes_from_mark_to_mark(context: BrowserContext, site: Path) -> None:
    page = opened(context, f"{site.as_uri()}/{GOAL}.html").page
    figure = page.locator("#chart-goal-progress-cost-per-invoice")
    figure.locator(".chart-place").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".chart-tip dd").first.inner_text() == "8.9 EUR"
    page.keyboard.press("ArrowRight")
    assert figure.locator(".chart-said").inner_text() == "30 Jun 2026: 7.1 EUR, 49 % of the way"
    assert "After the scan station" in page.locator(".chart-tip").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".chart-tip").is_visible()


def test_the_pointer_gets_the_same_words(context: BrowserContext, site: Path) -> None:
    page = opened(context, f"{site.as_uri()}/{PROJECT}.html").page
    mark = page.locator("#chart-timeline svg [aria-label^='Deliverable Cut-over']")
    mark.hover(force=True)
    page.locator(".chart-tip", has_text="12 days later").wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_charts_are_accessible_and_fit(
    browser: Browser, site: Path, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
    )
    for name in ("index", PROJECT, GOAL):
        page = opened(context, f"{site.as_uri()}/{name}.html").page
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        for summary in page.locator("figure.chart summary").all():
            summary.click()
        found = Axe().run(page, context="figure.chart")
        assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_spec_is_a_block_of_data(site: Path) -> None:
    page = (site / f"{PROJECT}.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/json" class="chart-spec">(.*?)</script>', page)
    assert len(blocks) == page.count("<figure ")
    rows = [row for block in blocks for row in json.loads(block)["data"]["values"]]
    assert any(HOSTILE in row.get("title", "") for row in rows)
    assert not re.search(r"[<>&]", "".join(blocks))
