"""CODEOWNERS as each forge reads it: what their documentation shows, and what it says in words."""

from pathlib import Path

import pytest
from gitrepo import Repo

from tracker.cli.doctor.codeowners import Ruling, read
from tracker.cli.doctor.host import Host, host
from tracker.source.git import Repository
from tracker.source.snapshot import Folder

FILE = "work/lifecycles/simple.yaml"


def github(text: str, path: str = FILE) -> Ruling:
    return read(text, Host.GITHUB).ruling(path)


def gitlab(text: str, path: str = FILE) -> Ruling:
    return read(text, Host.GITLAB).ruling(path)


BOTH = [
    ("", FILE, False),
    ("* @a", FILE, True),
    ("*.yaml @a", FILE, True),
    ("*.md @a", FILE, False),
    ("simple.yaml @a", FILE, True),
    ("/simple.yaml @a", FILE, False),
    ("/work/ @a", FILE, True),
    ("work/lifecycles/ @a", FILE, True),
    ("lifecycles/ @a", FILE, True),
    ("/lifecycles/ @a", FILE, False),
    ("/work/lifecycles/* @a", FILE, True),
    ("/work/* @a", FILE, False),
    ("/*/lifecycles/ @a", FILE, True),
    ("/work/**/simple.yaml @a", FILE, True),
    ("/work/lifecycles/**/simple.yaml @a", FILE, True),
    ("**/lifecycles/ @a", FILE, True),
    ("/work/lifecycles/s?mple.yaml @a", FILE, True),
    ("/work/lifecycles/s?imple.yaml @a", FILE, False),
    ("/WORK/ @a", FILE, False),
    ("/ @a", FILE, False),
    ("  /work/\t@a  \r", FILE, True),
    ("# * @a", FILE, False),
    ("/my\\ work/ @a", "my work/tracker.yaml", True),
    ("/my work/ @a", "my work/tracker.yaml", False),
    ("/work/*/gates/ @a", "work/erp/gates/plan-2026-01-01/approvals/fin.yaml", True),
    ("/work/.schemas/* @a", "work/.schemas/goal.schema.json", True),
    ("* @a", ".github/workflows/check.yml", True),
    ("/work/x\\*.yaml @a", "work/x*.yaml", True),
    ("/work/x\\*.yaml @a", "work/xy.yaml", False),
    ("* me@example.org", FILE, True),
    ("* @org/team", FILE, True),
    ("* @a\n/work/lifecycles/ @b", FILE, True),
    ("* @a\n/work/lifecycles/", FILE, False),
    ("/work/lifecycles/\n* @a", FILE, True),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "path", "is_owned"), BOTH)
def test_what_both_forges_read_alike(rules: str, path: str, is_owned: bool) -> None:
    assert github(rules, path).is_owned is is_owned
    assert gitlab(rules, path).is_owned is is_owned


@pytest.mark.parametrize(
    ("rules", "on_github", "on_gitlab"),
    [
        ("/work @a", True, False),  # a folder without its slash
        ("lifecycles @a", True, False),
        ("lifecycles/simple.yaml @a", False, True),  # a slash inside anchors on GitHub alone
        ("/work/** @a", True, False),  # at the end, two stars are one to a shell
        ("/work/**/* @a", True, True),
        ("* @a # everybody", True, True),
        ("* # @a", False, True),  # GitLab has no comments after a rule, and reads whom they name
        ("* @a\n!*.yaml", True, False),
        ("[Law] @a\n*", False, True),
        ("* a b", False, False),
    ],
)
def test_what_they_read_otherwise(rules: str, on_github: bool, on_gitlab: bool) -> None:
    assert github(rules).is_owned is on_github
    assert gitlab(rules).is_owned is on_gitlab


@pytest.mark.parametrize(
    ("rules", "ruling"),
    [
        ("* @a\n*.md @b", Ruling(True, (1,))),
        ("* @a\n\n# no\n*.yaml @b", Ruling(True, (4,))),
        ("* @a\n*.yaml", Ruling(False, (2,))),
    ],
)
def test_on_github_the_last_line_that_fits_decides(rules: str, ruling: Ruling) -> None:
    assert github(rules) == ruling


