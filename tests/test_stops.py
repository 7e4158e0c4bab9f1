"""Every end of a command without a judgement: exit code 2, what happened, what mends it."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from stopwork import STOPS, Transcript, transcripts

from tracker.cli.main import cli
from tracker.cli.terminal.stop import lines

UPDATE = "TRACKER_UPDATE_CASES"
HOME = "/home/ann"
BASH = shutil.which("bash") or "bash"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The local clock, as it was before a transcript set another."""
    yield
    time.tzset()


@pytest.mark.parametrize("transcript", transcripts(), ids=lambda transcript: transcript.name)
def test_a_command_ends_as_its_transcript_says(
    transcript: Transcript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "meridian"
    home.mkdir()
    monkeypatch.chdir(home)
    *before, last = transcript.commands
    for command in before:
        run(command, monkeypatch)
    done = tracker(last)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    said = steady(done.stderr, tmp_path)
    path = STOPS / f"{transcript.name}.txt"
    if os.environ.get(UPDATE):
        path.write_text(transcript.text(said), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == transcript.text(said)


def run(command: str, patch: pytest.MonkeyPatch) -> None:
    """One line of the way there; `cd` and `export` last, as in a shell."""
    verb, _, rest = command.partition(" ")
    if verb == "cd":
        patch.chdir(rest)
    elif verb == "export":
        name, _, value = rest.partition("=")
        patch.setenv(name, value)
        time.tzset()
    elif verb == "tracker":
        done = tracker(command)
        assert done.exit_code == 0, done.output
    else:
        subprocess.run([BASH, "-c", command], check=True, capture_output=True)


def tracker(command: str) -> Result:
    """Tracker in this process; a shell takes the words apart."""
    words = f"set -- {command.removeprefix('tracker ')}; printf '%s\\0' \"$@\""
    split = subprocess.run([BASH, "-c", words], check=True, capture_output=True, text=True)
    return CliRunner().invoke(cli, split.stdout.split("\0")[:-1])


def steady(text: str, folder: Path) -> str:
    """As a terminal of 80 columns shows it, without what differs from run to run: folder, hashes."""
    text = re.sub(r"\b[0-9a-f]{12,40}\b(?<!0{40})", "3f2a9c41b07d", text.replace(str(folder), HOME))
    said = (line.partition(" ") for line in text.splitlines())
    return "".join(f"{line}\n" for label, _, rest in said for line in lines(label, rest, 80))
