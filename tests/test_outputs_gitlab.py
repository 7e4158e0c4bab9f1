"""GitLab's Code Quality report: golden files, what GitLab asks for, and hostile text.

`python tests/test_outputs_gitlab.py` writes the golden files anew.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_outputs import FINDINGS, HOSTILE, everywhere, found, said, verdict

from tracker.finding import Location, Span
from tracker.law.judge import Verdict

GOLDEN = Path(__file__).parent / "golden" / "review"
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def golden() -> Iterator[tuple[str, str]]:
    yield "findings.gitlab.json", said("gitlab", verdict(*FINDINGS))
    yield "clean.gitlab.json", said("gitlab", verdict(base=None, changes=()))


@pytest.mark.parametrize(("name", "text"), list(golden()), ids=[name for name, _ in golden()])
def test_golden(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def report(judged: Verdict) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said("gitlab", judged))
    return found


def assert_accepted(judged: Verdict) -> None:
    """What GitLab demands of a report; without any of it, it shows nothing at all."""
    entries = report(judged)
    assert len(entries) == len(judged.findings)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in SEVERITIES
        assert isinstance(entry["check_name"], str) and isinstance(entry["location"]["path"], str)
        assert 1 <= entry["location"]["lines"]["begin"] <= entry["location"]["lines"]["end"]
        assert re.fullmatch(r"[0-9a-f]{64}", entry["fingerprint"])
        assert entry["description"].isprintable()
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_it_has_what_gitlab_asks_for() -> None:
    assert_accepted(verdict(*FINDINGS))
    assert [one["severity"] for one in report(verdict(*FINDINGS))].count("major") == 6


def test_a_fingerprint_stays_when_lines_move() -> None:
    def known(lines: int) -> list[str]:
        moved = (
            replace(one, location=Location(one.location.path, Span(lines + at, 1, lines + at, 2)))
            for at, one in enumerate(FINDINGS)
        )
        return [entry["fingerprint"] for entry in report(verdict(*moved))]

    assert known(1) == known(50)


def test_a_span_that_ends_before_a_line_does_not_name_it() -> None:
    (entry,) = report(verdict(found("schema", "error", "x", ("a", (3, 4, 6, 1)))))
    assert entry["location"]["lines"] == {"begin": 3, "end": 5}


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_data(text: str) -> None:
    assert_accepted(everywhere(text))


@given(st.text(max_size=60))
def test_any_text_is_data(text: str) -> None:
    assert_accepted(everywhere(text))


if __name__ == "__main__":
    for file, content in golden():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")
