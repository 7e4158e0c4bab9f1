"""The whole check over the hostile corpora, packed into one workspace: it always answers, and in time."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gitrepo import Repo
from hostile import HOSTILE
from test_corpora import suite

LARGE = sorted(HOSTILE)[:: len(HOSTILE) // 6]
"""Some of the files of a mebibyte; `test_document.py` has them all, one by one."""

TRACKER = "from tracker.cli.main import main; main()"
SETTINGS = """\
title: Hostile
currency: EUR
calendar: {working_days: [mon], hours_per_day: 8}
lifecycle: simple
"""
LIFECYCLE = "title: Simple\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: done}]\n"


def packed(corpora: Path) -> dict[str, bytes]:
    """Every hostile input as a file of a kind: the suite, the bombs, our own, and naughty text."""
    inputs = [case.content for case in suite(corpora / "adversarial/yaml-test-suite/src")]
    inputs += [path.read_bytes() for path in sorted((corpora / "adversarial/yaml-bombs").iterdir())]
    inputs += [HOSTILE[name]() for name in LARGE]
    strings = json.loads((corpora / "adversarial/blns/blns.json").read_text("utf-8"))
    strings += (corpora / "adversarial/h5sc/vectors.txt").read_text("utf-8", "replace").splitlines()
    inputs += [
        f"title: {json.dumps(text)}\nstatus: {json.dumps(text)}\n".encode() for text in strings
    ]
    inputs += [f"title: {text}\nphase: {text}\n".encode("utf-8", "replace") for text in strings]
    places = (
        "goals/g{}.yaml",
        "projects/p{}/project.yaml",
        "processes/p{}/process.yaml",
        "people/p{}/person.yaml",
    )
    return {"work/" + places[at % 4].format(at): content for at, content in enumerate(inputs)}


@pytest.fixture(scope="module")
def workspace(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    repo = Repo(tmp_path_factory.mktemp("hostile") / "repo")
    repo.write({"work/tracker.yaml": SETTINGS, "work/lifecycles/simple.yaml": LIFECYCLE})
    repo.commit("start")
    repo.write(packed(corpora))
    repo.commit("everything hostile")
    return repo


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
with open(sys.argv[1], "w") as out:
    out.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(done.returncode)
"""
"""Runs a command in a process that has no other children, and writes down its peak of memory."""


def check(
    repo: Repo, *arguments: str, peak: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    measured = [sys.executable, "-c", MEASURED, str(peak)] if peak else []
    return subprocess.run(
        [*measured, sys.executable, "-c", TRACKER, "check", *arguments],
        cwd=repo.path,
        capture_output=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("format", ["text", "github"])
def test_the_check_answers_for_every_file(workspace: Repo, format: str, tmp_path: Path) -> None:
    start = time.monotonic()
    done = check(workspace, "--base", "HEAD~1", "--format", format, peak=tmp_path / "peak")
    seconds = time.monotonic() - start
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr + done.stdout
    text = done.stdout.decode("utf-8")
    for line in text.splitlines():
        assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 for one in line)
        assert "##[" not in line
        if format != "github":
            assert not line.lstrip().startswith("::")
    assert seconds < 60, seconds
    peak = int((tmp_path / "peak").read_text()) // 1024
    assert peak < 400, peak


def test_every_file_is_named_or_clean(workspace: Repo) -> None:
    """What has no finding is a file that fits its schema: none of these inputs does by accident."""
    done = check(workspace, "--format", "json")
    envelope = json.loads(done.stdout)
    found = {one["path"] for one in envelope["findings"]}
    read = [path for path in workspace.git("ls-files", "work").splitlines() if path.count("/") > 1]
    silent = [path for path in read if path not in found and "lifecycles" not in path]
    assert all(path.startswith("work/people/") for path in silent), silent


def test_folder_and_revision_are_judged_alike(workspace: Repo) -> None:
    here = json.loads(check(workspace, "--format", "json").stdout)
    there = json.loads(check(workspace, "--head", "HEAD", "--format", "json").stdout)
    assert here["findings"] == there["findings"]
