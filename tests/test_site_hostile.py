"""One packed hostile workspace, in every text field of every kind: shown as written, and nothing runs.

Built three times: whole, with the content security policy off, with escaping off; with both off the
vectors run, so the tests see what they look for. What is published beside the pages is opened as well.
"""

import html
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import example_past
import hostile_work
import pytest
from browsing import browsing
from hostile_pages import CSP, NOWHERE, Watch, as_html, naughty, quoted, texts
from hostile_work import Packed
from playwright.sync_api import Browser, Error

from tracker.model.kinds import placed
from tracker.site.build import build_status
from tracker.site.discovery import discover
from tracker.site.page import pages
from tracker.site.prose import cleaned, rendered
from tracker.site.status import Audience, Status
from tracker.source.document import read

pytestmark = pytest.mark.browser

LINKED = {("condition", "evidence"), ("review", "minutes"), ("review", "criteria", "*", "evidence")}
"""Fields that are links where they hold one, and may be left out where they hold none."""

COUNTED = {("run", "title"), ("run", "steps", "*", "note")}
"""Fields of runs, which pages count: of a few of them the title is shown."""


class Hostile(NamedTuple):
    """The packed workspace: what stands in it, and where it was built whole."""

    status: Status
    packed: list[Packed]
    folder: Path


def is_read(text: str) -> bool:
    """True where the reader lets a text in; the others never come as far as a page."""
    reading = read(f"title: {quoted(text)}\n".encode())
    return reading.refusal is None and reading.data == {"title": text}


@pytest.fixture(scope="module")
def hostile(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    vectors = [text for text in naughty(corpora) if is_read(text)]
    root = tmp_path_factory.mktemp("packed")
    packed = hostile_work.write(root / "repository", vectors)
    assert {one[:60] for one in vectors} <= {one.text[:60] for one in packed}
    status, _ = discover(root / "repository", None, example_past.AS_OF, Audience.INTERNAL)
    assert not [entity.ref for entity in status.work.all() if entity.broken or entity.unreadable]
    assert status.past is not None and status.past.told.moves
    build_status(status, root / "whole")
    return Hostile(status, packed, root / "whole")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium, NOWHERE) as found:
        yield found


def files(folder: Path, *suffixes: str) -> list[str]:
    found = (path for path in folder.rglob("*") if path.suffix in suffixes)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def test_every_kind_is_packed(hostile: Hostile) -> None:
    kinds = {place.kind.name for one in hostile.packed if (place := placed(one.path))}
    silent = {"approval", "baseline", "identity", "training-record"}
    assert {entity.kind for entity in hostile.status.work.all()} - silent <= kinds | {"plan"}


def test_nothing_runs_and_text_stands_as_it_was_written(browser: Browser, hostile: Hostile) -> None:
    every = [one.text for one in hostile.packed]
    told = {html.escape(text): text for text in every if "<" in text}
    twice = [escaped for escaped in told if not any(escaped in text for text in every)]
    missing = {as_html(one.text).strip() for one in hostile.packed if not _is_linked(one)}
    watch = Watch(browser, hostile.folder, "dark")
    for one in pages(hostile.status):
        page = watch.open(f"{one.path}.html")
        shown = texts(page, "body")[0]
        missing -= {text for text in missing if text in shown}
        assert [escaped for escaped in twice if escaped in shown] == [], one.path
        if one.entity is not None:
            heads = [text.strip() for text in texts(page, "h1")]
            assert as_html(one.entity.title).strip() in heads, one.path
    watch.close()
    assert missing == set()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])


def _is_linked(one: Packed) -> bool:
    place = placed(one.path)
    return place is not None and (place.kind.name, *one.route) in LINKED | COUNTED


def test_search_shows_text_as_text(browser: Browser, hostile: Hostile) -> None:
    watch = Watch(browser, hostile.folder)
    page = watch.open("index.html")
    page.fill("#site-search", "script")
    page.wait_for_selector(".found [role=option]")
    assert any("<script>" in title for title in texts(page, ".found a"))
    page.fill("#site-search", "onerror")
    page.wait_for_function("document.querySelectorAll('.found [role=option]').length > 0")
    watch.close()
    assert (watch.ran, watch.foreign, watch.said) == ([], [], [])


def test_escaping_holds_without_the_content_security_policy(
    browser: Browser, hostile: Hostile
) -> None:
    bare = hostile.folder.parent / "bare"
    shutil.copytree(hostile.folder, bare)
    watch = Watch(browser, bare)
    for name in files(bare, ".html"):
        content, count = CSP.subn("", (bare / name).read_text("utf-8"))
        assert count == 1, name
        (bare / name).write_text(content, "utf-8")
        watch.open(name)
    watch.close()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])


def test_the_content_security_policy_holds_without_escaping(
    browser: Browser, hostile: Hostile
) -> None:
    opened = hostile.folder.parent / "open"
    build_status(hostile.status, opened, autoescape=False)
    watch = Watch(browser, opened)
    for name in files(opened, ".html"):
        # A vector may lead away before the page is there; no policy stops that, and what is at the
        # other end is nothing of ours.
        with suppress(Error):
            watch.open(name)
    watch.close()
    assert any("Content Security Policy" in one for one in watch.said), "it stopped nothing"
    assert (watch.ran, watch.foreign) == ([], [])


def test_without_any_wall_the_vectors_run(browser: Browser, hostile: Hostile) -> None:
    naked = hostile.folder.parent / "naked"
    build_status(hostile.status, naked, autoescape=False)
    watch = Watch(browser, naked)
    for name in files(naked, ".html")[:20]:
        (naked / name).write_text(CSP.sub("", (naked / name).read_text("utf-8")), "utf-8")
        with suppress(Error):
            watch.open(name)
    watch.close()
    assert watch.ran


def test_the_walls_of_prose_hold_alone(browser: Browser, corpora: Path, tmp_path: Path) -> None:
    vectors = naughty(corpora)
    made = {
        "parser": "\n".join(rendered(text) for text in vectors),
        "cleaner": "\n".join(cleaned(text) for text in vectors),
    }
    for name, said in made.items():
        (tmp_path / f"{name}.html").write_text(f"<meta charset=utf-8><body>{said}", "utf-8")
    watch = Watch(browser, tmp_path)
    for name in made:
        page = watch.open(f"{name}.html")
        links = page.eval_on_selector_all("a[href]", "held => held.map(one => one.protocol)")
        assert set(links) <= {"https:", "mailto:", "file:"}
    watch.close()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])


def test_files_beside_the_pages_are_whole_and_run_nothing(
    browser: Browser, hostile: Hostile
) -> None:
    for name in files(hostile.folder, ".json"):
        json.loads((hostile.folder / name).read_text("utf-8"))
    watch = Watch(browser, hostile.folder)
    for name in files(hostile.folder, ".svg", ".xml"):
        root = ElementTree.fromstring((hostile.folder / name).read_bytes())
        assert not [one.tag for one in root.iter() if one.tag.endswith("}script")], name
        watch.open(name)
    watch.close()
    assert (watch.ran, watch.foreign, watch.left) == ([], [], [])
