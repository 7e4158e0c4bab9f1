"""Every page that holds a shell block is played; what it shows is what was printed."""

import os
from pathlib import Path

import pytest
from story import ROOT, PageError, play, setting, shows, steps

UPDATE = bool(os.environ.get("TRACKER_UPDATE_PAGES"))
"""Set, each page is rewritten with what was printed: read what changed."""

DOCS = ROOT / "site" / "docs"
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("examples/*/*.md")),
]
TEXTS = {str(page.relative_to(ROOT)): page.read_text("utf-8") for page in PAGES}
STORIES = {
    name: setting(text).name
    for name, text in TEXTS.items()
    if any(step.kind != "file" for step in steps(text))
}
ON_CORPORA = sorted(name for name, story in STORIES.items() if story == "kubernetes")

LEFT_ALONE = {
    "README.md": 1,  # the tests would run themselves
    "examples/kubernetes-enhancements/README.md": 1,  # it fetches a repository
    "site/docs/how-to/bring-your-own-event-logs.md": 1,  # it asks GitHub
    "site/docs/how-to/use-feeds-and-data.md": 1,  # it asks a site that there is not
}
"""How many blocks of a page are not run; each says why where it stands."""


def played(name: str, folder: Path, variables: dict[str, str]) -> None:
    page = ROOT / name
    made = play(page, folder, variables, update=UPDATE)
    if UPDATE:
        page.write_text(made, encoding="utf-8")


@pytest.mark.parametrize("name", sorted(STORIES.keys() - set(ON_CORPORA)))
def test_a_page_does_what_it_says(name: str, tmp_path: Path, offline: dict[str, str]) -> None:
    played(name, tmp_path, offline)


@pytest.mark.parametrize("name", ON_CORPORA)
def test_a_page_on_real_files_does_what_it_says(
    name: str, tmp_path: Path, offline: dict[str, str], corpora: Path
) -> None:
    played(name, tmp_path, offline)


def test_what_is_left_alone_is_known() -> None:
    left = {
        name: [step for step in steps(text) if step.kind.startswith("not run: ")]
        for name, text in TEXTS.items()
    }
    found = {name: len(alone) for name, alone in left.items() if alone}
    assert found == LEFT_ALONE


# The player itself.


def story(tmp_path: Path, text: str, *, update: bool = False) -> str:
    made = tmp_path / "page.md"
    made.write_text(text, encoding="utf-8")
    return play(made, tmp_path, {}, update=update)


def block(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```\n"


def test_blocks_share_their_folder_and_variables(tmp_path: Path) -> None:
    text = block("sh", "mkdir deep && cd deep\nexport NAME=world") + block(
        "sh", "echo hello $NAME; basename $PWD"
    )
    story(tmp_path, text + block("text", "hello world\ndeep"))


@pytest.mark.parametrize(
    "text",
    [
        block("sh", "echo one") + block("text", "two"),
        block("sh", "false"),
        block("sh", "false\necho on"),
        "<!-- exits 1 -->\n" + block("sh", "true"),
        "<!-- $ echo one -->\n" + block("text", "two"),
        block("text", "said by nobody"),
    ],
)
def test_a_page_that_does_not_keep_its_word_is_found(text: str, tmp_path: Path) -> None:
    with pytest.raises(PageError):
        story(tmp_path, text)


def test_what_is_printed_takes_the_place_of_what_is_shown(tmp_path: Path) -> None:
    page = block("sh", "echo one") + block("text", "two")
    assert story(tmp_path, page, update=True) == page.replace("two", "one")


def test_a_block_is_written_where_the_page_says_so(tmp_path: Path) -> None:
    page = (
        "<!-- story: empty, written -->\n"
        + block("yaml", "# work/a.yaml\na: 1")
        + block("sh", "cat work/a.yaml")
    )
    story(tmp_path, page + block("text", "a: 1"))


def test_dots_stand_for_lines() -> None:
    assert shows("a\n...\nd\n", "a\nb\nc\nd\n")
    assert shows("a\n...\nb\n", "a\nb\n")
    assert not shows("a\nd\n", "a\nb\nd\n")
    assert not shows("b\n...\na\n", "a\nb\n")


def test_a_server_is_asked_and_ended(tmp_path: Path) -> None:
    page = block("sh", "tracker init --title Acme >written\ntracker site serve")
    story(tmp_path, page + block("text", "11 pages at http://127.0.0.1:8000/ (Ctrl-C ends it)"))
