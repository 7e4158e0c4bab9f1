"""The pages in a real browser, from a folder: quiet, complete without scripts, good on a phone."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import site_sample
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tracker.site.build import build_status
from tracker.site.resources import styles

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PAGES = [
    "index",
    "goals",
    "projects",
    "projects/board",
    "processes",
    "due",
    "calendar",
    "calendar/finance",
    "changes",
    "rules",
    "goal/cut-invoice-cost",
    "project/erp-replacement",
    "project/supplier-portal",
    "process/process-invoice",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build_status(site_sample.status(site_sample.write(folder / "repository")), folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context()
    yield found
    found.close()


def opened(context: BrowserContext, site: Path, name: str) -> Page:
    page = context.new_page()
    page.goto((site / f"{name}.html").as_uri())
    return page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_quiet_and_fit_a_phone(browser: Browser, site: Path, scheme: str) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 390, "height": 844},
    )
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
        assert page.locator("h1").count() == 1
    context.close()
    assert said == []
    assert {url.partition(":")[0] for url in asked} == {"file"}


BOXES = """() => {
  const box = id => `<div class="scroll" id="${id}"><div></div></div>`
  document.querySelector('main').innerHTML = box('wide') + box('fits')
  for (const one of document.querySelectorAll('.scroll div')) one.style.height = '40px'
  document.querySelector('#wide div').style.width = '900px'
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_goes_on_beyond_an_edge_shows_it_there(
    browser: Browser, site: Path, scheme: str
) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 390, "height": 844},
    )
    page = opened(context, site, "index")
    page.evaluate(BOXES)

    def right_edge(id: str) -> bytes:
        box = page.locator(f"#{id}").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] - 9, box["y"] + 16
        return page.screenshot(clip={"x": x, "y": y, "width": 8, "height": 8})

    assert right_edge("wide") != right_edge("fits")
    page.evaluate("document.querySelector('#wide').scrollLeft = 900")
    assert right_edge("wide") == right_edge("fits")
    context.close()


@pytest.mark.browser
def test_search_finds_a_page_by_title_id_and_any_word(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "project/archive")
    page.keyboard.press("/")
    for words, found in [
        ("erp", "Replace the ERP system"),
        ("scan-sta", "Scan station at the mail room"),
        ("auditors", "Replace the ERP system"),
        ("register invoice", "Process a supplier invoice"),
    ]:
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        first = page.locator(".found [role=option]").filter(has_text=found)
        first.first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/process/process-invoice\.html$"))


@pytest.mark.browser
def test_without_scripts_everything_is_there_but_search(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, site, "projects")
    assert not page.locator("form.search").is_visible()
    for title in ("Overview", "Goals", "Processes", "Rules"):
        assert page.locator(".menu a", has_text=title).is_visible()
    page.locator("table a", has_text="Replace the ERP system").click()
    assert page.locator(".track .current .name").inner_text() == "Planning"
    page.locator(".crumbs a", has_text="Projects").click()
    assert page.locator("h1").inner_text() == "Projects"
    context.close()


@pytest.mark.browser
def test_the_keyboard_reaches_the_content(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "index")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.browser
def test_every_link_leads_to_a_page_or_a_place_on_one(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        links = page.eval_on_selector_all("a", "held => held.map(one => one.href)")
        for link in {one for one in links if one.startswith("file:")}:
            target, _, place = link.partition("#")
            target = target.partition("?")[0]
            there = Path(target.removeprefix("file://"))
            assert there.is_file(), (path, link)
            assert not place or f'id="{place}"' in there.read_text(encoding="utf-8"), link


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2, of sRGB)."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_enough_in_light_and_dark() -> None:
    pairs_of = r"--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);"
    found = re.findall(pairs_of, styles().decode())
    schemes = [{name: both[at] for name, *both in found} for at in (0, 1)]
    papers = ("ground", "sheet", "sunk")
    pairs = [*product(("ink", "soft", "accent", "bad"), papers)]
    pairs += [(tone, f"{tone}-soft") for tone in ("accent", "good", "wait", "bad", "idle")]
    for scheme in schemes:
        for ink, paper in pairs:
            light, dark = sorted((luminance(scheme[ink]), luminance(scheme[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)
