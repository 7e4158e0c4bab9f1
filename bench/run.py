"""Measure the figures of speed that the project holds itself to, as ratios taken in one run.

    python bench/run.py [--sizes 100,1000,10000] [--runs 5] [--keep DIR]

Each figure is the ratio of two medians whose runs alternate, so that a machine that is slow for a
while is slow for both. Nothing here is part of the timed tests: a figure that is missed is printed
as such, and the exit is 1 only when something could not be measured.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generate import generate

HERE = Path(__file__).resolve().parent
TRACKER = Path(sys.executable).with_name("tracker")
CHANGED = 10
LEAST = 1
STARTS = 15

GIT = [
    "git",
    *("-c", "user.name=Bench", "-c", "user.email=bench@example.org"),
    *("-c", "commit.gpgsign=false", "-c", "gc.auto=0"),
]


class Run(NamedTuple):
    """One finished process: its wall time in seconds, the peak of the largest process in MB."""

    seconds: float
    megabytes: float


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    measured: float
    target: float
    unit: str
    detail: str

    @property
    def held(self) -> bool:
        return self.measured <= self.target


def run(command: Sequence[str | Path], expected: tuple[int, ...] = (0,)) -> Run:
    """Run to the end; the peak is of one process, children included, as the kernel counts it."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = code = os.waitstatus_to_exitcode(status)
        if code not in expected:
            output.seek(0)
            said = output.read()[-4000:].decode(errors="replace")
            raise SystemExit(f"error: {' '.join(map(str, command))} ended with {code}:\n{said}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_maxrss / scale)


def check(folder: Path, *options: str) -> Run:
    """`tracker check` of a workspace, in a fresh process."""
    begin = Path.cwd()
    os.chdir(folder)
    try:
        return run([TRACKER, "check", *options])
    finally:
        os.chdir(begin)


def events(folder: Path) -> Run:
    """The yardstick: iterating the events in one fresh process, start-up and disk not counted."""
    command: list[str | Path] = [sys.executable, HERE / "events.py", folder / "work"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Run(float(said.split()[0]), 0.0)


def alternate(times: int, *subjects: Callable[[], Run]) -> list[list[Run]]:
    """Each subject's runs, taken in turns."""
    taken: list[list[Run]] = [[] for _ in subjects]
    for _ in range(times):
        for subject, runs in zip(subjects, taken, strict=True):
            runs.append(subject())
    return taken


def median(runs: list[Run]) -> float:
    return statistics.median(each.seconds for each in runs)


def commit(folder: Path) -> None:
    """Make the workspace a repository with one commit, and change ten of its files."""
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All"]):
        run([*GIT, "-C", folder, *arguments])
    plans = sorted(folder.glob("work/projects/*/plan.yaml"))
    for path in plans[:: max(1, len(plans) // CHANGED)][:CHANGED]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: ", "title: Later ", 1), encoding="utf-8")


def whole(folder: Path, size: int, times: int) -> list[Figure]:
    """The figures of the largest workspace: against the yardstick, and with a base."""
    plain, yardstick, based = alternate(
        times,
        lambda: check(folder),
        lambda: events(folder),
        lambda: check(folder, "--base", "HEAD"),
    )
    peak = max(each.megabytes for each in plain)
    peak_based = max(each.megabytes for each in based)
    return [
        Figure(
            f"check of {size:,} files / C events",
            median(plain) / median(yardstick),
            2.0,
            "x",
            f"{median(plain):.2f} s / {median(yardstick):.2f} s",
        ),
        Figure("  peak memory of a process", peak, 200, "MB", "plain"),
        Figure("  peak memory of a process", peak_based, 200, "MB", "--base"),
        Figure(
            f"check --base, {CHANGED} changed / plain check",
            median(based) / median(plain),
            1.3,
            "x",
            f"{median(based):.2f} s / {median(plain):.2f} s",
        ),
    ]


def growth(least: Path, folders: dict[int, Path], times: int) -> list[Figure]:
    """Cost per file at each size against the smallest; that of the least workspace is start-up."""
    base, *sized = alternate(
        times,
        lambda: check(least),
        *(lambda folder=folder: check(folder) for folder in folders.values()),
    )
    start, fixed = median(base), files(least)
    cost = {
        size: (median(runs) - start) / (files(folders[size]) - fixed) * 1e3
        for size, runs in zip(folders, sized, strict=True)
    }
    smallest = min(cost)
    return [
        Figure(
            f"cost per file at {size:,} / at {smallest:,}",
            cost[size] / cost[smallest],
            1.3,
            "x",
            f"{cost[size]:.3f} ms / {cost[smallest]:.3f} ms",
        )
        for size in folders
        if size != smallest
    ]


def files(folder: Path) -> int:
    return sum(1 for _ in (folder / "work").rglob("*.yaml"))


def start_up() -> Figure:
    """`tracker --version` against an interpreter that does nothing."""
    version, nothing = alternate(
        STARTS,
        lambda: run([TRACKER, "--version"]),
        lambda: run([sys.executable, "-c", "pass"]),
    )
    detail = f"{median(version) * 1e3:.0f} ms / {median(nothing) * 1e3:.0f} ms"
    return Figure(
        "tracker --version / python -c pass", median(version) / median(nothing), 6.0, "x", detail
    )


def table(figures: list[Figure]) -> str:
    rows = [
        f"{each.name:<40} {each.measured:>8.2f} {each.unit:<3} {each.target:>6g} {each.unit:<3}"
        f" {'held' if each.held else 'MISSED':<7} {each.detail}"
        for each in figures
    ]
    head = f"{'figure':<40} {'measured':>12} {'at most':>10} {'':<7} medians"
    return "\n".join([head, "-" * len(head), *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the figures of speed.")
    parser.add_argument("--sizes", default="100,1000,10000", help="files per workspace")
    parser.add_argument("--runs", type=int, default=5, help="runs that each median is taken of")
    parser.add_argument("--keep", type=Path, help="build the workspaces here and leave them")
    given = parser.parse_args()
    sizes = sorted({LEAST, *(int(size) for size in given.sizes.split(","))})
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as scratch:
        root: Path = given.keep or Path(scratch)
        folders = {size: root / str(size) for size in sizes}
        for size, folder in folders.items():
            if not (folder / ".git").exists():
                print(f"{generate(size, folder):,} files in {folder}", file=sys.stderr)
                commit(folder)
        largest, least = sizes[-1], folders.pop(LEAST)
        figures = [start_up(), *growth(least, folders, given.runs)]
        figures += whole(folders[largest], largest, given.runs)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {given.runs} runs each")
    print(table(figures))


if __name__ == "__main__":
    main()
