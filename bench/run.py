"""Measure the figures of speed that the project holds itself to, and its peers, in one run.

    python bench/run.py [--size 10000] [--runs 5] [--only NAME] [--peers none|NAME,...] [--save]

Every file of `figures/` and `peers/` is one measurement, found by its folder. What cannot be
measured is named, and the rest goes on. Exit: 0 every bound is held, 1 one is missed, 2 none is
missed but not everything was measured.
"""

import argparse
import importlib
import json
import os
import signal
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import machine
import peer
from ground import FULL, Ground
from measure import Figure, NotMeasuredError
from results import Results, closing, line

from tracker.version import VERSION

HERE = Path(__file__).resolve().parent
SAVED = HERE / "results.json"
WIDTH = 80

Measurement = Callable[[Ground], Iterator[Figure]]


def modules(folder: str) -> dict[str, ModuleType]:
    """The files of a folder, by name."""
    names = sorted(path.stem for path in (HERE / folder).glob("*.py"))
    return {name: importlib.import_module(f"{folder}.{name}") for name in names}


def measurements() -> dict[str, Measurement]:
    """Tracker's own figures."""
    return {name: module.measure for name, module in modules("figures").items()}


def peers() -> dict[str, peer.Peer]:
    """Those that it is compared with."""
    return {name: module.PEER for name, module in modules("peers").items()}


def against(name: str, one: peer.Peer) -> Measurement:
    """Install a peer, then measure it."""

    def measure(ground: Ground) -> Iterator[Figure]:
        yield from peer.figures(one, ground, peer.install(name, one.program))

    return measure


def chosen(only: str | None, peer_names: str | None) -> dict[str, Measurement]:
    """What is measured in this run. Raises LookupError for a name that nothing has."""
    known = peers()
    wanted = list(known) if peer_names is None else [*filter(None, peer_names.split(","))]
    wanted = [name for name in wanted if name != "none"]
    named = [name.replace("-", "_") for name in ([only] if only else wanted)]
    everything = measurements() | {name: against(name, each) for name, each in known.items()}
    for name in named:
        if name not in everything:
            raise LookupError(f"nothing is measured by the name {name}: {', '.join(everything)}")
    names = named if only else [*measurements(), *named]
    return {name: everything[name] for name in names}


def measure(
    what: dict[str, Measurement], ground: Ground, say: Callable[[str], None], probes: list[float]
) -> Results:
    """Measure one after another; what fails is told, and does not end the rest."""
    results = Results()
    for name, each in what.items():
        say(name)
        probes.append(machine.probe())
        try:
            for figure in each(ground):
                results.figures.append((name, figure))
                say(line(figure))
        except (NotMeasuredError, OSError) as error:
            results.failed[name] = str(error)
            say(f"  not measured: {error}")
    probes.append(machine.probe())
    return results


def record(results: Results, ground: Ground, noise: list[str], day: date) -> dict[str, Any]:
    """All that is saved of a run."""
    about = {
        name: {"title": one.title, "does": one.does, "lacks": one.lacks, "pins": peer.pins(name)}
        for name, one in peers().items()
    }
    return {
        "date": day.isoformat(),
        "tracker": VERSION,
        "size": ground.size,
        "machine": machine.facts(),
        "noise": noise,
        **results.record(),
        "peers": about,
    }


def say(text: str) -> None:
    """Print, in the columns of a terminal: what programs say of their faults is long."""
    for each in text.splitlines():
        print(textwrap.fill(each, WIDTH, subsequent_indent="    "), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the figures of speed, and peers.")
    parser.add_argument("--size", type=int, default=FULL, help="files of the largest workspace")
    parser.add_argument("--runs", type=int, default=5, help="rounds that a median is taken of")
    parser.add_argument("--only", metavar="NAME", help="one file of figures/ or peers/")
    parser.add_argument("--peers", metavar="NAMES", help="which peers, or none (default: all)")
    parser.add_argument("--save", action="store_true", help=f"write {SAVED.name} for the handbook")
    parser.add_argument("--keep", type=Path, help="build the workspaces here and leave them")
    given = parser.parse_args()
    if given.save and (given.only or given.peers):
        parser.error("what is saved was measured in one run: leave out --only and --peers")
    return given


def main() -> int:
    # An end from outside goes the way of Ctrl-C: what runs is ended, what was generated is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = arguments()
    try:
        what = chosen(given.only, given.peers)
    except LookupError as error:
        print(f"error: {error.args[0]}", file=sys.stderr)
        return 2
    load, probes = os.getloadavg()[0], [machine.probe() for _ in range(3)]
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as scratch:
        ground = Ground(given.keep or Path(scratch), given.size, given.runs)
        results = measure(what, ground, say, probes)
    noise = machine.noise(load, probes)
    for text in closing(results, noise):
        say(text)
    if given.save:
        saved = record(results, ground, noise, datetime.now(UTC).date())
        SAVED.write_text(json.dumps(saved, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return results.code


if __name__ == "__main__":
    sys.exit(main())
