"""The changes that are not released yet: files as the README beside them says, told by one draft."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import copytree

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "site" / "changes"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
TYPES = [one["directory"] for one in SETTINGS["type"]]
NAME = rf"{SETTINGS['issue_pattern']}\.({'|'.join(TYPES)})\.md"
CHANGES = sorted(
    path
    for path in FOLDER.iterdir()
    if path.name not in ("README.md", Path(SETTINGS["template"]).name)
)
EACH = pytest.mark.parametrize("change", CHANGES, ids=lambda path: path.name)


@EACH
def test_a_change_is_a_paragraph_of_whole_sentences(change: Path) -> None:
    text = change.read_text(encoding="utf-8")
    assert re.fullmatch(NAME, change.name), f"the name is none: <what-it-is>.<{'|'.join(TYPES)}>.md"
    assert text.endswith(".\n") and "\n\n" not in text
    assert re.match(r"[A-Z`]", text)
    assert len(text) <= 400
    assert not re.search(r"\]\(|^\s*[#*-] |<", text, re.MULTILINE), "no links, headings or lists"
    assert max(map(len, text.splitlines())) <= 78, "with its bullet it fits 80 columns"


def test_the_readme_names_every_type() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in TYPES if f"`{name}`" not in text] == []


def towncrier(root: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--version", "9.9.9", *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + (done.stderr if code else "")


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_draft_tells_every_change_under_its_type() -> None:
    draft = towncrier(ROOT, "--draft", "--date", "2026-11-21")
    assert draft.startswith("## 9.9.9 · 2026-11-21\n\n### ")
    parts = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", draft, re.DOTALL | re.MULTILINE))
    for change in CHANGES:
        name = change.name.split(".")[1].capitalize()
        assert f"- {plain(change.read_text(encoding='utf-8'))}" in plain(parts[name]), change.name


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """The settings, the template and the log in a repository of their own, and no change."""
    copytree(FOLDER, tmp_path / "site" / "changes", ignore=lambda *_: [one.name for one in CHANGES])
    for name in ("pyproject.toml", "CHANGELOG.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "add", "-A"], check=True)
    return tmp_path


def test_a_release_moves_the_changes_into_the_log(scratch: Path) -> None:
    for name, text in {"one.added": "One.", "42.fixed": "Two\nlines."}.items():
        (scratch / f"site/changes/{name}.md").write_text(f"{text}\n", encoding="utf-8")
    towncrier(scratch, "--yes", "--date", "2026-11-21")
    head, mark, told = (
        (scratch / "CHANGELOG.md")
        .read_text(encoding="utf-8")
        .partition("<!-- towncrier release notes start -->\n")
    )
    assert head.startswith("# What changed\n") and mark
    assert told.strip() == (
        "## 9.9.9 · 2026-11-21\n\n### Added\n\n- One.\n\n### Fixed\n\n- Two\n  lines. (#42)"
    )
    assert {path.name for path in (scratch / "site/changes").iterdir()} == {
        "README.md",
        "template.md",
    }


def test_without_changes_the_draft_says_so(scratch: Path) -> None:
    assert towncrier(scratch, "--draft", "--date", "") == "## 9.9.9\n\nNothing yet.\n\n"


@pytest.mark.parametrize("name", ["one.new.md", "one.md", "One.added.md", "a_b.added.md"])
def test_a_file_that_is_no_change_is_an_error(scratch: Path, name: str) -> None:
    (scratch / "site/changes" / name).write_text("One.\n", encoding="utf-8")
    assert name.partition(".")[0] in towncrier(scratch, "--draft", "--date", "", code=1)
