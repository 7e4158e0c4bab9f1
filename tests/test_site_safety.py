"""Text from the repository never runs in a browser: every wall, each alone, in a real one."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import site_sample
from browsing import browsing
from hostile_pages import CSP, NOWHERE, OWN, Watch, as_html, naughty, quoted, texts
from playwright.sync_api import Browser, Error

from tracker.model.load import load
from tracker.site.build import build_status
from tracker.site.prose import cleaned, rendered
from tracker.source.snapshot import Folder

pytestmark = pytest.mark.browser

CHUNK = 90
LIFECYCLE = "title: L\nstart: any\nfinal: [b]\nphases: [{id: a}, {id: b}]\n"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium, NOWHERE) as found:
        yield found


def hostile(root: Path, vectors: list[str]) -> None:
    """A workspace with the vectors in every text field of every kind that has a page.

    What the reader refuses (no vector may hide there) is left out, one by one.
    """
    files = {
        "tracker.yaml": f"title: {quoted(vectors[0])}\ncurrency: EUR\ncalendar: {{}}\nlifecycle: l\n",
        "lifecycles/l.yaml": LIFECYCLE,
    }
    for number, text in enumerate(vectors):
        said = quoted(text)
        files[f"projects/v-{number}/project.yaml"] = (
            f"title: {said}\nstatus: active\nphase: a\nsummary: {said}\n"
        )
        files[f"people/v-{number}/person.yaml"] = f"name: {said}\n"
        files[f"roles/v-{number}.yaml"] = f"title: {said}\nwork: producer\n"
        files[f"teams/v-{number}.yaml"] = f"title: {said}\nkind: team\n"
    for start in range(0, len(vectors), CHUNK):
        files |= packed(start // CHUNK, list(enumerate(vectors))[start : start + CHUNK])
    for name, content in files.items():
        path = root / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def packed(number: int, vectors: list[tuple[int, str]]) -> dict[str, str]:
    """One goal, one project and one process with many vectors each."""
    day = "2026-01-01"
    goal: dict[str, Any] = {
        "title": f"g{number}", "owner": f"v-{vectors[0][0]}", "status": "active",
        "period": {"start": day},
        "key_results": [
            {"id": f"k-{at}", "title": text, "unit": text[:20], "baseline": 0, "target": 1,
             "measurements": [{"date": day, "value": 0, "note": text}]}
            for at, text in vectors
        ],
    }  # fmt: skip
    texts = [text for _, text in vectors]
    project: dict[str, Any] = {
        "title": f"p{number}", "status": "active", "phase": texts[-1][:60] or "x",
        "sponsor": f"v-{vectors[0][0]}", "manager": f"v-{vectors[-1][0]}",
        "team": f"v-{vectors[0][0]}", "related": [text for text in texts if text.strip()],
        "imported": {"date": day, "reason": texts[0]},
        "deliverables": [
            {"id": f"d-{at}", "title": text, "due": day, "owner": f"v-{at}",
             "acceptance": {"criteria": [text], "status": "conditional", "defects": [text]}}
            for at, text in vectors
        ],
        "milestones": [{"id": f"m-{at}", "title": text, "due": day} for at, text in vectors],
        "tasks": [
            {"id": f"t-{at}", "title": text, "status": "todo", "assignees": [f"v-{at}"]}
            for at, text in vectors
        ],
    }  # fmt: skip
    closure = {"outcome": "achieved", "summary": "\n\n".join(texts)}
    closure["lessons"] = [{"text": text} for text in texts]  # type: ignore[assignment]
    process: dict[str, Any] = {
        "title": f"x{number}", "status": "active", "version": 1, "owner": f"v-{vectors[0][0]}",
        "purpose": "\n\n".join(texts), "customer": texts[0], "inputs": texts, "outputs": texts,
        "department": f"v-{vectors[0][0]}",
        "triggers": [{"id": f"a-{at}", "kind": "event", "text": text} for at, text in vectors],
        "measures": [{"id": f"y-{at}", "title": text, "unit": text[:20]} for at, text in vectors],
        "steps": [
            {"id": f"s-{at}", "title": text, "role": f"v-{at}", "instructions": text,
             "checklist": [text]}
            for at, text in vectors
        ],
    }  # fmt: skip
    return {
        f"goals/g-{number}.yaml": flow(goal),
        f"projects/p-{number}/project.yaml": flow(project),
        f"projects/p-{number}/closure.yaml": flow(closure),
        f"processes/x-{number}/process.yaml": flow(process),
    }


def flow(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(held) for held in value) + "]"
    if isinstance(value, str):
        return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else quoted(value)
    return json.dumps(value)


def pages(folder: Path) -> list[str]:
    """The pages with many vectors each, and of those with one a tenth, our own vectors among them."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    single = [name for name in found if name.startswith("project/v-")]
    own = {f"project/v-{at}.html" for at in range(len(OWN))}
    return [name for name in found if name not in single or name in own] + single[::10]


def accepted(root: Path, vectors: list[str]) -> list[str]:
    """The vectors that the reader and the schemas let in; the others never come as far as a page."""
    hostile(root, vectors)
    work = load(Folder(root), "work")
    found = [
        text
        for at, text in enumerate(vectors)
        if work.projects[f"v-{at}"].record.title == text
        and work.projects[f"v-{at}"].record.summary == text
        and work.people[f"v-{at}"].record.name == text
    ]
    shutil.rmtree(root)
    return found


