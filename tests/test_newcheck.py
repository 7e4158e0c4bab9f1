"""`make new-check` in a copy of the repository: every gate passes, but for the words to fill in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from repocopy import repository_copy

CHECK = "tracker/law/checks/my_rule.py"
CASE = "tests/cases/my-rule/fail-example"
FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
TESTS = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "tests/test_cases.py"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a rule of a state and one of a change."""
    root = repository_copy(tmp_path_factory.mktemp("scaffold") / "tracker")
    make(root, "new-check", "my-rule")
    make(root, "new-check", "NAME=my-move", "CHANGE=1")
    return root


def run(root: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        arguments,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    return done.stdout + done.stderr


def make(root: Path, *arguments: str, code: int = 0) -> str:
    return run(root, "make", "--no-print-directory", *arguments, code=code)


def python(root: Path, *arguments: str, code: int = 0) -> str:
    return run(root, sys.executable, *arguments, code=code)


def test_lint_passes_at_once(copy: Path) -> None:
    assert re.search(r"^Contracts: \d+ kept, 0 broken\.$", make(copy, "lint"), re.MULTILINE)


def test_only_the_words_to_fill_in_are_missing(copy: Path) -> None:
    said = python(copy, *TESTS, "tests/test_catalogue.py", code=1)
    assert FAILED.findall(said) == [
        f"tests/test_catalogue.py::test_nothing_is_left_to_fill_in[{rule}]"
        for rule in ("my-move", "my-rule")
    ]
    assert f"{CHECK}:14: TODO: say what is asked for" in said
    assert f"{CASE}/head/work/projects/erp/project.yaml:1: title: TODO" in said


def test_the_rule_has_its_page(copy: Path) -> None:
    command = ["-c", "from tracker.cli.main import main; main()", "explain"]
    assert python(copy, *command, "my-rule").startswith("my-rule (warning, judges the state alone)")
    assert python(copy, *command, "my-move").startswith("my-move (error, ")


def test_what_is_said_is_expected_word_for_word(copy: Path) -> None:
    expected = (copy / CASE / "expected.txt").read_text(encoding="utf-8")
    assert expected == (
        "work/projects/erp/project.yaml:1:8: warning[my-rule] project `erp` has no title yet\n"
        "  help: write what the project brings about\n"
    )
    move = copy / "tests/cases/my-move/fail-example/expected.txt"
    assert "error[my-move] project/erp had a title" in move.read_text(encoding="utf-8")


def test_what_is_broken_on_purpose_is_found(copy: Path) -> None:
    """A rule turned round, a page without a part, a case that does not fail any more."""
    edits = [
        (CHECK, '== "TODO"', '!= "TODO"'),
        (CHECK, "    Passes:\n", ""),
        ("tests/cases/my-move/fail-example/head/work/projects/erp/project.yaml", "TODO", "A title"),
    ]
    before = {path: (copy / path).read_text(encoding="utf-8") for path, _, _ in edits}
    for path, old, new in edits:
        text = (copy / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (copy / path).write_text(text.replace(old, new), encoding="utf-8")
    said = python(copy, *TESTS, "tests/test_catalogue.py", "-k", "my-rule or my-move", code=1)
    for path, text in before.items():
        (copy / path).write_text(text, encoding="utf-8")
    assert {name for name in FAILED.findall(said) if "nothing_is_left" not in name} == {
        "tests/test_cases.py::test_case[my-move/fail-example]",
        "tests/test_cases.py::test_case[my-move/pass-example]",
        "tests/test_cases.py::test_case[my-rule/fail-example]",
        "tests/test_cases.py::test_case[my-rule/pass-example]",
        "tests/test_catalogue.py::test_page[my-rule]",
    }


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "the rule has no name"),
        (("NAME=rule",), "`rule` is no name for a rule"),
        (("NAME=My-rule",), "`My-rule` is no name for a rule"),
        (("NAME=my_rule",), "`my_rule` is no name for a rule"),
        (("NAME=../my-rule",), "`../my-rule` is no name for a rule"),
        (("NAME=my-rule\nx",), "is no name for a rule"),
        (("NAME=a-" + "b" * 62,), "is no name for a rule"),
        (("NAME='; touch here; '",), "is no name for a rule"),
        (("NAME=--change",), "`--change` is no name for a rule"),
        (("my-rule",), f"{CHECK} is there already"),
        (("dates-order",), "tracker/law/checks/dates_order.py is there already"),
    ],
)
def test_bad_names_and_rules_that_exist_are_refused(
    copy: Path, arguments: tuple[str, ...], reason: str
) -> None:
    before = sorted(copy.rglob("*.py"))
    said = make(copy, "new-check", *arguments, code=2)
    assert re.search(rf"^error: .*{re.escape(reason)}", said, re.MULTILINE | re.DOTALL)
    assert "\nhelp: " in said
    assert sorted(copy.rglob("*.py")) == before
    assert not (copy / "here").exists()


def test_where_the_checks_do_not_run_nothing_is_kept(copy: Path) -> None:
    broken = copy / "tracker/law/checks/broken.py"
    broken.write_text("import nothing\n", encoding="utf-8")
    said = make(copy, "new-check", "their-rule", code=2)
    broken.unlink()
    assert "No module named 'nothing'" in said and "nothing was kept" in said
    assert [path for path in copy.rglob("their*") if ".mypy_cache" not in path.parts] == []