@pytest.mark.parametrize(
    "line",
    [
        "!/work/ @b",
        "[Law] @b",
        "/work/[a-z]* @b",
        "\\#work @b",
        "/work/*** @b",
        "/work/ b",
        "/work/ @b @",
        "/work/ @a/b/c",
    ],
)
def test_what_github_skips_decides_nothing(line: str) -> None:
    rules = read(f"* @a\n{line}\n", Host.GITHUB)
    assert rules.skipped == (2,)
    assert rules.ruling(FILE) == Ruling(True, (1,))
    assert read(line, None).skipped == (1,), "a forge that is not known is read as GitHub"


@pytest.mark.parametrize(
    ("rules", "ruling"),
    [
        # Each section asks for its own, and the unnamed one is one of them.
        ("* @a\n[Law]\n*.yaml @b", Ruling(True, (1, 3))),
        ("[One]\n* @a\n[Two]\n*.md @b", Ruling(True, (2,))),
        ("[One]\n* @a\n*.yaml @b\n[Two]\n* @c", Ruling(True, (3, 5))),
        # What names nobody in one section takes nothing from another.
        ("* @a\n[Law]\n*.yaml", Ruling(True, (1,))),
        # A heading names the owners of all its lines that name none.
        ("[Law] @b\n*", Ruling(True, (2,))),
        ("[Law][2] @b @c\n*", Ruling(True, (2,))),
        ("[Law] @b\n* nobody", Ruling(False, (2,))),
        # An optional section asks, and does not require.
        ("^[Law]\n* @a", Ruling(False, (2,))),
        ("^[Law][2] @b\n*", Ruling(False, (2,))),
        # Sections of one name are one, in any case; required where one of them is.
        ("^[Law]\n* @a\n[LAW]\n*.md @b", Ruling(True, (2,))),
        ("[Law]\n* @a\n^[law]\n*.yaml @b", Ruling(True, (4,))),
        # What is excluded stays so in its section, whatever stands below.
        ("* @a\n!*.yaml\n/work/ @b", Ruling(False, (2,))),
        ("* @a\n[Law]\n*.yaml @b\n!/work/", Ruling(True, (1,))),
        # A heading that is none is a rule of the section before.
        ("* @a\n[Law\n*.yaml @b", Ruling(True, (3,))),
        ("* @@maintainer", Ruling(True, (1,))),
    ],
)
def test_on_gitlab_each_section_decides(rules: str, ruling: Ruling) -> None:
    assert gitlab(rules) == ruling


def test_sets_of_characters_are_not_read_and_said() -> None:
    assert read("* @a\n/work/[a-z]* @b\n", Host.GITLAB).skipped == (2,)


@pytest.mark.parametrize(
    "unit", ["**/", "*", "?", "a*", "\\", "\\ ", "#", "[", "]", "@", "^[", " ", "! "]
)
def test_a_hostile_line_takes_little_time(unit: str) -> None:
    text = unit * (50_000 // len(unit)) + " @a\n"
    for forge in Host:
        for line in (text, f"/{text}", f"* {text}", f"[{text}"):
            read(line, forge).ruling("/".join(["a" * 60] * 10))


@pytest.mark.parametrize(
    ("url", "files", "found"),
    [
        ("git@github.com:acme/works.git", (), Host.GITHUB),
        ("https://github.com/acme/works", (".gitlab-ci.yml",), Host.GITHUB),
        ("https://me:secret@gitlab.acme.example/works.git", (), Host.GITLAB),
        ("ssh://git@github.acme.example:2222/acme/works.git", (), Host.GITHUB),
        ("https://git.acme.example/gitlab/works.git", (), None),
        ("https://git.acme.example/works.git", (".gitlab-ci.yml",), Host.GITLAB),
        ("/srv/github/works.git", (), None),
        (None, (".github/CODEOWNERS",), Host.GITHUB),
        (None, (".github/CODEOWNERS", ".gitlab-ci.yml"), None),
        (None, (), None),
    ],
)
def test_the_forge_is_told_by_the_remote_else_by_its_files(
    tmp_path: Path, url: str | None, files: tuple[str, ...], found: Host | None
) -> None:
    repo = Repo(tmp_path)
    repo.write(dict.fromkeys(files, ""))
    if url is not None:
        repo.git("remote", "add", "origin", url)
    assert host(Repository.find(tmp_path), Folder(tmp_path)) is found
