"""The writer under strace: killed, or told of a full disk, at each of its own system calls.

Only for `make torture`: `test_files.py` does the same at each call of the module `os`.
"""

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.source.aside import is_aside
from tracker.source.files import replace

pytestmark = pytest.mark.torture

OLD, NEW = b"title: old\n", b"title: new\n"
WRITE = f"""
import sys
from pathlib import Path
from tracker.source.files import replace
replace(Path(sys.argv[1]), {OLD!r}, {NEW!r})
"""
CALLS = (
    "flock",
    "write",
    "fsync",
    "fchmod",
    "linkat",
    "renameat",
    "unlinkat",
    "getdents64",
    "close",
)
LATE = {"getdents64", "close"}
"""What Python itself calls before the writer begins: there the last calls are the ones to hit."""


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    assert found is not None, "strace was not found; on Debian: apt-get install strace"
    return found


def run(strace: str, place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [strace, "-f", "-qq", *options, sys.executable, "-c", WRITE, place],
        capture_output=True,
        text=True,
        check=False,
    )


def numbers(strace: str, folder: Path, call: str) -> range:
    """Which of the calls of that name in a run are to go wrong."""
    place = fresh(folder / "count")
    seen = run(strace, place, "-e", f"trace={call}").stderr.count(f"{call}(")
    assert place.read_bytes() == NEW
    assert seen
    return range(max(1, seen - 5) if call in LATE else 1, seen + 1)


def fresh(folder: Path) -> Path:
    folder.mkdir(parents=True)
    place = folder / "a.yaml"
    place.write_bytes(OLD)
    place.chmod(0o640)
    return place


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_old_or_new(strace: str, tmp_path: Path, call: str, fault: str) -> None:
    for number in numbers(strace, tmp_path, call):
        place = fresh(tmp_path / str(number))
        run(strace, place, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        content = place.read_bytes()
        assert content in (OLD, NEW)
        assert stat.S_IMODE(place.stat().st_mode) == 0o640
        beside = {path.name for path in place.parent.iterdir()} - {"a.yaml"}
        assert all(map(is_aside, beside))
        if fault != "signal=KILL" and call != "unlinkat":
            assert beside == set()
        replace(place, content, b"next")
        assert {path.name for path in place.parent.iterdir()} == {"a.yaml"}
