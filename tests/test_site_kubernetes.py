"""Real input as pages: the Kubernetes enhancements, 478 projects that know nothing of Tracker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Visit, browsing
from click.testing import CliRunner
from playwright.sync_api import Browser
from test_kubernetes import POLICY, UNKNOWN, kep_clone

from tracker.cli.main import cli

PAGE = 200_000
"""The most that a page weighs, in bytes; what draws charts is a file of its own."""

ANSWERS = """() => {
  const words = document.querySelector("main form [name=q]");
  const type = (text) => { words.value = text; words.dispatchEvent(new Event("input")); };
  const boxes = [...document.querySelectorAll("main form .facet input[type=checkbox]")].slice(0, 12);
  const acts = [() => type("scheduling"), () => type(""), ...boxes.map((one) => () => one.click())];
  return acts.map((act) => Math.min(...[1, 2, 3, 4, 5, 6, 7, 8].map(() => {
    const start = performance.now();
    act();
    document.body.offsetHeight;
    return performance.now() - start;
  })));
}"""


@pytest.fixture(scope="module")
def enhancements(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the later of the two days."""
    clone = kep_clone(corpora, tmp_path_factory.mktemp("kep-site"))
    out = clone.parent / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        arguments = ["site", "build", "--at", "head", "--policy", str(POLICY), "--output", str(out)]
        said = CliRunner().invoke(cli, arguments)
    assert said.exit_code == 0, said.output
    return out


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as found:
        yield found


def test_every_enhancement_has_a_page_and_none_is_heavy(enhancements: Path) -> None:
    assert len(list((enhancements / "project").glob("*.html"))) == 478
    heavy = {path.name: path.stat().st_size for path in enhancements.rglob("*.html")
             if path.stat().st_size > PAGE}  # fmt: skip
    assert heavy == {}


def test_what_is_wrong_stands_on_its_page(enhancements: Path) -> None:
    for path, line, _ in UNKNOWN:
        name = path.split("/")[-2].lower()
        page = (enhancements / f"project/{name}.html").read_text("utf-8")
        assert "unknown-phase" in page and f"{path}:{line}" in page, name


@pytest.mark.browser
def test_the_index_answers_at_once(browser: Browser, enhancements: Path) -> None:
    """The best of a few: what the machine does besides is not what is measured."""
    visit = Visit(browser, f"{enhancements.as_uri()}/")
    took = visit.open("projects.html").evaluate(ANSWERS)
    assert len(took) > 2, "there is nothing to filter by"
    assert max(took) < 100, took
    visit.close()