@pytest.fixture(scope="module")
def vectors(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    every = naughty(corpora)
    found = accepted(tmp_path_factory.mktemp("sieve") / "all", every)
    assert len(found) > 0.85 * len(every)
    return found


@pytest.fixture(scope="module")
def workspace(vectors: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    hostile(root, vectors)
    work = load(Folder(root), "work")
    broken = {entity.ref for entity in work.all() if entity.unreadable}
    assert not broken
    return root


@pytest.fixture(scope="module")
def whole(workspace: Path, vectors: list[str]) -> Path:
    build_status(site_sample.status(workspace, vectors[0]), workspace / "whole")
    return workspace / "whole"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_arrives_as_it_was_written_and_nothing_runs(
    browser: Browser, whole: Path, vectors: list[str], scheme: str
) -> None:
    watch = Watch(browser, whole, scheme)
    index = watch.open("projects.html")
    shown = set(texts(index, "tbody th[scope=row] > a"))
    assert {as_html(text) for text in vectors} <= shown
    for number, start in enumerate(range(0, len(vectors), CHUNK)):
        chunk = {as_html(text) for text in vectors[start : start + CHUNK]}
        page = watch.open(f"project/p-{number}.html")
        assert chunk <= set(texts(page, "[aria-labelledby=milestones] li > span:last-child"))
        assert chunk <= set(texts(page, "[aria-labelledby=deliverables] th .plain li"))
        assert chunk <= set(texts(page, ".person"))
        assert chunk <= set(texts(page, "[aria-labelledby=closure] .plain li"))
        page = watch.open(f"process/x-{number}.html")
        assert chunk <= set(texts(page, ".checklist li"))
        assert chunk <= set(texts(page, ".flow div:nth-child(2) li"))
        named = {text.removesuffix(" (not found)") for text in texts(page, ".procedure .does")}
        assert chunk <= named
        page = watch.open(f"goal/g-{number}.html")
        assert chunk <= set(texts(page, ".key-result h3"))
        assert chunk <= set(texts(page, ".key-result td:last-child"))
    for name in ("index.html", "rules.html", "calendar.html", "goals.html", "processes.html"):
        watch.open(name)
    for at in range(len(OWN)):
        assert as_html(vectors[at]) in texts(watch.open(f"project/v-{at}.html"), "h1")
    watch.close()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])


def test_search_shows_text_as_text(browser: Browser, whole: Path) -> None:
    watch = Watch(browser, whole)
    page = watch.open("index.html")
    page.fill("#site-search", "script")
    page.wait_for_selector(".found [role=option]")
    assert any("<script>" in title for title in texts(page, ".found a"))
    page.fill("#site-search", "onerror")
    page.wait_for_function("document.querySelectorAll('.found [role=option]').length > 0")
    watch.close()
    assert (watch.ran, watch.foreign, watch.said) == ([], [], [])


def test_escaping_holds_without_the_content_security_policy(browser: Browser, whole: Path) -> None:
    bare = whole.parent / "bare"
    shutil.copytree(whole, bare)
    for path in bare.rglob("*.html"):
        content, count = CSP.subn("", path.read_text("utf-8"))
        assert count == 1
        path.write_text(content, "utf-8")
    watch = Watch(browser, bare)
    for name in pages(bare):
        watch.open(name)
    watch.close()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])


def test_the_content_security_policy_holds_without_escaping(
    browser: Browser, workspace: Path, vectors: list[str]
) -> None:
    status = site_sample.status(workspace, vectors[0])
    build_status(status, workspace / "open", autoescape=False)
    watch = Watch(browser, workspace / "open")
    blocked = 0
    for name in pages(workspace / "open"):
        # A vector may lead away from the page before it is there; no policy stops that, and there
        # is nothing at the other end that could be called ours.
        with suppress(Error):
            watch.open(name)
        blocked += any("Content Security Policy" in one for one in watch.said)
    watch.close()
    assert blocked, "no vector got as far as the policy: the test tests nothing"
    assert (watch.ran, watch.foreign) == ([], [])


def test_without_any_wall_the_vectors_run(
    browser: Browser, workspace: Path, vectors: list[str]
) -> None:
    """The tests above see what they look for."""
    build_status(site_sample.status(workspace, vectors[0]), workspace / "naked", autoescape=False)
    for path in (workspace / "naked").rglob("*.html"):
        path.write_text(CSP.sub("", path.read_text("utf-8")), "utf-8")
    watch = Watch(browser, workspace / "naked")
    for name in ("project/v-0.html", "project/v-1.html"):
        watch.open(name)
    watch.close()
    assert len(watch.ran) >= 2 and watch.foreign == []


def test_the_walls_of_prose_hold_alone(
    browser: Browser, vectors: list[str], tmp_path: Path
) -> None:
    made = {
        "parser": "\n".join(rendered(text) for text in vectors),
        "cleaner": "\n".join(cleaned(text) for text in vectors),
    }
    for name, html in made.items():
        (tmp_path / f"{name}.html").write_text(f"<meta charset=utf-8><body>{html}", "utf-8")
    watch = Watch(browser, tmp_path)
    for name in made:
        page = watch.open(f"{name}.html")
        links = page.eval_on_selector_all("a[href]", "held => held.map(one => one.protocol)")
        assert set(links) <= {"https:", "mailto:", "file:"}
    watch.close()
    assert (watch.ran, watch.foreign, watch.left, watch.said) == ([], [], [], [])
