"""Every check over every case: what is expected is found, and nothing else is.

The layout is told in `cases/README.md`. `TRACKER_UPDATE_CASES=1` writes what is found into the
files of expectations, to be read by eye before they are kept.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from tracker.finding import Finding
from tracker.law.judge import Base, judge
from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.source.snapshot import Folder

CASES = Path(__file__).parent / "cases"
AS_OF = date(2026, 11, 21)
UPDATE = "TRACKER_UPDATE_CASES"


def cases() -> list[Path]:
    return sorted(path.parent for path in CASES.glob("*/*/head"))


def side(folder: Path, library: Library) -> Work:
    """A folder as a repository's root; its workspace is `work`, where it has one."""
    root = "work" if (folder / "work" / "tracker.yaml").is_file() else None
    return load(Folder(folder, "sha1"), root, library)


def findings(case: Path) -> tuple[Finding, ...]:
    library = Library()
    head = side(case / "head", library)
    base = None
    if (case / "base").is_dir():
        before = side(case / "base", library)
        apart = (case / "tip").is_dir()
        tip = side(case / "tip", library) if apart else before
        base = Base(before, tip, "base", head_holds_base=not apart)
    return judge(head, AS_OF, base).findings


def shown(finding: Finding) -> str:
    at = finding.location
    line = f"{at.path}:{at.span.line}:{at.span.column}: {finding.severity}[{finding.rule}] {finding.message}\n"
    return line + (f"  help: {finding.hint}\n" if finding.hint else "")


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path) -> None:
    found = "".join(map(shown, findings(case)))
    expected = case / "expected.txt"
    if os.environ.get(UPDATE):
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"run the tests with {UPDATE}=1, and read what it writes"
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_case_keeps_to_its_name(case: Path) -> None:
    """A failing case shows its rule; in a passing one that rule is silent, and so is every error."""
    rule, verdict = case.parent.name, case.name.partition("-")[0]
    text = (case / "expected.txt").read_text(encoding="utf-8")
    assert verdict in {"pass", "fail"}
    assert (f"[{rule}]" in text) == (verdict == "fail")
    if verdict == "pass":
        assert ": error[" not in text
