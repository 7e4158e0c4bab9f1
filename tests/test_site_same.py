"""The same commit on the same day gives the same bytes: pages, past, people, feeds, whoever builds."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import example_past
import pytest
from browsing import FORGE
from test_site_build import everything

BUILD = f"""
import sys
from datetime import date
from pathlib import Path
from tracker.site.build import build_status
from tracker.site.discovery import discover
from tracker.site.status import Audience
root, out, audience = Path(sys.argv[1]), Path(sys.argv[2]), Audience(sys.argv[3])
status, _ = discover(root, None, date({example_past.AS_OF:%Y, %m, %d}), audience)
assert status.past and status.forge
build_status(status, out, site_url="https://status.example.org/work/")
""".replace(", 0", ", ")

BUILDERS = (
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"TZ": "America/Lima", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "86400"},
)  # fmt: skip


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_two_builders_give_the_same_bytes(tmp_path: Path, audience: str) -> None:
    found = []
    for number, one in enumerate(BUILDERS):
        home = tmp_path / f"{'deep/' * number}home-{number}"
        root = example_past.build(home / "work tree")
        example_past.run(root, "remote", "add", "origin", FORGE)
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONUTF8"}
        arguments = [sys.executable, "-c", BUILD, str(root), str(home / "out"), audience]
        subprocess.run(arguments, env=environ | one, cwd=home, umask=0o77 * number, check=True)
        found.append(everything(home / "out"))
    assert set(found[0]) == set(found[1])
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


def test_the_past_goes_over_the_year_in_changes_of_every_form() -> None:
    steps = example_past.steps()
    assert {date.fromisoformat(step.day).month for step in steps} == set(range(1, 12))
    told = example_past.history().decode()
    assert "(#1)" in told and "\nmerge refs/heads/" in told
    assert any(held is None for step in steps for held in step.files.values()), "an id changed"


def test_the_past_ends_where_the_example_stands(tmp_path: Path) -> None:
    example_past.build(tmp_path)
    for path, content in example_past.final().items():
        built = (tmp_path / "work" / path).read_bytes()
        assert built == content or "/approvals/" in path, path
