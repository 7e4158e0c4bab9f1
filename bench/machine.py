"""The machine that a run was on, and whether it was busy with something else."""

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

SPREAD = 1.25
LOAD = 0.5


def facts() -> dict[str, str | int]:
    """What a reader needs to know of the machine."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
        "memory_gb": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def _memory() -> int:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return round(pages / 1024**3)


def probe() -> float:
    """Seconds of a fixed piece of work: they differ only where others want the machine too."""
    begin = time.perf_counter()
    sum(number * number for number in range(1_000_000))
    return time.perf_counter() - begin


def noise(load: float, probes: Sequence[float]) -> list[str]:
    """Why the figures of a run are to be doubted; nothing on a quiet machine."""
    said = []
    if load > LOAD:
        said.append(f"{load:.1f} processes were running or waiting before the run began")
    if probes and max(probes) > SPREAD * min(probes):
        least, most = min(probes) * 1e3, max(probes) * 1e3
        said.append(f"the same piece of work took from {least:.0f} to {most:.0f} ms")
    return said
