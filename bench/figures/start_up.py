"""What every command costs before it does anything: against an interpreter that does nothing."""

import sys
from collections.abc import Iterator

from ground import Ground
from measure import TRACKER, Bound, Command, Figure, ratio

LEAST = 1
"""The smallest workspace that can be generated: two of each kind."""


def measure(ground: Ground) -> Iterator[Figure]:
    times = 3 * ground.runs
    folder = ground.workspace(LEAST)
    nothing = [Command([sys.executable, "-c", "pass"], folder)]
    version, check, plain = ground.turns(
        [Command([TRACKER, "--version"], folder)], ground.check(LEAST), nothing, times=times
    )
    yield ratio("tracker --version / python -c pass", version, plain, Bound("at most", 6))
    yield ratio("tracker check, smallest workspace / python -c pass", check, plain)
