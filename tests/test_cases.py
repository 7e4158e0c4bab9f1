"""Every check over every case: what is expected is found, and nothing else is.

The layout is told in `cases/README.md`. `TRACKER_UPDATE_CASES=1` writes what is found into the
files of expectations, to be read by eye before they are kept.
"""

import os
from pathlib import Path

import pytest
from casework import cases, name_of, verdict

from tracker.finding import Finding

UPDATE = "TRACKER_UPDATE_CASES"


def shown(finding: Finding) -> str:
    at = finding.location
    line = f"{at.path}:{at.span.line}:{at.span.column}: {finding.severity}[{finding.rule}] {finding.message}\n"
    return line + (f"  help: {finding.hint}\n" if finding.hint else "")


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_case(case: Path) -> None:
    found = "".join(map(shown, verdict(case).findings))
    expected = case / "expected.txt"
    if os.environ.get(UPDATE):
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"run the tests with {UPDATE}=1, and read what it writes"
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_a_case_keeps_to_its_name(case: Path) -> None:
    """A failing case shows its rule; in a passing one that rule is silent, and so is every error."""
    rule, verdict = case.parent.name, case.name.partition("-")[0]
    text = (case / "expected.txt").read_text(encoding="utf-8")
    assert verdict in {"pass", "fail"}
    assert (f"[{rule}]" in text) == (verdict == "fail")
    if verdict == "pass":
        assert ": error[" not in text
