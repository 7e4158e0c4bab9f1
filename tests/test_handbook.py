"""The handbook: references hold all there is, links lead somewhere, what is shown was really said."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from tracker.cli.main import cli
from tracker.law.check import checks
from tracker.law.judge import judge
from tracker.model.kinds import KINDS, placed
from tracker.model.load import load
from tracker.outputs import prose
from tracker.site import handbook
from tracker.source.document import read
from tracker.source.snapshot import Folder
from tracker.views.report import reports

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "site" / "docs"
EXAMPLE = ROOT / "work"
AS_OF = date(2026, 11, 21)

REFERENCES = ("files", "rules", "messages", "commands", "reports")
MADE = {*(f"reference/{name}.md" for name in REFERENCES), "changes.md"}
STATUS = {
    f"status/{name}.md"
    for name in (
        "index",
        "goals",
        "projects",
        "processes",
        "teams",
        "roles",
        "trainings",
        "knowledge",
        "due",
        "calendar",
        "changes",
        "rules",
    )
}
PAGES = sorted(DOCS.rglob("*.md"))


# The references.


@pytest.mark.parametrize("rule", sorted(checks()))
def test_every_rule_has_its_page(rule: str) -> None:
    text = handbook.rules(checks())
    assert f"\n## {rule}\n" in text
    assert f"(#{rule})" in text
    assert prose.plain(checks()[rule].statement) in text


@pytest.mark.parametrize("command", handbook.names(cli))
def test_every_command_has_its_help(command: str) -> None:

    (section,) = re.findall(
        rf"\n## {command}\n(.*?)(?=\n## |\Z)", handbook.commands(cli), re.DOTALL
    )
    assert f"Usage: {command} [OPTIONS]" in section
    assert re.search(rf"Examples:\n +{command}\b", section)


@pytest.mark.parametrize("name", sorted(reports()))
def test_every_report_has_its_columns(name: str) -> None:
    text = handbook.reports(reports())
    (section,) = re.findall(rf"(?:^|\n)## {name}\n(.*?)(?=\n## |\Z)", text, re.DOTALL)
    one = reports()[name]
    assert [option for option in one.options if f"`--{option}`" not in section] == []
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [
        each.name for each in one.columns
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_table(kind: str) -> None:
    text = handbook.files().replace("<wbr>", "")
    (section,) = re.findall(rf"\n## {kind}\n(.*?)(?=\n## |\Z)", text, re.DOTALL)
    assert KINDS[kind].shape in section
    fields = handbook.fields(kind)
    assert fields
    missing = [row.name for row in fields if f"| <code>{row.name}</code> |" not in section]
    assert missing == []


def test_the_fields_are_those_that_files_have() -> None:
    required = {row.name for row in handbook.fields("project") if row.required}
    assert {"title", "status", "phase", "tasks[].id"} <= required
    assert "goals" not in required
    names = {row.name for row in handbook.fields("plan")}
    assert {"tasks[].depends_on", "deliverables[].acceptance.criteria"} <= names


def test_what_a_docstring_holds_is_text() -> None:
    made = prose.page(
        "A *fact* about <id> and `a_b`.\n\nFails:\n    <b>: [x]\n\n    y: 1\n\nMend: it."
    )
    assert made == (
        "A \\*fact\\* about &lt;id&gt; and `a_b`.\n\nFails:\n\n"
        "```text\n<b>: [x]\n\ny: 1\n```\n\nMend: it."
    )


def test_no_reference_is_typed() -> None:
    assert [name for name in MADE if (DOCS / name).exists()] == []


# The pages.


def slug(heading: str) -> str:
    """The anchor that the Markdown of the site gives a heading."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


@cache
def anchors(name: str) -> set[str]:
    made: Mapping[str, str] = {"reference/rules.md": handbook.rules(checks())}
    text = made.get(name) or (DOCS / name).read_text(encoding="utf-8")
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_every_relative_link_resolves(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if ":" in link:
            continue
        path, _, anchor = link.partition("#")
        name = (page.parent / path if path else page).resolve().relative_to(DOCS).as_posix()
        known = name in MADE | STATUS or (DOCS / name).is_file()
        if not known or (anchor and anchor not in anchors(name)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("readme", ["README.md", "examples/kubernetes-enhancements/README.md"])
def test_every_link_of_a_readme_resolves(readme: str) -> None:
    page = ROOT / readme
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / "site" / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r": (\S+\.md)$", text, re.MULTILINE)
    written = {page.relative_to(DOCS).as_posix() for page in PAGES}
    assert sorted(listed) == sorted(written | MADE | STATUS)


def test_the_strict_build_has_every_page(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",  # counts warnings, which --quiet would hide from it
        "--config-file",
        "site/mkdocs.yml",
    ]
    done = subprocess.run(
        [*build, "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in MADE | STATUS | {page.relative_to(DOCS).as_posix() for page in PAGES}:
        assert (tmp_path / "site" / name).with_suffix(".html").is_file(), name
    rules = (tmp_path / "site/reference/rules.html").read_text(encoding="utf-8")
    assert 'id="phase-transition"' in rules
    limits = (tmp_path / "site/reference/limits.html").read_text(encoding="utf-8")
    assert "200,000" in limits and "made: limits" not in limits
    outputs = (tmp_path / "site/reference/outputs.html").read_text(encoding="utf-8")
    assert "summary.<wbr>transitions_judged" in outputs


# The blocks.


class Block(NamedTuple):
    page: str
    language: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for language, text in re.findall(
        r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        yield Block(page.relative_to(DOCS).as_posix(), language, text)


YAML = [block for page in PAGES for block in blocks(page) if block.language == "yaml"]


@pytest.mark.parametrize("block", YAML, ids=lambda block: f"{block.page}-{block.text[:40].strip()}")
def test_every_yaml_block_is_what_it_says(block: Block, tmp_path: Path) -> None:
    content = block.text.encode()
    assert read(content).refusal is None
    marked = re.match(r"# work/(\S+)\n", block.text)
    if marked is None:
        assert re.match(r"# (?:\.\S+|mkdocs\.yml)\n", block.text), "a file says where it lies"
        return
    assert placed(marked[1]) is not None
    copytree(EXAMPLE, tmp_path / "work")
    target = tmp_path / "work" / marked[1]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    verdict = judge(load(Folder(tmp_path), "work"), AS_OF)
    path = f"work/{marked[1]}"
    wrong = [
        f for f in verdict.findings if f.location.path == path and f.rule in ("schema", "syntax")
    ]
    assert wrong == []
