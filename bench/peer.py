"""A peer: what it is, what it does of what Tracker does, and an environment of its own to run it in."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ground import Ground
from measure import TRACKER, Command, Figure, NotMeasuredError, gist, ratio

PINS = Path(__file__).resolve().parent / "peers"
BUILT = PINS.parent.parent / "build" / "peers"
PATIENCE = 600

Measure = Callable[[Ground, Path], Iterator[Figure]]


@dataclass(frozen=True)
class Peer:
    """Declared by each file of `peers/`; `measure` gets the path of the installed program.

    Its pins stand beside it: `<name>.txt` for pip, or a folder `<name>` with a lock for npm.
    """

    title: str
    program: str
    does: str
    lacks: str
    measure: Measure


def figures(peer: Peer, ground: Ground, tool: Path) -> Iterator[Figure]:
    """What starting it costs, then what its file measures."""
    here = ground.workspace(1)
    theirs, ours = ground.turns([Command([tool, "--version"], here)], [version(here)])
    yield ratio(f"{tool.name} --version / tracker --version", theirs, ours)
    yield from peer.measure(ground, tool)


def version(folder: Path) -> Command:
    return Command([TRACKER, "--version"], folder)


def pins(name: str, folder: Path = PINS) -> list[str]:
    """Every package that the environment of a peer holds, with its version."""
    lock = folder / name / "package-lock.json"
    if not lock.exists():
        return (folder / f"{name}.txt").read_text(encoding="utf-8").split()
    packages = json.loads(lock.read_bytes())["packages"]
    return [
        f"{path.rpartition('node_modules/')[2]}=={package['version']}"
        for path, package in packages.items()
        if path
    ]


def install(name: str, program: str, *, pinned: Path = PINS, built: Path = BUILT) -> Path:
    """The program of a peer, installed again where its pins or Python changed. Raises NotMeasuredError."""
    folder = built / name
    made_from = "\n".join([sys.version, *pins(name, pinned)])
    stamp = hashlib.sha256(made_from.encode()).hexdigest()
    ready = folder / "ready"
    if not ready.exists() or ready.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        if (pinned / name).is_dir():
            _npm(pinned / name, folder)
        else:
            _pip(pinned / f"{name}.txt", folder)
        ready.write_text(stamp, encoding="utf-8")
    places = (folder / "bin" / program, folder / "node_modules" / ".bin" / program)
    tool = next((place for place in places if place.exists()), None)
    if tool is None:
        raise NotMeasuredError(f"{name} is installed, and has no program {program}")
    return tool


def _pip(requirements: Path, folder: Path) -> None:
    _do([sys.executable, "-m", "venv", folder], folder.parent)
    pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    _do([*pip, "--disable-pip-version-check", "--requirement", requirements], folder)


def _npm(pinned: Path, folder: Path) -> None:
    """`npm ci` would refuse a lock that lacks the builds for other systems than this one."""
    shutil.copytree(pinned, folder)
    quietly = ["--no-audit", "--no-fund", "--loglevel=error"]
    _do(["npm", "install", "--no-save", "--ignore-scripts", *quietly], folder)


def _do(argv: list[str | Path], folder: Path) -> None:
    """Run one step of an installation. Raises NotMeasuredError."""
    folder.mkdir(parents=True, exist_ok=True)
    said = f"{Path(argv[0]).name} in {folder.name}"
    try:
        done = subprocess.run(
            argv, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasuredError(f"{said} did not run: {error}") from error
    if done.returncode:
        raise NotMeasuredError(f"not installed: {gist(done.stderr)}")
