"""What is measured and how: jobs that run in turns, and the ratio of each pair of runs.

Two jobs are never measured one after the other but A B A B, and a ratio is taken of each pair, so
that a machine that is slow for a while is slow for both. A figure is the median of those ratios.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

TRACKER = Path(sys.executable).with_name("tracker")
LIMIT = 900
"""Seconds after which a command is ended, and what it was to measure is not measured."""


class NotMeasuredError(Exception):
    """Something could not be measured; the text says what, and what was said last."""


@dataclass(frozen=True)
class Command:
    """One process: its arguments, where it runs, and a folder that must not be there before."""

    argv: Sequence[str | Path]
    cwd: Path
    afresh: Path | None = None
    tells: bool = False
    """The process prints its own seconds first, which count in place of the time outside."""


Job = Sequence[Command]
"""Commands that run one after another, and are timed as one."""


class Run(NamedTuple):
    """A finished job: its seconds, and the peak of its largest process in MB."""

    seconds: float
    megabytes: float = 0.0


class Bound(NamedTuple):
    """What the median of a figure is held to."""

    side: Literal["at most", "at least"]
    value: float

    def holds(self, measured: float) -> bool:
        return measured <= self.value if self.side == "at most" else measured >= self.value


@dataclass(frozen=True)
class Figure:
    """One line of the table: a value for each round, and the median seconds that it came from."""

    title: str
    values: tuple[float, ...]
    bound: Bound | None = None
    unit: Literal["x", "MB", "KB"] = "x"
    seconds: tuple[float, float] | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def held(self) -> bool:
        return self.bound is None or self.bound.holds(self.median)


def ratio(title: str, above: list[Run], below: list[Run], bound: Bound | None = None) -> Figure:
    """How many times as long the one took as the other, pair by pair."""
    values = tuple(a.seconds / b.seconds for a, b in zip(above, below, strict=True))
    return Figure(title, values, bound, seconds=(median(above), median(below)))


def median(runs: list[Run]) -> float:
    return statistics.median(each.seconds for each in runs)


Runner = Callable[[Job], Run]


def in_turns(runner: Runner, times: int, jobs: Sequence[Job]) -> list[list[Run]]:
    """Each job's runs, taken in rounds: A B A B."""
    taken: list[list[Run]] = [[] for _ in jobs]
    for _ in range(times):
        for job, runs in zip(jobs, taken, strict=True):
            runs.append(runner(job))
    return taken


def run(job: Job) -> Run:
    """Run to the end, and time it. Raises NotMeasuredError."""
    runs = [_one(command) for command in job]
    return Run(sum(each.seconds for each in runs), max(each.megabytes for each in runs))


def _one(command: Command) -> Run:
    """One process; the peak is of the largest process below it, as the kernel counts it."""
    if command.afresh:
        shutil.rmtree(command.afresh, ignore_errors=True)
    said = " ".join(map(str, command.argv))[:200]
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        try:
            process = subprocess.Popen(
                command.argv,
                cwd=command.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise NotMeasuredError(f"{said} does not start: {error.strerror}") from error
        guard = threading.Timer(LIMIT, os.killpg, (process.pid, signal.SIGKILL))
        guard.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            guard.cancel()
        seconds = time.perf_counter() - begin
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if code:
        raise NotMeasuredError(f"{said} ended with {code}: {gist(text)}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(float(text.split()[0]) if command.tells else seconds, usage.ru_maxrss / scale)


def gist(text: str) -> str:
    """What a program said went wrong, in one line and without addresses; else what it said last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults = [line for line in lines if "error" in line.lower() and len(line.split()) > 2]
    chosen = faults[:2] or lines[-2:]
    said = re.sub(r" \(from versions: [^)]*\)", "", " · ".join(chosen))
    return re.sub(r"https?://\S+", "(address)", said)[:300]
