"""What people are told around the code is so: links lead, named tests exist, forms are forms."""

import ast
import fnmatch
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tracker.source.document import read

ROOT = Path(__file__).resolve().parent.parent
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
OWNERS = ".github/CODEOWNERS"
PAGES = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "site/changes/README.md",
]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Links.


def slug(heading: str) -> str:
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    text = re.sub(r"^```.*?^```$", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        known = target.exists() and target.is_relative_to(ROOT)
        if known and anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            known = anchor in map(slug, headings)
        if not known:
            broken.append(link)
    assert broken == []


def test_the_list_of_a_pull_request_names_what_there_is() -> None:
    text = text_of(".github/PULL_REQUEST_TEMPLATE.md")
    named = [*re.findall(r"`([\w./]+)`", text), *re.findall(r"<!-- (\S+\.md) ", text)]
    assert len(named) == 3
    assert [name for name in named if not (ROOT / name).exists()] == []


# SECURITY.md


@cache
def named_in(module: str) -> frozenset[str]:
    tree = ast.parse(text_of(module))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def promises() -> list[str]:
    section = text_of("SECURITY.md").partition("## The promises")[2].partition("\n## ")[0]
    return re.split(r"^\d+\. ", section, flags=re.MULTILINE)[1:]


def test_there_are_ten_promises() -> None:
    assert len(promises()) == 10
    assert re.findall(r"^(\d+)\. \*\*", text_of("SECURITY.md"), re.MULTILINE) == [
        str(number) for number in range(1, 11)
    ]


@pytest.mark.parametrize("promise", promises(), ids=lambda text: text.partition(".")[0].strip("*"))
def test_a_promise_names_tests_that_exist(promise: str) -> None:
    named = re.findall(r"\[`(test_\w+)`\]\((tests/\w+\.py)\)", promise)
    assert named, "a promise without a test is a wish"
    assert [name for name, module in named if name not in named_in(module)] == []


def test_what_is_said_not_to_be_built_is_not() -> None:
    """Who builds it strikes the words from SECURITY.md."""
    unbuilt = " ".join(re.findall(r"\*Not built yet:(.*?)\*", text_of("SECURITY.md"), re.DOTALL))
    commands = {path.stem for path in (ROOT / "tracker/cli/commands").glob("*.py")}
    assert ("tracker audit" in unbuilt) == ("audit" not in commands)
    assert ("commands that edit" in unbuilt) == (not commands & {"set_", "set", "move", "approve"})
    approvals = (ROOT / "tracker/law/approval.py").exists()
    assert ("approvals and gate reviews" in unbuilt) == (not approvals)


# CODEOWNERS


def owners() -> list[tuple[str, str]]:
    lines = [line.split() for line in text_of(OWNERS).splitlines() if line and line[0] != "#"]
    return [(pattern, owner) for pattern, owner in lines]


def fits(pattern: str, path: str) -> bool:
    if pattern == "*":
        return True
    plain = pattern.removeprefix("/")
    return fnmatch.fnmatchcase(path, f"{plain}*" if plain.endswith("/") else plain)


@pytest.mark.parametrize(("pattern", "owner"), owners())
def test_what_has_an_owner_exists(pattern: str, owner: str) -> None:
    # A folder that is not there yet has a file of the same name that holds its entities together.
    place = pattern.strip("/")
    assert any(ROOT.glob(place)) or (ROOT / f"{place}.yaml").is_file()
    assert re.fullmatch(r"@[a-z-]+/[a-z-]+", owner)


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("README.md", "@tracker/maintainers"),
        ("tracker/law/checks/schema.py", "@tracker/law"),
        ("work/tracker.yaml", "@tracker/law"),
        ("work/projects/scan-station/project.yaml", "@tracker/maintainers"),
        ("schemas/goal.schema.json", "@tracker/formats"),
        (OWNERS, "@tracker/security"),
    ],
)
def test_the_law_and_the_formats_have_owners_of_their_own(path: str, owner: str) -> None:
    assert (ROOT / path).is_file()
    assert [team for pattern, team in owners() if fits(pattern, path)][-1] == owner


# Issue forms.


def test_issue_forms_are_forms() -> None:
    """The schema is the one that check-jsonschema carries; nothing is fetched."""
    for kind, forms in (
        ("github-issue-config", [form for form in FORMS if form.name == "config.yml"]),
        ("github-issue-forms", [form for form in FORMS if form.name != "config.yml"]),
    ):
        command = ["-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}"]
        done = subprocess.run(
            [sys.executable, *command, *forms], capture_output=True, encoding="utf-8", check=False
        )
        assert forms and done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_is_read_by_every_reader_alike(form: Path) -> None:
    document = read(form.read_bytes())
    assert document.refusal is None
    assert document.warnings == ()


def test_a_bug_tells_version_and_doctor() -> None:
    bug = text_of(".github/ISSUE_TEMPLATE/bug.yml")
    assert "tracker --version" in bug and "tracker doctor" in bug
