"""JUnit: golden files, what XML readers make of it, and hostile text.

`python tests/test_outputs_junit.py` writes the golden files anew.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from golden_rules import settle
from hypothesis import given
from hypothesis import strategies as st
from test_outputs import CONTEXT, FINDINGS, HOSTILE, PROJECT, everywhere, found, many, said, verdict

from tracker.finding import Severity
from tracker.law.check import checks
from tracker.law.judge import Verdict
from tracker.outputs import Context
from tracker.outputs.escape import escaped

GOLDEN = Path(__file__).parent / "golden" / "review"


def golden() -> Iterator[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, "tracker.outputs.junit")
        yield "findings.junit.xml", said("junit", verdict(*FINDINGS))
        yield "clean.junit.xml", said("junit", verdict(base=None, changes=()))


@pytest.mark.parametrize(("name", "text"), list(golden()), ids=[name for name, _ in golden()])
def test_golden(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def suite(judged: Verdict, context: Context = CONTEXT) -> Element:
    root = fromstring(said("junit", judged, context).encode())
    (one,) = root
    assert (root.tag, one.tag, one.get("name")) == ("testsuites", "testsuite", "tracker check")
    return one


def outcomes(one: Element) -> dict[str, str]:
    """What a reader makes of each case."""
    cases = {
        case.get("name", ""): case[0].tag if len(case) else "passed"
        for case in one.iter("testcase")
    }
    assert len(cases) == len(one.findall("testcase")), "a reader tells cases by their names"
    counted = {word: list(cases.values()).count(word) for word in ("failure", "skipped")}
    assert one.get("tests") == str(len(cases))
    assert one.get("failures") == str(counted["failure"])
    assert one.get("skipped") == str(counted["skipped"])
    assert one.get("errors") == "0"
    return cases


def test_a_clean_run_has_a_case_for_every_rule_and_all_passed() -> None:
    assert outcomes(suite(verdict())) == dict.fromkeys(checks(), "passed")


def test_rules_that_judge_moves_are_skipped_without_a_base() -> None:
    cases = outcomes(suite(verdict(base=None)))
    assert cases["phase-transition"] == "skipped"
    assert cases["schema"] == "passed"


def test_rules_that_the_law_ignores_are_skipped() -> None:
    assert outcomes(suite(verdict(ignored=("schema",))))["schema"] == "skipped"


def test_what_a_rule_found_in_a_file_is_one_case() -> None:
    one = suite(verdict(*many(3), found("schema", "error", "other", ("b", (1, 1, 1, 2)))))
    cases = outcomes(one)
    assert cases[f"schema: {PROJECT}"] == "failure"
    assert cases["schema: b"] == "failure"
    assert "schema" not in cases
    (failure,) = one.findall(f"testcase[@file='{PROJECT}']/failure")
    assert failure.get("message") == "number 1 (and 2 more)"
    assert (failure.text or "").splitlines() == [
        f"{PROJECT}:2:8: error[schema] number {number}" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("fail_on", "failed"),
    [
        (Severity.ERROR, {"e"}),
        (Severity.WARNING, {"e", "w"}),
        (Severity.NOTE, {"e", "w", "n"}),
    ],
)
def test_what_does_not_fail_the_check_fails_no_case(fail_on: Severity, failed: set[str]) -> None:
    findings = [
        found("schema", severity, "x", (path, (1, 1, 1, 2)))
        for path, severity in (("e", "error"), ("w", "warning"), ("n", "note"))
    ]
    cases = outcomes(suite(verdict(*findings), replace(CONTEXT, fail_on=fail_on)))
    told = {name: word for name, word in cases.items() if name.startswith("schema: ")}
    assert told == {
        f"schema: {path}": "failure" if path in failed else "skipped" for path in ("e", "w", "n")
    }


def test_the_gravest_finding_speaks_for_the_case() -> None:
    findings = [
        found("schema", "warning", "light", ("a", (1, 1, 1, 2))),
        found("schema", "error", "grave", ("a", (2, 1, 2, 2))),
    ]
    (failure,) = suite(verdict(*findings)).iter("failure")
    assert failure.get("message") == "grave (and 1 more)"


@pytest.mark.parametrize(
    "text", [*HOSTILE, "]]>", "<![CDATA[x]]>", "&lt;<b a='\"'>", "\ufffe\uffff"], ids=ascii
)
def test_hostile_text_is_read_back_as_it_was_escaped(text: str) -> None:
    assert_read(text)


@given(st.text(max_size=60) | st.text("]>&<\"' a\n\r\t\x00\x1b", max_size=60))
def test_any_text_is_read_back_as_it_was_escaped(text: str) -> None:
    assert_read(text)


def assert_read(text: str) -> None:
    printed = said("junit", everywhere(text))
    assert printed.isascii()
    assert re.search(r"[\x00-\x09\x0b-\x1f]", printed) is None
    one = suite(everywhere(text))
    (failure,) = one.iter("failure")
    assert failure.get("message") == f"{escaped(text)} (and 12 more)"
    assert f"help: {escaped(text)}" in (failure.text or "") or not text
    assert failure.get("type") == "error"


def test_no_output_of_ours_opens_an_entity() -> None:
    assert "<!" not in said("junit", everywhere("<!DOCTYPE x [<!ENTITY y 'z'>]>&y;"))


if __name__ == "__main__":
    for file, content in golden():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")
