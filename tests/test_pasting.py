"""What a help line gives to paste is pasted, and the finding is gone."""

import re
import sys
from pathlib import Path
from shutil import copytree

import pytest
from casework import CASES, verdict

from tracker.finding import START, Finding

sys.path.append(str(Path(__file__).resolve().parent.parent / "site"))

import messages

# What stands after these words takes the place of what the carets point at.
VALUE = re.compile(
    r"(?:.*: )?did you mean `(?P<meant>[^`]+)`"
    r"|(?:write it without quotes|make it a list): (?P<recast>.+)"
    r"|(?:put it back:|.* write) `(?P<key>[a-z]+): (?P<back>[a-z0-9-]+)`"
)
QUOTED = re.compile(r'(?:.*: )?quote it[^"]*: (?P<quoted>"(?P<text>.+)")')
ELSEWHERE = {"misplaced-file"}
"""Rules whose help gives the place of a file, not a value."""


def pasted(line: str, finding: Finding) -> str | None:
    """The line with what help gives put into its place; None where there is nothing to paste."""
    span, hint = finding.location.span, finding.hint or ""
    if finding.rule in ELSEWHERE or span.end_line != span.line:
        return None
    if quoted := QUOTED.fullmatch(hint):
        at = line.index(quoted["text"], span.column - 1)
        return line[:at] + quoted["quoted"] + line[at + len(quoted["text"]) :]
    found = VALUE.match(hint)
    if found is None:
        return None
    if span == START:  # the key is not there yet
        return f"{found['key']}: {found['back']}\n{line}" if found["key"] else None
    value = found["meant"] or found["recast"] or found["back"]
    return line[: span.column - 1] + value + line[span.end_column - 1 :]


def mendable() -> list[messages.Shown]:
    found = (message.example for message in messages.messages())
    return [one for one in found if pasted_in(one, CASES / one.case / "head") is not None]


def pasted_in(one: messages.Shown, head: Path) -> str | None:
    """The whole file with its mended line."""
    path, span = one.finding.location
    if not (head / path).is_file():
        return None
    text = (head / path).read_bytes().decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    line = pasted(lines[span.line - 1], one.finding)
    if line is None:
        return None
    return "\n".join([*lines[: span.line - 1], line, *lines[span.line :]])


MENDABLE = mendable()


@pytest.mark.parametrize("one", MENDABLE, ids=lambda one: f"{one.case}-{one.finding.message[:40]}")
def test_what_help_gives_to_paste_mends(one: messages.Shown, tmp_path: Path) -> None:
    head = tmp_path / "head"
    copytree(CASES / one.case / "head", head)
    text = pasted_in(one, head)
    assert text is not None
    (head / one.finding.location.path).write_bytes(text.encode("utf-8", "surrogateescape"))
    said = verdict(CASES / one.case, head).findings
    assert _gist(one.finding) not in map(_gist, said)
    assert one.finding.rule == "syntax" or "syntax" not in {finding.rule for finding in said}


def _gist(finding: Finding) -> tuple[str, str, str, int]:
    """What is said of which line: the lines of a log say the same."""
    place = finding.location
    return finding.rule, finding.message, place.path, place.span.line


def test_much_can_be_pasted() -> None:
    """The patterns above find the help lines that they are meant for."""
    assert len(MENDABLE) > 30
    assert {"syntax", "schema", "phase-transition", "lifecycle-change", "unknown-reference"} <= {
        one.finding.rule for one in MENDABLE
    }
