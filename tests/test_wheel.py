"""What people install: the wheel holds everything that runs, and the five-minute start works."""

import fcntl
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import threading
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
PATIENCE = 60

pytestmark = pytest.mark.wheel


@dataclass(frozen=True)
class Installed:
    """An environment of its own, with the wheel in it and nothing of the checkout."""

    wheel: Path
    sdist: Path
    tracker: Path

    def __call__(self, *arguments: str, cwd: Path, code: int = 0) -> str:
        """What `tracker` prints; fails where the exit is not the expected one."""
        return run([self.tracker, *arguments], cwd=cwd, code=code)


def run(command: list[str | Path], cwd: Path, code: int = 0) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == code, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One of the parallel workers at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Installed:
    """Built and installed once, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "wheel"
    folder.mkdir(exist_ok=True)
    with alone(folder):
        if not (folder / "done").exists():
            build(folder)
            install(folder)
            (folder / "done").touch()
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    return Installed(wheel, sdist, folder / "venv" / SCRIPTS / "tracker")


def build(folder: Path) -> None:
    """The wheel is built from the source archive, so that both are known to be whole."""
    hatchling: list[str | Path] = [sys.executable, "-m", "hatchling", "build"]
    run([*hatchling, "-t", "sdist", "-d", folder / "dist"], cwd=ROOT)
    (archive,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    run([*hatchling, "-t", "wheel", "-d", folder / "dist"], cwd=source)


def install(folder: Path) -> None:
    """Install the wheel; what it depends on is lent by the environment that runs the tests.

    A path file lends the packages without their own path files, so the checkout, which is installed
    as an editable package there, is not in reach. Nothing is fetched.
    """
    target = folder / "venv"
    venv.create(target, with_pip=False, symlinks=os.name != "nt")
    python = target / SCRIPTS / "python"
    (wheel,) = (folder / "dist").glob("*.whl")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install"]
    run([*pip, "--no-index", "--no-deps", "--quiet", wheel], cwd=folder)
    found = run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], cwd=folder
    )
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(found.strip(), "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    return run(["git", *arguments], cwd=folder)


def replace(path: Path, old: str, new: str) -> int:
    """Edit the one line that says `old`; its number."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines.count(old) == 1, f"{path} does not say {old!r} once"
    number = lines.index(old)
    lines[number] = new
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number + 1


def test_the_wheel_carries_every_file_of_the_package(installed: Installed) -> None:
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "tracker")
    sources = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    schemas = {
        f"tracker/_schemas/{path.relative_to(ROOT / 'schemas').as_posix()}"
        for path in (ROOT / "schemas").rglob("*.json")
    }
    examples = {
        f"tracker/_example/{path.relative_to(ROOT / 'work').as_posix()}"
        for path in (ROOT / "work").rglob("*.*")
    }
    vega = {f"{hatch_build.ASSETS.as_posix()}/{name}" for name in hatch_build.FILES}
    carried = {
        name for name in zipfile.ZipFile(installed.wheel).namelist() if name.startswith("tracker/")
    }
    assert schemas
    assert examples
    assert carried == sources | schemas | examples | vega


def test_the_command_runs(installed: Installed, tmp_path: Path) -> None:
    version = installed.wheel.name.split("-")[1]
    assert version in installed("--version", cwd=tmp_path)


def test_the_package_that_runs_is_the_installed_one(installed: Installed, tmp_path: Path) -> None:
    python = installed.tracker.with_name("python")
    where = run([python, "-c", "import tracker; print(tracker.__file__)"], cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.tracker.parent.parent)


def test_the_five_minute_start(installed: Installed, tmp_path: Path) -> None:
    """`design.md`, section 1, word for word."""
    git(tmp_path, "init", "-q", "-b", "main")
    installed("init", cwd=tmp_path)
    assert "transitions NOT judged" in installed("check", cwd=tmp_path)
    assert (tmp_path / "work/.schemas/project.schema.json").is_file()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Start")

    (project,) = tmp_path.glob("work/projects/*/project.yaml")
    line = replace(project, "phase: idea", "phase: done")
    said = installed("check", "--base", "HEAD", cwd=tmp_path, code=1)
    assert f"{project.relative_to(tmp_path)}:{line}:" in said
    assert "error[phase-transition]" in said
    assert "phase: done" in said, "the offending line is shown"
    assert "help:" in said
    assert "tracker move first-project doing" in said, "the command that makes the legal move"

    assert "phase done → doing" in installed("move", "first-project", "doing", cwd=tmp_path)
    installed("check", "--base", "HEAD", cwd=tmp_path)

    with served(installed, tmp_path) as address, urllib.request.urlopen(address) as page:
        assert page.status == 200
        assert b"<html" in page.read()


def test_the_example_is_written_and_passes(installed: Installed, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    assert "Meridian Foods" in installed("init", "--example", cwd=tmp_path)
    said = installed("check", "--as-of", "2026-11-21", cwd=tmp_path)
    rules = ["training-expired", "performer-untrained"]
    assert "2 warnings" in said and all(f"warning[{rule}]" in said for rule in rules)


@contextmanager
def served(installed: Installed, folder: Path) -> Iterator[str]:
    """The address that `tracker site serve` prints, on a port that the system picks."""
    with subprocess.Popen(
        [installed.tracker, "site", "serve", "--port", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        # A server that says nothing is ended, or the test would wait for ever.
        guard = threading.Timer(PATIENCE, server.kill)
        guard.start()
        try:
            assert server.stdout is not None
            said = []
            for line in server.stdout:
                said.append(line)
                if address := re.search(r"http://[^\s'\"]+", line):
                    yield address[0]
                    return
            pytest.fail(f"the server ended before it served:\n{''.join(said)}")
        finally:
            guard.cancel()
            server.terminate()
