"""One page of every kind, whichever kinds there are: quiet, complete, on a phone, by keyboard, for axe.

The kinds come from the site itself, so a new one is tested by being there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, Visit, browsing, built, example, served
from playwright.sync_api import Browser, Page

from tracker.site.page import sections
from tracker.site.status import Status

pytestmark = pytest.mark.browser

FOCUSABLE = """() => {
  const held = "a[href], button, input, select, textarea, summary, [tabindex]";
  const isGrouped = (one) => one.type === "radio" && !one.checked;
  const found = [...document.querySelectorAll(held)].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && !isGrouped(one) && one.checkVisibility({visibilityProperty: true}));
  found.forEach((one, number) => { one.dataset.walk = number; });
  return found.map((one) => `${one.dataset.walk} ${one.outerHTML.slice(0, 90)}`);
}"""

FOCUSED = (
    "document.activeElement === document.body ? null : document.activeElement.dataset.walk ?? ''"
)

WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""


class Site(NamedTuple):
    """A built site: what it shows, where it lies, a page of each kind."""

    status: Status
    folder: Path
    kinds: dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("kinds")
    status = example(folder / "repository", faults=True)
    return Site(status, folder / "out", built(status, folder / "out"))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as found:
        yield found


def test_the_example_shows_every_kind_of_page_there_is(site: Site) -> None:
    assert {one.index.kind for one in sections()} <= set(site.kinds)
    assert site.status.past is not None
    assert site.status.findings


def test_pages_are_quiet_from_a_folder_and_from_a_server(browser: Browser, site: Site) -> None:
    with served(site.folder) as address:
        for where in (f"{site.folder.as_uri()}/", address):
            visit = Visit(browser, where)
            for kind, path in site.kinds.items():
                page = visit.open(path)
                assert page.locator("h1").count() == 1, (kind, path)
                assert page.title()
            visit.close()


def test_a_phone_scrolls_down_and_never_sideways(browser: Browser, site: Site) -> None:
    visit = Visit(browser, f"{site.folder.as_uri()}/", viewport=PHONE)
    found = {kind: visit.open(path).evaluate(WIDE) for kind, path in site.kinds.items()}
    assert {kind: wide for kind, wide in found.items() if wide} == {}
    visit.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: Site, scheme: str) -> None:
    visit = Visit(browser, f"{site.folder.as_uri()}/", color_scheme=scheme, viewport=DESK)
    found = {
        (kind, one["id"]): [node["html"][:160] for node in one["nodes"]][:3]
        for kind, path in site.kinds.items()
        for one in Axe().run(visit.open(path)).response["violations"]
    }
    # What axe asks for itself, to read styles, the policy refuses aloud.
    visit.context.close()
    assert found == {}


def walked(page: Page, most: int) -> set[str]:
    """What the tabulator reaches until it leaves the page."""
    found: set[str] = set()
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None:
            break
        found.add(at)
    return found


def test_the_keyboard_reaches_everything(browser: Browser, site: Site) -> None:
    visit = Visit(browser, f"{site.folder.as_uri()}/", viewport=DESK)
    for kind, path in site.kinds.items():
        page = visit.open(path)
        there = {one.partition(" ")[0]: one for one in page.evaluate(FOCUSABLE)}
        missed = set(there) - walked(page, len(there) + 60)
        assert [there[one] for one in missed] == [], (kind, path)
    visit.close()


def test_without_scripts_pages_say_the_same(browser: Browser, site: Site) -> None:
    """Scripts sort, find and draw; what is to be read was there before them."""
    whole = Visit(browser, f"{site.folder.as_uri()}/")
    plain = Visit(browser, f"{site.folder.as_uri()}/", java_script_enabled=False)
    for kind, path in site.kinds.items():
        # A picture and its key stand for the table that is there without them.
        whole.open(path).evaluate(
            "document.querySelectorAll('main svg, main .chart-key').forEach((one) => one.remove())"
        )
        plain.open(path)
        scripted, bare = (
            {line.strip() for line in visit.page.inner_text("main").splitlines()}
            for visit in (whole, plain)
        )
        lost = {one for one in scripted - bare if len(one) > 40}
        assert lost == set(), (kind, path)
    whole.close()
    plain.close()
