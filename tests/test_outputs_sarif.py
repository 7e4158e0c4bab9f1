"""SARIF: golden files, the model of a library, what forges do with it, and hostile text.

`python tests/test_outputs_sarif.py` writes the golden files anew.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from golden_rules import settle
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sarif_pydantic import Sarif  # type: ignore[import-untyped]
from test_outputs import CONTEXT, FINDINGS, HOSTILE, LEDGER, everywhere, found, said, verdict

from tracker.finding import Finding, Location, Related, Severity, Span
from tracker.law.check import checks
from tracker.law.judge import Verdict

GOLDEN = Path(__file__).parent / "golden" / "review"
UNMODELLED = {
    ".runs[0].columnKind",
    ".runs[0].invocations[0].toolExecutionNotifications",
}
"""What the standard has (3.14.17, 3.20.21) and the library does not; nothing else may be unknown."""


def golden() -> Iterator[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, "tracker.outputs.sarif")
        yield "findings.sarif", said("sarif", verdict(*FINDINGS))
        yield "clean.sarif", said("sarif", verdict(base=None, changes=()))


@pytest.mark.parametrize(("name", "text"), list(golden()), ids=[name for name, _ in golden()])
def test_golden(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def run_of(judged: Verdict) -> dict[str, Any]:
    (run,) = json.loads(said("sarif", judged))["runs"]
    assert isinstance(run, dict)
    return run


def results(judged: Verdict) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_of(judged)["results"]
    return found


def unknown(model: object, where: str = "") -> Iterator[str]:
    """Properties that the model has no name for: it keeps them, and a reader would drop them."""
    if isinstance(model, list):
        for at, one in enumerate(model):
            yield from unknown(one, f"{where}[{at}]")
    elif isinstance(model, BaseModel):
        yield from (f"{where}.{name}" for name in model.model_extra or ())
        for name in type(model).model_fields:
            yield from unknown(getattr(model, name), f"{where}.{name}")


@pytest.mark.parametrize(
    "judged",
    [verdict(*FINDINGS), verdict(base=None, changes=()), everywhere("x"), everywhere("\ud800")],
)
def test_the_library_reads_it_and_knows_every_property(judged: Verdict) -> None:
    model = Sarif.model_validate_json(said("sarif", judged))
    assert set(unknown(model)) == UNMODELLED
    assert (model.version, len(model.runs)) == ("2.1.0", 1)
    assert len(model.runs[0].results or ()) == len(judged.findings)


def test_every_rule_is_there_with_what_github_asks_for() -> None:
    driver = run_of(verdict())["tool"]["driver"]
    assert (driver["name"], [rule["id"] for rule in driver["rules"]]) == ("Tracker", list(checks()))
    for rule in driver["rules"]:
        check = checks()[rule["id"]]
        assert rule["help"]["text"] == check.page
        assert check.statement[:9] in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] == check.severity


def test_a_region_counts_characters_and_ends_after_the_last() -> None:
    line = "title: 総勘定元帳 \U0001f680 x"
    at = line.index("\U0001f680")
    one = found("schema", "error", "x", (LEDGER, (3, at + 1, 3, at + 2)))
    judged = verdict(one)
    assert run_of(judged)["columnKind"] == "unicodeCodePoints"
    region = results(judged)[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": at + 1, "endLine": 3, "endColumn": at + 2}


@pytest.mark.parametrize(
    "path",
    [
        "work/a b.yaml",
        "a:b.yaml",
        "100%.yaml",
        "q?x#y.yaml",
        "é/漢字.yaml",
        "a\nb",
        "[x]",
        "caf\udce9",
    ],
)
def test_a_path_is_a_relative_reference_that_leads_back_to_it(path: str) -> None:
    place = results(verdict(found("schema", "error", "x", (path, (1, 1, 1, 2)))))[0]["locations"][0]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri)
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(parts.path, errors="surrogateescape") == path


def fingerprints(*findings: Finding) -> list[str]:
    return [
        one["partialFingerprints"]["primaryLocationLineHash"] for one in results(verdict(*findings))
    ]


def moved(finding: Finding, lines: int) -> Finding:
    path, (first, column, last, end) = finding.location
    return replace(finding, location=Location(path, Span(first + lines, column, last + lines, end)))


def test_a_fingerprint_stays_when_lines_move_and_is_never_shared() -> None:
    before = fingerprints(*FINDINGS)
    assert len(set(before)) == len(FINDINGS)
    assert fingerprints(*(moved(one, 7) for one in FINDINGS)) == before
    same = [found("schema", "error", "x", ("a", (line, 1, line, 2))) for line in (1, 2, 3)]
    assert len(set(fingerprints(*same))) == 3
    for other in ({"rule": "y"}, {"message": "y"}, {"location": Location("b")}):
        assert fingerprints(replace(same[0], **other))[0] != fingerprints(same[0])[0]


def test_what_was_not_judged_is_said() -> None:
    (notification,) = run_of(verdict(base=None))["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "transitions NOT judged: no --base"
    assert notification["level"] == "warning"


def many(count: int, message: str = "x") -> list[Finding]:
    """Notes, and an error among the last of them."""
    notes = [found("schema", "note", message, (f"a{at:05}", (1, 1, 1, 2))) for at in range(count)]
    return [*notes[:-1], found("schema", "error", message, ("b", (1, 1, 1, 2))), notes[-1]]


def left_out(judged: Verdict) -> str:
    _, notification = run_of(judged)["invocations"][0]["toolExecutionNotifications"]
    text = notification["message"]["text"]
    assert isinstance(text, str) and notification["level"] == "warning"
    return text


def test_what_no_forge_shows_is_left_out_by_gravity_and_counted() -> None:
    judged = verdict(*many(5_010))
    places = results(judged)
    assert [one["level"] for one in places] == ["note"] * 4_999 + ["error"]
    assert left_out(judged) == "11 of 5,011 findings are left out: too many, or too long"


def test_all_results_together_have_a_limit() -> None:
    """A message of 2,000 characters is one of 12,000 where each is written as an escape."""
    judged = verdict(*many(1_000, "項" * 2_000))
    assert len(said("sarif", judged)) < 9_000_000
    assert "error" in {one["level"] for one in results(judged)}
    assert left_out(judged).endswith(" of 1,001 findings are left out: too many, or too long")


def test_a_place_whose_name_has_no_end_is_left_out_and_counted() -> None:
    long = "/".join(["項" * 80] * 6)
    one = found("schema", "error", "x", ("a", (1, 1, 1, 2)))
    related = Related("there", Location(long))
    judged = verdict(
        replace(one, related=(related, Related("here", Location("b")))),
        replace(one, location=Location(long)),
    )
    (kept,) = results(judged)
    assert [place["message"]["text"] for place in kept["relatedLocations"]] == ["here"]
    assert left_out(judged) == "1 of 2 findings are left out: too many, or too long"


def test_nothing_of_the_machine_is_in_it() -> None:
    """`head` may be a folder's name, `policy` a path, the time another one with each run."""
    judged = verdict(*FINDINGS, head="/home/me/repo", policy="/home/me/law")
    printed = said("sarif", judged, replace(CONTEXT, base_name="/home/me", head_name="/home/me"))
    assert "/home/me" not in printed
    assert "0.12" not in printed


def test_text_of_a_finding_is_no_link() -> None:
    """SARIF has links in plain text: `[words](address)`, or a number for a related place."""
    evil = "see [the rules](https://evil.example), [](1) and [a]](0)"
    text = results(verdict(found("schema", "error", evil, ("a", (1, 1, 1, 2)), evil)))[0]["message"]
    assert "](" not in text["text"]
    assert text["text"].count("]\\(") == 6


def strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from (key, *strings(value))
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_data(text: str) -> None:
    assert_data(text)


@given(st.text(max_size=60) | st.text("#:[](){} a\n\r\t\x1b%", max_size=60))
def test_any_text_is_data(text: str) -> None:
    assert_data(text)


def assert_data(text: str) -> None:
    for finding in results(everywhere(text)):
        for string in strings(finding):
            assert all(line.isprintable() for line in string.split("\n")), string
        for message in (
            finding["message"],
            *(one["message"] for one in finding["relatedLocations"]),
        ):
            assert "](" not in message["text"]


def test_severities_are_levels() -> None:
    levels = [one["level"] for one in results(verdict(*FINDINGS))]
    assert set(levels) == {str(severity) for severity in Severity}


if __name__ == "__main__":
    for file, content in golden():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")
